package mutual.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import mutual.cashmachine.Cassette;
import mutual.cashmachine.DeviceReport;
import mutual.cashmachine.DeviceReport.DispenseMemory;
import mutual.cashmachine.DeviceReport.Health;
import mutual.cashmachine.Notes;

/**
 * The physical side of one machine: where each note is. A power cut stops motors and forgets
 * nothing of this; notes that were between cassettes and shutter end in the reject bin when power
 * returns.
 */
final class Devices {
  private static final int CASSETTE_CAPACITY = 2_000;

  private final SplittableRandom random;
  private final List<Cassette> cassettes = new ArrayList<>();
  private Notes stacker = Notes.NONE;
  private Notes reject = Notes.NONE;
  private Notes shutter = Notes.NONE;
  private Notes escrow = Notes.NONE;
  private Notes deposits = Notes.NONE;
  private DispenseMemory memory = new DispenseMemory.Known(null, Notes.NONE);
  private Health dispenser = Health.WORKING;
  private Health acceptor = Health.WORKING;
  private boolean cardInside;

  Devices(SplittableRandom random, int notesEach) {
    this.random = random;
    for (int denomination : List.of(50_00, 20_00, 10_00, 5_00)) {
      cassettes.add(new Cassette(denomination, notesEach, CASSETTE_CAPACITY));
    }
  }

  DeviceReport report() {
    return new DeviceReport(
        cassettes,
        false,
        reject,
        shutter,
        escrow,
        deposits,
        cardInside,
        memory,
        Health.WORKING,
        dispenser,
        acceptor,
        Health.WORKING);
  }

  /** Minor units of every note in the machine or in front of its shutter. */
  long total() {
    return report().everything().total() + stacker.total();
  }

  void card(boolean inside) {
    cardInside = inside;
  }

  /** Moves the notes out of their cassettes; they are not presented yet. */
  void pick(UUID id, Notes notes) {
    memory = new DispenseMemory.Known(id, Notes.NONE);
    for (int i = 0; i < cassettes.size(); i++) {
      Cassette cassette = cassettes.get(i);
      cassettes.set(i, cassette.with(cassette.notes() - notes.count(cassette.denomination())));
    }
    stacker = stacker.plus(notes);
  }

  /** What of the picked notes comes out: with a fault, any part of them. */
  Notes present(UUID id, boolean fault) {
    Notes out = fault ? someOf(stacker) : stacker;
    reject = reject.plus(stacker.minus(out));
    stacker = Notes.NONE;
    shutter = shutter.plus(out);
    memory = new DispenseMemory.Known(id, out);
    if (fault) {
      dispenser = Health.FAULTY;
      if (random.nextBoolean()) {
        memory = new DispenseMemory.Lost();
      }
    }
    return out;
  }

  boolean canTell() {
    return memory instanceof DispenseMemory.Known;
  }

  private Notes someOf(Notes notes) {
    Notes some = Notes.NONE;
    for (var entry : notes.counts().entrySet()) {
      some = some.plus(Notes.of(entry.getKey(), random.nextInt(entry.getValue() + 1)));
    }
    return some;
  }

  Notes takeFromShutter() {
    Notes taken = shutter;
    shutter = Notes.NONE;
    return taken;
  }

  Notes retract() {
    Notes back = shutter;
    reject = reject.plus(back);
    shutter = Notes.NONE;
    if (memory instanceof DispenseMemory.Known known) {
      memory = new DispenseMemory.Known(known.id(), known.presented().less(back));
    }
    return back;
  }

  Notes insert(Notes notes) {
    escrow = escrow.plus(notes);
    return escrow;
  }

  Notes storeEscrow() {
    Notes stored = escrow;
    deposits = deposits.plus(stored);
    escrow = Notes.NONE;
    return stored;
  }

  Notes takeFromDeposits(Notes notes) {
    deposits = deposits.minus(notes);
    return notes;
  }

  Notes returnEscrow() {
    Notes back = escrow;
    escrow = Notes.NONE;
    return back;
  }

  void acceptorFails() {
    acceptor = Health.FAULTY;
  }

  void powerReturns() {
    reject = reject.plus(stacker);
    stacker = Notes.NONE;
  }

  /** An attendant clears jams; the notes stay where they are. */
  void repair() {
    dispenser = Health.WORKING;
    acceptor = Health.WORKING;
  }
}
