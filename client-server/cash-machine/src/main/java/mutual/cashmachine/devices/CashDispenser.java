package mutual.cashmachine.devices;

import java.util.List;
import java.util.UUID;
import mutual.cashmachine.Cassette;
import mutual.cashmachine.DeviceReport.DispenseMemory;
import mutual.cashmachine.DeviceReport.Health;
import mutual.cashmachine.MachineEvent;
import mutual.cashmachine.Notes;

/**
 * Picks notes from cassettes and presents them at the shutter. Shaped after the XFS4IoT cash
 * dispenser interface; picking, stacking and presenting are one command here.
 */
public interface CashDispenser {
  /**
   * Presents what it can of these notes; what it picked and could not present goes to the reject
   * bin.
   *
   * @param id remembered together with what was presented, through power cuts
   * @return {@link MachineEvent.CashPresented} or {@link MachineEvent.DispenseUncertain}
   */
  MachineEvent dispense(UUID id, Notes notes);

  /** Takes back what lies in the shutter. */
  MachineEvent.CashRetracted retract(UUID id);

  List<Cassette> cassettes();

  boolean cassettesReportEmpty();

  Notes reject();

  Notes shutter();

  DispenseMemory lastDispense();

  Health health();
}
