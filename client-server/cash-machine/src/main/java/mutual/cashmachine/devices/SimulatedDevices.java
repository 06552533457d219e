package mutual.cashmachine.devices;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import mutual.cashmachine.Key;
import mutual.cashmachine.MachineEvent;
import mutual.cashmachine.Notes;

/**
 * Devices made of software, with the machine's front: what a customer's hands can do. What those
 * hands cause is told as events to whoever listens.
 *
 * <p>A power cut is modelled by throwing this object away together with the machine and making a
 * new one on the same {@link ContentsStore} and {@link Faults}.
 */
public final class SimulatedDevices {
  /** Notes that fit into the slot in one bundle. */
  public static final int BUNDLE_NOTES_MAX = 50;

  /** Notes that fit into escrow. */
  public static final int ESCROW_NOTES_MAX = 200;

  private final MovingParts parts;
  private final Consumer<MachineEvent> listener;
  private final SimulatedPinPad pad;
  private final SimulatedReader reader;
  private final SimulatedAcceptor acceptor;
  private final SimulatedPrinter printer;
  private final Devices devices;

  /**
   * @param listener told of what happens at the front; must not block
   */
  public SimulatedDevices(
      ContentsStore store,
      Faults faults,
      Pace pace,
      PinSealer sealer,
      Consumer<MachineEvent> listener) {
    this.parts = new MovingParts(store, faults, pace);
    this.listener = listener;
    this.pad = new SimulatedPinPad(sealer, listener);
    this.reader = new SimulatedReader(parts);
    this.acceptor = new SimulatedAcceptor(parts);
    this.printer = new SimulatedPrinter(parts);
    this.devices = new Devices(reader, pad, new SimulatedDispenser(parts), acceptor, printer);
  }

  public Devices devices() {
    return devices;
  }

  public AttendantHands attendant() {
    return new AttendantHands(parts);
  }

  public Contents contents() {
    return parts.contents();
  }

  /** The power is gone: whatever moves stops where it is. */
  public void powerOff() {
    parts.powerOff();
  }

  // What a customer's hands can do. Each returns whether it could be done.

  /** Puts a card into the reader. */
  public boolean insertCard(String cardNumber) {
    boolean inserted = reader.insert(cardNumber);
    if (inserted) {
      listener.accept(new MachineEvent.CardInserted(cardNumber));
    }
    return inserted;
  }

  /** True if the card sticks out of the reader. */
  public boolean cardOut() {
    return reader.out();
  }

  public boolean takeCard() {
    boolean taken = reader.take();
    if (taken) {
      listener.accept(new MachineEvent.CardTaken());
    }
    return taken;
  }

  public boolean takeCash() {
    Contents before = parts.contents();
    if (before.shutter().isEmpty()) {
      return false;
    }
    parts.move(
        draft -> {
          draft.taken = draft.taken.plus(draft.shutter);
          draft.shutter = Notes.NONE;
        });
    UUID id = before.presentedFor();
    if (id != null) {
      listener.accept(new MachineEvent.CashTaken(id));
    }
    return true;
  }

  /** True if notes can be put into the slot. */
  public boolean slotOpen() {
    return acceptor.isOpen();
  }

  public boolean insertNotes(Notes notes) {
    Optional<MachineEvent.NotesCounted> counted = acceptor.insert(notes);
    counted.ifPresent(listener);
    return counted.isPresent();
  }

  /** Presses a key: during PIN entry the pad keeps it, else the machine hears of it. */
  public void press(Key key) {
    if (pad.entering()) {
      pad.press(key);
    } else {
      listener.accept(new MachineEvent.Pressed(key));
    }
  }

  /** The last receipt printed; empty if there is none. */
  public List<String> receipt() {
    return printer.receipt();
  }

  public void takeReceipt() {
    printer.take();
  }
}
