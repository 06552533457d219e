package mutual.middleware.web;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of one streamed answer come from. */
@FunctionalInterface
public interface ContentSource extends AutoCloseable {
  /**
   * Reads at least one byte at an offset, in bytes from the content's beginning, and returns how
   * many; -1 says that the content ends there after all, which breaks off the answer. May block for
   * as long as it takes; its thread is interrupted as soon as the browser has gone. Called by one
   * thread at a time.
   */
  int read(long offset, ByteBuffer target) throws Exception;

  /** Called once, after the last read, however the answer ended. */
  @Override
  default void close() throws IOException {}
}
