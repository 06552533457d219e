package mutual.middleware;

import java.time.Instant;
import java.util.concurrent.locks.Condition;

/** The time as an outbox sees it, and waiting for it to pass. */
interface OutboxClock {
  long nanos();

  Instant instant();

  /** Waits on a condition whose lock is held, for at most this long. */
  void await(Condition condition, long nanos) throws InterruptedException;

  static OutboxClock system() {
    return new OutboxClock() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public Instant instant() {
        return Instant.now();
      }

      @Override
      @SuppressWarnings("WaitNotInLoop") // The outbox looks again in its loop.
      public void await(Condition condition, long nanos) throws InterruptedException {
        var _ = condition.awaitNanos(nanos);
      }
    };
  }
}
