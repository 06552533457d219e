package mutual.cashmachine.devices;

import java.util.UUID;
import mutual.cashmachine.DeviceCommand.PinSlot;
import mutual.cashmachine.MachineEvent;
import mutual.contracts.bank.v1.PinKey;

/**
 * Collects PINs and lets them out only sealed. Shaped after the XFS4IoT PIN pad interface: while a
 * PIN is entered, the machine learns how many digits there are and nothing else.
 */
public interface PinPad {
  /** From now on digits belong to this PIN, until it is entered or cancelled. */
  void enter(PinSlot slot);

  /** True while keys belong to a PIN. */
  boolean entering();

  /**
   * Seals the PIN for one request to the key, whose signature it checks first.
   *
   * @return {@link MachineEvent.PinSealed} or {@link MachineEvent.PinNotSealed}
   */
  MachineEvent seal(UUID id, String cardNumber, PinKey key, boolean withNewPin);

  /** Forgets every PIN. */
  void wipe();
}
