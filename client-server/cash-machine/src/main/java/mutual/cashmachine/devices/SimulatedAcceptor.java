package mutual.cashmachine.devices;

import java.util.Optional;
import java.util.UUID;
import mutual.cashmachine.DeviceReport.Health;
import mutual.cashmachine.MachineEvent;
import mutual.cashmachine.Notes;
import org.jspecify.annotations.Nullable;

/** An acceptor made of software: the slot, escrow, and the bin for deposits. */
final class SimulatedAcceptor implements CashAcceptor {
  private final MovingParts parts;
  private volatile @Nullable UUID openFor;

  SimulatedAcceptor(MovingParts parts) {
    this.parts = parts;
  }

  boolean isOpen() {
    return openFor != null;
  }

  /** What the acceptor counted; empty if the notes could not be put in. */
  Optional<MachineEvent.NotesCounted> insert(Notes notes) {
    UUID id = openFor;
    if (id == null
        || notes.isEmpty()
        || notes.size() > SimulatedDevices.BUNDLE_NOTES_MAX
        || escrow().size() + notes.size() > SimulatedDevices.ESCROW_NOTES_MAX) {
      return Optional.empty();
    }
    boolean refuse = parts.faults().isOn(Fault.NOTE_REFUSED);
    Notes recognised = refuse ? notes.minus(Notes.of(notes.smallest(), 1)) : notes;
    if (!parts.passes(Pace.NOTE.multipliedBy(notes.size()))) {
      return Optional.empty();
    }
    Contents after =
        parts.move(
            draft -> {
              draft.inserted = draft.inserted.plus(recognised);
              draft.escrow = draft.escrow.plus(recognised);
            });
    return Optional.of(new MachineEvent.NotesCounted(id, after.escrow(), refuse ? 1 : 0));
  }

  @Override
  public void open(UUID id) {
    openFor = id;
  }

  @Override
  public MachineEvent store(UUID id) {
    openFor = null;
    if (parts.contents().escrow().isEmpty()) {
      return new MachineEvent.EscrowStored(id, Notes.NONE);
    }
    parts.pass(Pace.MOVE);
    parts.faults().reach(CutPoint.STORING);
    if (parts.faults().strikes(Fault.ACCEPTOR_JAM)) {
      return new MachineEvent.EscrowStuck(id);
    }
    Notes stored = parts.contents().escrow();
    parts.move(
        draft -> {
          draft.deposits = draft.deposits.plus(draft.escrow);
          draft.escrow = Notes.NONE;
        });
    return new MachineEvent.EscrowStored(id, stored);
  }

  @Override
  public MachineEvent giveBack(UUID id) {
    openFor = null;
    Notes notes = parts.contents().escrow();
    if (notes.isEmpty()) {
      return new MachineEvent.EscrowReturned(id, Notes.NONE);
    }
    parts.pass(Pace.MOVE);
    if (parts.faults().strikes(Fault.ACCEPTOR_JAM)) {
      return new MachineEvent.EscrowStuck(id);
    }
    parts.move(
        draft -> {
          draft.inserted = draft.inserted.minus(notes);
          draft.escrow = Notes.NONE;
        });
    return new MachineEvent.EscrowReturned(id, notes);
  }

  @Override
  public Notes escrow() {
    return parts.contents().escrow();
  }

  @Override
  public Notes deposits() {
    return parts.contents().deposits();
  }

  @Override
  public Health health() {
    return parts.health(Fault.ACCEPTOR_JAM);
  }
}
