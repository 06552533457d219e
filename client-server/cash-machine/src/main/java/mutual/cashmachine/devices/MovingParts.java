package mutual.cashmachine.devices;

import java.time.Duration;
import java.util.function.Consumer;
import mutual.cashmachine.DeviceReport.Health;

/** What the simulated devices share: what is inside, what is broken, and the power to move. */
final class MovingParts {
  private final ContentsStore store;
  private final Faults faults;
  private final Pace pace;
  private volatile boolean off;

  MovingParts(ContentsStore store, Faults faults, Pace pace) {
    this.store = store;
    this.faults = faults;
    this.pace = pace;
  }

  Contents contents() {
    return store.get();
  }

  Faults faults() {
    return faults;
  }

  /** The power is gone: whatever moves stops where it is. */
  void powerOff() {
    off = true;
  }

  /** Lets the time of a movement pass; fails if the power went meanwhile. */
  void pass(Duration duration) {
    if (!passes(duration)) {
      throw new PowerCutException();
    }
  }

  /** Lets the time of a movement pass; false if the power went meanwhile. */
  boolean passes(Duration duration) {
    pace.pass(duration);
    return !off;
  }

  /** Moves something in one step; what is inside afterwards. */
  Contents move(Consumer<Contents.Draft> moves) {
    return store.move(contents -> contents.with(moves));
  }

  /** Faulty if one of these has struck. */
  Health health(Fault... broken) {
    for (Fault fault : broken) {
      if (faults.struck(fault)) {
        return Health.FAULTY;
      }
    }
    return Health.WORKING;
  }
}
