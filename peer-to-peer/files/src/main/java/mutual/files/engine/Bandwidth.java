package mutual.files.engine;

import mutual.files.swarm.RateMeter;
import mutual.files.swarm.TokenBucket;
import org.jspecify.annotations.Nullable;

/**
 * A limited amount of bytes per second and what is used of it; those of single shares stand under
 * that of the whole node. Safe for use by many threads.
 */
final class Bandwidth {
  private final @Nullable Bandwidth above;
  private final TokenBucket bucket;
  private final RateMeter meter;

  /** Without a limit at first. */
  Bandwidth(@Nullable Bandwidth above) {
    this.above = above;
    long now = System.nanoTime();
    bucket = new TokenBucket(TokenBucket.UNLIMITED, now);
    meter = new RateMeter(now);
  }

  /** Nanoseconds until something may move; 0 if at once. */
  long waitNanos(long nowNanos) {
    long wait = above == null ? 0 : above.waitNanos(nowNanos);
    synchronized (this) {
      return Math.max(wait, bucket.waitNanos(nowNanos));
    }
  }

  /** Whether there is a limit here or above. */
  boolean limited() {
    return limit() != TokenBucket.UNLIMITED || (above != null && above.limited());
  }

  /** Counts bytes that move now. */
  void take(long bytes, long nowNanos) {
    if (above != null) {
      above.take(bytes, nowNanos);
    }
    synchronized (this) {
      bucket.take(bytes, nowNanos);
      meter.add(bytes, nowNanos);
    }
  }

  synchronized long limit() {
    return bucket.limit();
  }

  synchronized void limit(long bytesPerSecond) {
    bucket.limit(bytesPerSecond, System.nanoTime());
  }

  synchronized double bytesPerSecond(long nowNanos) {
    return meter.bytesPerSecond(nowNanos);
  }

  synchronized long total() {
    return meter.total();
  }
}
