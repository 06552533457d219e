package mutual.files.swarm;

/** Bytes per second as they were in the last few seconds, smoothed. Time is told to it. */
public final class RateMeter {
  private static final double SMOOTHING_NANOS = 4e9;
  private static final long STEP_NANOS = 100_000_000;
  private static final double NANOS = 1e9;

  private double rate;
  private double weight;
  private long pending;
  private long sinceNanos;
  private long total;

  /** Nothing moved yet. */
  public RateMeter(long nowNanos) {
    this.sinceNanos = nowNanos;
  }

  /** Bytes have moved. */
  public void add(long bytes, long nowNanos) {
    pending += bytes;
    total += bytes;
    if (nowNanos - sinceNanos >= STEP_NANOS) {
      fold(nowNanos);
    }
  }

  private void fold(long nowNanos) {
    double elapsed = nowNanos - sinceNanos;
    if (elapsed <= 0) {
      return;
    }
    double keep = Math.exp(-elapsed / SMOOTHING_NANOS);
    rate = rate * keep + pending / elapsed * NANOS * (1 - keep);
    weight = weight * keep + (1 - keep);
    pending = 0;
    sinceNanos = nowNanos;
  }

  /** Bytes per second. */
  public double bytesPerSecond(long nowNanos) {
    if (nowNanos - sinceNanos >= STEP_NANOS) {
      fold(nowNanos);
    }
    // Divided by the weight of what was seen, a meter that has just begun does not tell too little.
    return weight < 1e-3 ? 0 : rate / weight;
  }

  /** All bytes that ever moved. */
  public long total() {
    return total;
  }
}
