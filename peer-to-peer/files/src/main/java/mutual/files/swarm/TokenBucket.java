package mutual.files.swarm;

/**
 * A limit of bytes per second that lets a little through at once. Time is told to it.
 *
 * <p>Taking is never refused but may leave a debt, so that a block goes out whole; then nothing may
 * be taken until the debt is paid.
 */
public final class TokenBucket {
  /** No limit. */
  public static final long UNLIMITED = 0;

  private static final double BURST_SECONDS = 0.1;
  private static final double BURST_BYTES_MIN = 16 << 10;
  private static final double NANOS = 1e9;

  private long bytesPerSecond;
  private double tokens;
  private long atNanos;

  /** A full bucket. */
  public TokenBucket(long bytesPerSecond, long nowNanos) {
    this.bytesPerSecond = bytesPerSecond;
    this.atNanos = nowNanos;
    this.tokens = burst();
  }

  private double burst() {
    return Math.max(BURST_BYTES_MIN, bytesPerSecond * BURST_SECONDS);
  }

  private void refill(long nowNanos) {
    if (nowNanos > atNanos) {
      tokens = Math.min(burst(), tokens + bytesPerSecond * ((nowNanos - atNanos) / NANOS));
      atNanos = nowNanos;
    }
  }

  /** Changes the limit; {@link #UNLIMITED} lifts it. */
  public void limit(long newBytesPerSecond, long nowNanos) {
    if (newBytesPerSecond < 0) {
      throw new IllegalArgumentException("A limit is not negative");
    }
    refill(nowNanos);
    bytesPerSecond = newBytesPerSecond;
    tokens = Math.min(tokens, burst());
  }

  /** The limit in bytes per second; {@link #UNLIMITED} for none. */
  public long limit() {
    return bytesPerSecond;
  }

  /** Nanoseconds until something may be taken; 0 if at once. */
  public long waitNanos(long nowNanos) {
    if (bytesPerSecond == UNLIMITED) {
      return 0;
    }
    refill(nowNanos);
    return tokens > 0 ? 0 : (long) Math.ceil((1 - tokens) / bytesPerSecond * NANOS);
  }

  /** Takes bytes that were or will be moved now. */
  public void take(long bytes, long nowNanos) {
    if (bytesPerSecond != UNLIMITED) {
      refill(nowNanos);
      tokens -= bytes;
    }
  }
}
