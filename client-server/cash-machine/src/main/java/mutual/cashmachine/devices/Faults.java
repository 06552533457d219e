package mutual.cashmachine.devices;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The switches that make devices fail. They outlive power cuts, as a broken part does. Safe for use
 * by many threads.
 */
public final class Faults {
  /** A fault that is on; it has struck once a device met it. */
  public enum State {
    ARMED,
    STRUCK
  }

  private final Map<Fault, State> on = new EnumMap<>(Fault.class);
  private @Nullable CutPoint cut;

  /** Makes the fault happen, or repairs what it broke. */
  public synchronized void set(Fault fault, boolean isOn) {
    if (isOn) {
      on.put(fault, State.ARMED);
    } else {
      on.remove(fault);
    }
  }

  public synchronized boolean isOn(Fault fault) {
    return on.containsKey(fault);
  }

  public synchronized boolean struck(Fault fault) {
    return on.get(fault) == State.STRUCK;
  }

  public synchronized Set<Fault> all() {
    return on.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(on.keySet());
  }

  /** True if the fault is on; it stays on and broken until it is repaired. */
  synchronized boolean strikes(Fault fault) {
    return on.computeIfPresent(fault, (_, _) -> State.STRUCK) != null;
  }

  /** True if the fault is on; it happens only once. */
  public synchronized boolean strikesOnce(Fault fault) {
    return on.remove(fault) != null;
  }

  /** Makes the power fail when this point is reached next; null: not. */
  public synchronized void cutPowerAt(@Nullable CutPoint point) {
    cut = point;
  }

  public synchronized @Nullable CutPoint powerCutAt() {
    return cut;
  }

  /** Fails with a {@link PowerCutException} if the power is to fail here. */
  public synchronized void reach(CutPoint point) {
    if (cut == point) {
      cut = null;
      throw new PowerCutException(point);
    }
  }
}
