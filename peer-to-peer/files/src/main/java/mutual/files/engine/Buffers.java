package mutual.files.engine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Direct buffers of one size that are used again; connections that are quiet hold none. */
final class Buffers {
  private final int bytes;
  private final int keptMax;
  private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

  Buffers(int bytes, int keptMax) {
    this.bytes = bytes;
    this.keptMax = keptMax;
  }

  /** An empty buffer. */
  ByteBuffer take() {
    synchronized (free) {
      ByteBuffer kept = free.poll();
      if (kept != null) {
        return kept.clear();
      }
    }
    return ByteBuffer.allocateDirect(bytes);
  }

  void give(ByteBuffer buffer) {
    synchronized (free) {
      if (free.size() < keptMax) {
        free.push(buffer);
      }
    }
  }
}
