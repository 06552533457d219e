package mutual.middleware;

import java.io.InputStream;

/** So many bytes of zero, made as they are read. */
final class Zeros extends InputStream {
  private long left;

  Zeros(long bytes) {
    left = bytes;
  }

  @Override
  public int read() {
    return left-- > 0 ? 0 : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int count = (int) Math.min(left, length);
    left -= count;
    return count == 0 ? -1 : count;
  }
}
