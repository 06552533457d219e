package mutual.cashmachine.devices;

import java.util.List;
import mutual.cashmachine.DeviceReport.Health;

/** Prints receipts. Shaped after the XFS4IoT printer interface. */
public interface ReceiptPrinter {
  /** True if it came out. */
  boolean print(List<String> lines);

  Health health();
}
