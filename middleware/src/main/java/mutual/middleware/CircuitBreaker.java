package mutual.middleware;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps a client from waiting for a node that is down: after some failures in a row calls fail at
 * once, until a pause has passed; then a single call tries. Each failed trial doubles the pause.
 */
final class CircuitBreaker {
  /** Failures in a row that open the circuit. */
  static final int FAILURES_MAX = 5;

  static final Duration PAUSE_MIN = Duration.ofMillis(500);
  static final Duration PAUSE_MAX = Duration.ofSeconds(15);

  private final LongSupplier nanoClock;
  private int failures;
  private long pauseNanos = PAUSE_MIN.toNanos();
  private long closedUntil;
  private boolean trying;

  CircuitBreaker(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * Asks to call; each true is followed by one of {@link #succeeded}, {@link #failed}, {@link
   * #unknown}.
   */
  synchronized boolean permits() {
    if (failures < FAILURES_MAX) {
      return true;
    }
    if (trying || nanoClock.getAsLong() - closedUntil < 0) {
      return false;
    }
    trying = true;
    return true;
  }

  synchronized void succeeded() {
    failures = 0;
    trying = false;
    pauseNanos = PAUSE_MIN.toNanos();
  }

  synchronized void failed() {
    failures++;
    if (failures == FAILURES_MAX || trying) {
      closedUntil = nanoClock.getAsLong() + pauseNanos;
      pauseNanos = Math.min(2 * pauseNanos, PAUSE_MAX.toNanos());
    }
    trying = false;
  }

  /** There is new hope: the next call may try at once. */
  void forgetFailures() {
    succeeded();
  }

  /** The call ended without telling whether the node is there. */
  synchronized void unknown() {
    trying = false;
  }

  synchronized boolean open() {
    return failures >= FAILURES_MAX;
  }
}
