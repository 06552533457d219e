package mutual.files;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition instead of for a time. */
public final class Await {
  private static final long SECONDS_MAX = 90;
  private static final long LOOK_NANOS = 5_000_000;

  private Await() {}

  public static void until(BooleanSupplier condition) {
    until(condition, () -> "");
  }

  /**
   * Waits.
   *
   * @param state says how it stands if it takes too long
   */
  public static void until(BooleanSupplier condition, Supplier<String> state) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(SECONDS_MAX)) {
        throw new AssertionError(
            "The condition did not come true in " + SECONDS_MAX + " seconds: " + state.get());
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
