package mutual.peer;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition instead of for a time. */
public final class Await {
  private static final long NANOS_MAX = 60_000_000_000L;

  private Await() {}

  public static void until(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > NANOS_MAX) {
        throw new AssertionError("The condition did not come true in 60 seconds");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
