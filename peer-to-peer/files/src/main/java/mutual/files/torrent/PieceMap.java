package mutual.files.torrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The geometry of a torrent: which bytes of which files make up each piece.
 *
 * <p>Files lie one after another in a space of {@link #totalLength()} bytes, which is cut into
 * pieces of equal length but for the last. In version 2 and hybrid torrents each file begins with a
 * piece of its own; the bytes between files are padding: zero, never on disk and never asked for. A
 * piece's <em>data</em> is what it has up to its last byte that is not padding; only data is
 * requested, hashed as given, and written. Version 1 torrents may also have padding between bytes
 * of the same piece, which then counts as data: it travels as zeros and is not written.
 */
public final class PieceMap {
  /** Bytes of a block, the unit of requests; also of a leaf of version 2's trees. */
  public static final int BLOCK_BYTES = 16 << 10;

  /**
   * A part of a file within a piece.
   *
   * @param file index of the file
   * @param fileOffset where the part begins in the file
   * @param pieceOffset where it begins in the piece
   * @param length bytes, at least one
   */
  public record Range(int file, long fileOffset, int pieceOffset, int length) {}

  private final int pieceLength;
  private final long totalLength;
  private final int pieceCount;
  // Of each file that has bytes, in order of their offsets.
  private final int[] files;
  private final long[] starts;
  private final long[] ends;

  /** Of files in order of their offsets, which do not overlap. */
  PieceMap(int pieceLength, long totalLength, List<ContentFile> contents) {
    this.pieceLength = pieceLength;
    this.totalLength = totalLength;
    this.pieceCount = Math.toIntExact(Math.ceilDiv(totalLength, (long) pieceLength));
    List<ContentFile> filled = contents.stream().filter(file -> file.length() > 0).toList();
    files = filled.stream().mapToInt(ContentFile::index).toArray();
    starts = filled.stream().mapToLong(ContentFile::offset).toArray();
    ends = filled.stream().mapToLong(ContentFile::end).toArray();
  }

  public int pieceCount() {
    return pieceCount;
  }

  /** Bytes of every piece but, perhaps, the last. */
  public int pieceLength() {
    return pieceLength;
  }

  /** Bytes of all pieces, padding included. */
  public long totalLength() {
    return totalLength;
  }

  /** Where a piece begins in the space of all pieces. */
  public long pieceStart(int piece) {
    return (long) checked(piece) * pieceLength;
  }

  /**
   * Bytes of a piece with the padding after its data: how far a peer may ask, since some count
   * padding in. What lies beyond the data reads as zeros.
   */
  public int wireLength(int piece) {
    return (int) Math.min(pieceLength, totalLength - pieceStart(piece));
  }

  /** Bytes of a piece up to the last that is not padding: what we ask for, hash and write. */
  public int dataLength(int piece) {
    long start = pieceStart(piece);
    long end = start + wireLength(piece);
    int last = firstEndingAfter(start);
    while (last + 1 < files.length && starts[last + 1] < end) {
      last++;
    }
    return last < files.length && starts[last] < end
        ? (int) (Math.min(ends[last], end) - start)
        : 0;
  }

  /** Blocks of a piece's data. */
  public int blockCount(int piece) {
    return Math.ceilDiv(dataLength(piece), BLOCK_BYTES);
  }

  /** Bytes of a block: {@link #BLOCK_BYTES}, but less for the last of a piece. */
  public int blockLength(int piece, int block) {
    return Math.min(BLOCK_BYTES, dataLength(piece) - block * BLOCK_BYTES);
  }

  /** The parts of files in a piece, in order. Gaps between and after them are padding. */
  public List<Range> ranges(int piece) {
    return ranges(piece, 0, wireLength(piece));
  }

  /** The parts of files in some bytes of a piece, in order; places are still the piece's. */
  public List<Range> ranges(int piece, int offset, int length) {
    long pieceStart = pieceStart(piece);
    if (offset < 0 || length < 0 || offset > wireLength(piece) - length) {
      throw new IndexOutOfBoundsException(
          "bytes " + offset + " + " + length + " of a piece of " + wireLength(piece));
    }
    long from = pieceStart + offset;
    long to = from + length;
    List<Range> ranges = new ArrayList<>(2);
    for (int i = firstEndingAfter(from); i < files.length && starts[i] < to; i++) {
      long begin = Math.max(from, starts[i]);
      long end = Math.min(to, ends[i]);
      if (end > begin) {
        ranges.add(
            new Range(
                files[i], begin - starts[i], (int) (begin - pieceStart), (int) (end - begin)));
      }
    }
    return ranges;
  }

  /** The first piece with bytes of a file; 0 for an empty file. */
  public int firstPiece(ContentFile file) {
    return file.length() == 0 ? 0 : (int) (file.offset() / pieceLength);
  }

  /** The piece after the last with bytes of a file; 0 for an empty file. */
  public int endPiece(ContentFile file) {
    return file.length() == 0 ? 0 : (int) ((file.end() - 1) / pieceLength) + 1;
  }

  /** The piece at a place in a file, as a player seeks. */
  public int pieceAt(ContentFile file, long fileOffset) {
    return (int) ((file.offset() + fileOffset) / pieceLength);
  }

  /** Place among the filled files of the first that ends after a position. */
  private int firstEndingAfter(long position) {
    int found = Arrays.binarySearch(ends, position);
    // Ends are distinct, since empty files are left out.
    return found >= 0 ? found + 1 : -found - 1;
  }

  private int checked(int piece) {
    if (piece < 0 || piece >= pieceCount) {
      throw new IndexOutOfBoundsException("piece " + piece + " of " + pieceCount);
    }
    return piece;
  }
}
