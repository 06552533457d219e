package mutual.cashmachine.devices;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import mutual.cashmachine.Cassette;
import mutual.cashmachine.DeviceReport.DispenseMemory;
import mutual.cashmachine.DeviceReport.Health;
import mutual.cashmachine.MachineEvent;
import mutual.cashmachine.Notes;

/** A dispenser made of software: cassettes, stacker, shutter and reject bin. */
final class SimulatedDispenser implements CashDispenser {
  private final MovingParts parts;

  SimulatedDispenser(MovingParts parts) {
    this.parts = parts;
    // Notes that were on their way to the shutter when the power went are rejected.
    if (!parts.contents().stacker().isEmpty()) {
      parts.move(
          draft -> {
            draft.reject = draft.reject.plus(draft.stacker);
            draft.stacker = Notes.NONE;
          });
    }
  }

  @Override
  public MachineEvent dispense(UUID id, Notes notes) {
    Notes half = firstHalf(notes);
    pick(half);
    parts.faults().reach(CutPoint.PICKING);
    if (parts.faults().strikes(Fault.DISPENSER_JAM)) {
      rejectStacker(id);
      return new MachineEvent.CashPresented(id, Notes.NONE);
    }
    pick(notes.minus(half));
    if (parts.faults().strikesOnce(Fault.SHORT_DISPENSE)) {
      int smallest = notes.smallest();
      parts.move(
          draft -> {
            draft.stacker = draft.stacker.minus(Notes.of(smallest, 1));
            draft.reject = draft.reject.plus(Notes.of(smallest, 1));
          });
    }
    parts.pass(Pace.MOVE);
    boolean silent = parts.faults().strikes(Fault.DISPENSER_SILENT);
    Notes presented =
        parts
            .move(
                draft -> {
                  draft.presentedFor = id;
                  draft.presented = draft.stacker;
                  draft.shutter = draft.shutter.plus(draft.stacker);
                  draft.stacker = Notes.NONE;
                })
            .presented();
    parts.faults().reach(CutPoint.PRESENTED);
    return silent
        ? new MachineEvent.DispenseUncertain(id)
        : new MachineEvent.CashPresented(id, presented);
  }

  private static Notes firstHalf(Notes notes) {
    Map<Integer, Integer> half = new TreeMap<>();
    int left = notes.size() / 2;
    for (Map.Entry<Integer, Integer> entry : notes.counts().entrySet()) {
      int count = Math.min(left, entry.getValue());
      half.put(entry.getKey(), count);
      left -= count;
    }
    return Notes.of(half);
  }

  private void pick(Notes notes) {
    parts.pass(Pace.NOTE.multipliedBy(notes.size()));
    parts.move(draft -> draft.pick(notes));
  }

  private void rejectStacker(UUID id) {
    parts.move(
        draft -> {
          draft.reject = draft.reject.plus(draft.stacker);
          draft.stacker = Notes.NONE;
          draft.presentedFor = id;
          draft.presented = Notes.NONE;
        });
  }

  @Override
  public MachineEvent.CashRetracted retract(UUID id) {
    parts.pass(Pace.MOVE);
    Notes[] retracted = {Notes.NONE};
    parts.move(
        draft -> {
          retracted[0] = draft.shutter;
          draft.presented = draft.presented.less(draft.shutter);
          draft.reject = draft.reject.plus(draft.shutter);
          draft.shutter = Notes.NONE;
        });
    return new MachineEvent.CashRetracted(id, retracted[0], true);
  }

  @Override
  public List<Cassette> cassettes() {
    return parts.contents().cassettes();
  }

  @Override
  public boolean cassettesReportEmpty() {
    return parts.faults().isOn(Fault.OUT_OF_NOTES);
  }

  @Override
  public Notes reject() {
    return parts.contents().reject();
  }

  @Override
  public Notes shutter() {
    return parts.contents().shutter();
  }

  @Override
  public DispenseMemory lastDispense() {
    Contents contents = parts.contents();
    return parts.faults().isOn(Fault.DISPENSER_FORGETS)
        ? new DispenseMemory.Lost()
        : new DispenseMemory.Known(contents.presentedFor(), contents.presented());
  }

  @Override
  public Health health() {
    return parts.health(Fault.DISPENSER_JAM, Fault.DISPENSER_SILENT);
  }
}
