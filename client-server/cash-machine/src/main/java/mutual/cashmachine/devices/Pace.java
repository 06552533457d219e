package mutual.cashmachine.devices;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How long a device's moves take. */
@FunctionalInterface
public interface Pace {
  Duration NOTE = Duration.ofMillis(90);
  Duration MOVE = Duration.ofMillis(700);

  void pass(Duration duration);

  /** As long as a real machine takes, roughly. */
  static Pace lifelike() {
    return duration -> {
      long until = System.nanoTime() + duration.toNanos();
      for (long left = duration.toNanos(); left > 0; left = until - System.nanoTime()) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        LockSupport.parkNanos(left);
      }
    };
  }

  static Pace instant() {
    return _ -> {};
  }
}
