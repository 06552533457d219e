package mutual.cashmachine.devices;

import mutual.cashmachine.DeviceReport.Health;

/** Takes cards in and gives them back. Shaped after the XFS4IoT card reader interface. */
public interface CardReader {
  /** Pushes the card out. Whether it is taken is told by the machine's front, not here. */
  void eject();

  /** Moves the card into the bin for retained cards. */
  void retain();

  boolean cardInside();

  Health health();
}
