package mutual.cashmachine;

import java.util.List;

/**
 * How the machine is.
 *
 * @param reasons what is missing, in words; empty if nothing is
 */
public record MachineStatus(Service service, List<String> reasons) {
  /** What it can do for a customer now. */
  public enum Service {
    STARTING,
    IN_SERVICE,
    /** Everything but paying out. */
    NO_CASH,
    OUT_OF_SERVICE
  }

  public MachineStatus {
    reasons = List.copyOf(reasons);
  }
}
