package mutual.cashmachine.devices;

import java.util.List;
import mutual.cashmachine.DeviceReport.Health;

/** A receipt printer made of software; the last receipt hangs out of it until it is taken. */
final class SimulatedPrinter implements ReceiptPrinter {
  private final MovingParts parts;
  private volatile List<String> receipt = List.of();

  SimulatedPrinter(MovingParts parts) {
    this.parts = parts;
  }

  List<String> receipt() {
    return receipt;
  }

  void take() {
    receipt = List.of();
  }

  @Override
  public boolean print(List<String> lines) {
    if (parts.faults().isOn(Fault.NO_PAPER)) {
      return false;
    }
    parts.pass(Pace.MOVE);
    receipt = List.copyOf(lines);
    return true;
  }

  @Override
  public Health health() {
    return parts.faults().isOn(Fault.NO_PAPER) ? Health.FAULTY : Health.WORKING;
  }
}
