package mutual.files.engine;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads one file of a share while it arrives: asks the swarm for what comes next first, and waits
 * for it. Several may read at once; each has a place of its own. Not safe for several threads,
 * except closing.
 */
public interface ContentReader extends AutoCloseable {
  /** Bytes of the file. */
  long length();

  /**
   * Reads some bytes from a place in the file, at least one; waits until they are here.
   *
   * @return how many; -1 at the end of the file
   * @throws IOException if the share is removed, paused or in trouble, or the reader is closed
   */
  int read(long offset, ByteBuffer target) throws IOException, InterruptedException;

  /** Lets the swarm go on in its own order; wakes who waits in {@link #read}. */
  @Override
  void close();
}
