package mutual.cashmachine.devices;

import java.util.UUID;
import mutual.cashmachine.DeviceReport.Health;
import mutual.cashmachine.MachineEvent;
import mutual.cashmachine.Notes;

/** Takes notes in, counts and holds them. Shaped after the XFS4IoT cash acceptor interface. */
public interface CashAcceptor {
  /** Opens the slot; each bundle put in is told as {@link MachineEvent.NotesCounted}. */
  void open(UUID id);

  /**
   * Moves the escrow into the deposit bin; an empty escrow is no fault.
   *
   * @return {@link MachineEvent.EscrowStored} or {@link MachineEvent.EscrowStuck}
   */
  MachineEvent store(UUID id);

  /**
   * Gives the escrow back; an empty escrow is no fault.
   *
   * @return {@link MachineEvent.EscrowReturned} or {@link MachineEvent.EscrowStuck}
   */
  MachineEvent giveBack(UUID id);

  Notes escrow();

  Notes deposits();

  Health health();
}
