package mutual.files.disk;

import java.io.Closeable;
import java.nio.ByteBuffer;

/**
 * The bytes of one share's pieces. Safe for use by many threads.
 *
 * <p>It stores and gives what it is told to; it does not know what is verified ({@link
 * ContentStore} does), and does not promise that what was written survives a power cut before
 * {@link #force}.
 */
public interface Storage extends Closeable {
  /**
   * Reads some bytes of a piece; padding reads as zeros.
   *
   * @param offset where to begin in the piece
   * @param target filled to its limit, which may reach over the piece's data into its padding
   * @throws StorageException with FILE_CHANGED if a file is missing or shorter than that
   */
  void read(int piece, int offset, ByteBuffer target) throws StorageException;

  /**
   * Writes the data of a whole piece, which must have been verified.
   *
   * @param data {@code PieceMap.dataLength(piece)} bytes; its position stays
   */
  void write(int piece, ByteBuffer data) throws StorageException;

  /** Returns once everything written before would survive a power cut. */
  void force() throws StorageException;

  /** Closes files; what was written stays. */
  @Override
  void close();
}
