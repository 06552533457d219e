package mutual.cashmachine.devices;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import mutual.cashmachine.Cassette;
import mutual.cashmachine.DeviceReport.DispenseMemory;
import mutual.cashmachine.DeviceReport.Health;
import mutual.cashmachine.Key;
import mutual.cashmachine.MachineEvent;
import mutual.cashmachine.Notes;
import org.jspecify.annotations.Nullable;

/**
 * Devices made of software, with the machine's front: what a customer's and an attendant's hands
 * can do. What those hands cause is told as events to whoever listens.
 *
 * <p>A power cut is modelled by throwing this object away together with the machine and making a
 * new one on the same {@link ContentsStore} and {@link Faults}.
 */
public final class SimulatedDevices {
  /** Notes that fit into the slot in one bundle. */
  public static final int BUNDLE_NOTES_MAX = 50;

  /** Notes that fit into escrow. */
  public static final int ESCROW_NOTES_MAX = 200;

  private final ContentsStore store;
  private final Faults faults;
  private final Pace pace;
  private final Consumer<MachineEvent> listener;
  private final SimulatedPinPad pad;
  private final Devices devices;
  private volatile boolean off;
  private volatile boolean cardOut;
  private volatile @Nullable UUID slotOpenFor;
  private volatile List<String> receipt = List.of();

  /**
   * @param listener told of what happens at the front; must not block
   */
  public SimulatedDevices(
      ContentsStore store,
      Faults faults,
      Pace pace,
      PinSealer sealer,
      Consumer<MachineEvent> listener) {
    this.store = store;
    this.faults = faults;
    this.pace = pace;
    this.listener = listener;
    this.pad = new SimulatedPinPad(sealer, listener);
    this.devices = new Devices(new Reader(), pad, new Dispenser(), new Acceptor(), new Printer());
    // Notes that were on their way to the shutter when the power went are rejected.
    if (!store.get().stacker().isEmpty()) {
      move(
          draft -> {
            draft.reject = draft.reject.plus(draft.stacker);
            draft.stacker = Notes.NONE;
          });
    }
  }

  public Devices devices() {
    return devices;
  }

  public Contents contents() {
    return store.get();
  }

  /** The power is gone: whatever moves stops where it is. */
  public void powerOff() {
    off = true;
  }

  private void pass(Duration duration) {
    pace.pass(duration);
    if (off) {
      throw new PowerCutException();
    }
  }

  // What a customer's hands can do. Each returns whether it could be done.

  /** Puts a card into the reader. */
  public boolean insertCard(String cardNumber) {
    if (!store.get().card().isEmpty() || cardNumber.isEmpty()) {
      return false;
    }
    cardOut = false;
    move(draft -> draft.card = cardNumber);
    listener.accept(new MachineEvent.CardInserted(cardNumber));
    return true;
  }

  /** True if the card sticks out of the reader. */
  public boolean cardOut() {
    return cardOut;
  }

  public boolean takeCard() {
    if (!cardOut) {
      return false;
    }
    cardOut = false;
    move(draft -> draft.card = "");
    listener.accept(new MachineEvent.CardTaken());
    return true;
  }

  public boolean takeCash() {
    Contents before = store.get();
    if (before.shutter().isEmpty()) {
      return false;
    }
    move(
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
    return slotOpenFor != null;
  }

  public boolean insertNotes(Notes notes) {
    UUID id = slotOpenFor;
    if (id == null
        || notes.isEmpty()
        || notes.size() > BUNDLE_NOTES_MAX
        || store.get().escrow().size() + notes.size() > ESCROW_NOTES_MAX) {
      return false;
    }
    int smallest = notes.counts().keySet().stream().reduce((_, last) -> last).orElseThrow();
    boolean refuse = faults.isOn(Fault.NOTE_REFUSED);
    Notes recognised = refuse ? notes.minus(Notes.of(smallest, 1)) : notes;
    pace.pass(Pace.NOTE.multipliedBy(notes.size()));
    if (off) {
      return false;
    }
    Contents after =
        move(
            draft -> {
              draft.inserted = draft.inserted.plus(recognised);
              draft.escrow = draft.escrow.plus(recognised);
            });
    listener.accept(new MachineEvent.NotesCounted(id, after.escrow(), refuse ? 1 : 0));
    return true;
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
    return receipt;
  }

  public void takeReceipt() {
    receipt = List.of();
  }

  // What an attendant's hands can do.

  /**
   * Puts notes into the cassettes of their denominations.
   *
   * @return what fitted
   */
  public Notes load(Notes notes) {
    Map<Integer, Integer> fitted = new TreeMap<>();
    move(
        draft -> {
          Map<Integer, Integer> left = new TreeMap<>(notes.counts());
          for (int i = 0; i < draft.cassettes.size(); i++) {
            Cassette cassette = draft.cassettes.get(i);
            int room = cassette.capacity() - cassette.notes();
            int added = Math.min(room, left.getOrDefault(cassette.denomination(), 0));
            if (added > 0) {
              draft.cassettes.set(i, cassette.with(cassette.notes() + added));
              left.merge(cassette.denomination(), -added, Integer::sum);
              fitted.merge(cassette.denomination(), added, Integer::sum);
            }
          }
          draft.loaded = draft.loaded.plus(Notes.of(fitted));
        });
    return Notes.of(fitted);
  }

  /**
   * Takes the notes out of the reject and deposit bins.
   *
   * @return what was in them
   */
  public Notes emptyBins() {
    Contents before = store.get();
    Notes out = before.reject().plus(before.deposits());
    move(
        draft -> {
          draft.reject = Notes.NONE;
          draft.deposits = Notes.NONE;
          balance(draft, out);
        });
    return out;
  }

  /** Books notes carried away against what was loaded, or if need be against what was inserted. */
  private static void balance(Contents.Draft draft, Notes out) {
    Notes fromLoaded = out.less(out.less(draft.loaded));
    draft.loaded = draft.loaded.minus(fromLoaded);
    draft.inserted = draft.inserted.minus(out.minus(fromLoaded));
  }

  /** Moves what lies in the shutter into the reject bin, so that it can be counted. */
  public void clearShutter() {
    move(
        draft -> {
          draft.presented = draft.presented.less(draft.shutter);
          draft.reject = draft.reject.plus(draft.shutter);
          draft.shutter = Notes.NONE;
        });
  }

  /** Takes the cards out of the bin. */
  public List<String> takeRetainedCards() {
    List<String> cards = store.get().retained();
    move(draft -> draft.retained = new ArrayList<>());
    return cards;
  }

  private Contents move(Consumer<Contents.Draft> moves) {
    UnaryOperator<Contents> change = contents -> contents.with(moves);
    return store.move(change);
  }

  private Health health(Fault... broken) {
    for (Fault fault : broken) {
      if (faults.struck(fault)) {
        return Health.FAULTY;
      }
    }
    return Health.WORKING;
  }

  private final class Reader implements CardReader {
    @Override
    public void eject() {
      pass(Pace.MOVE);
      if (!store.get().card().isEmpty() && !faults.strikes(Fault.CARD_STUCK)) {
        cardOut = true;
      }
    }

    @Override
    public void retain() {
      cardOut = false;
      pass(Pace.MOVE);
      move(
          draft -> {
            if (!draft.card.isEmpty()) {
              draft.retained.add(draft.card);
              draft.card = "";
            }
          });
    }

    @Override
    public boolean cardInside() {
      return !store.get().card().isEmpty();
    }

    @Override
    public Health health() {
      return SimulatedDevices.this.health(Fault.CARD_STUCK);
    }
  }

  private final class Dispenser implements CashDispenser {
    @Override
    public MachineEvent dispense(UUID id, Notes notes) {
      Notes half = firstHalf(notes);
      pick(half);
      faults.reach(CutPoint.PICKING);
      if (faults.strikes(Fault.DISPENSER_JAM)) {
        rejectStacker(id);
        return new MachineEvent.CashPresented(id, Notes.NONE);
      }
      pick(notes.minus(half));
      if (faults.strikesOnce(Fault.SHORT_DISPENSE)) {
        int smallest = notes.counts().keySet().stream().reduce((_, last) -> last).orElseThrow();
        move(
            draft -> {
              draft.stacker = draft.stacker.minus(Notes.of(smallest, 1));
              draft.reject = draft.reject.plus(Notes.of(smallest, 1));
            });
      }
      pass(Pace.MOVE);
      boolean silent = faults.strikes(Fault.DISPENSER_SILENT);
      Notes presented =
          move(draft -> {
                draft.presentedFor = id;
                draft.presented = draft.stacker;
                draft.shutter = draft.shutter.plus(draft.stacker);
                draft.stacker = Notes.NONE;
              })
              .presented();
      faults.reach(CutPoint.PRESENTED);
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
      pass(Pace.NOTE.multipliedBy(notes.size()));
      move(draft -> draft.pick(notes));
    }

    private void rejectStacker(UUID id) {
      move(
          draft -> {
            draft.reject = draft.reject.plus(draft.stacker);
            draft.stacker = Notes.NONE;
            draft.presentedFor = id;
            draft.presented = Notes.NONE;
          });
    }

    @Override
    public MachineEvent.CashRetracted retract(UUID id) {
      pass(Pace.MOVE);
      Notes[] retracted = {Notes.NONE};
      move(
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
      return store.get().cassettes();
    }

    @Override
    public boolean cassettesReportEmpty() {
      return faults.isOn(Fault.OUT_OF_NOTES);
    }

    @Override
    public Notes reject() {
      return store.get().reject();
    }

    @Override
    public Notes shutter() {
      return store.get().shutter();
    }

    @Override
    public DispenseMemory lastDispense() {
      Contents contents = store.get();
      return faults.isOn(Fault.DISPENSER_FORGETS)
          ? new DispenseMemory.Lost()
          : new DispenseMemory.Known(contents.presentedFor(), contents.presented());
    }

    @Override
    public Health health() {
      return SimulatedDevices.this.health(Fault.DISPENSER_JAM, Fault.DISPENSER_SILENT);
    }
  }

  private final class Acceptor implements CashAcceptor {
    @Override
    public void open(UUID id) {
      slotOpenFor = id;
    }

    @Override
    public MachineEvent store(UUID id) {
      slotOpenFor = null;
      if (store.get().escrow().isEmpty()) {
        return new MachineEvent.EscrowStored(id, Notes.NONE);
      }
      pass(Pace.MOVE);
      faults.reach(CutPoint.STORING);
      if (faults.strikes(Fault.ACCEPTOR_JAM)) {
        return new MachineEvent.EscrowStuck(id);
      }
      Notes stored = store.get().escrow();
      move(
          draft -> {
            draft.deposits = draft.deposits.plus(draft.escrow);
            draft.escrow = Notes.NONE;
          });
      return new MachineEvent.EscrowStored(id, stored);
    }

    @Override
    public MachineEvent giveBack(UUID id) {
      slotOpenFor = null;
      Notes notes = store.get().escrow();
      if (notes.isEmpty()) {
        return new MachineEvent.EscrowReturned(id, Notes.NONE);
      }
      pass(Pace.MOVE);
      if (faults.strikes(Fault.ACCEPTOR_JAM)) {
        return new MachineEvent.EscrowStuck(id);
      }
      move(
          draft -> {
            draft.inserted = draft.inserted.minus(notes);
            draft.escrow = Notes.NONE;
          });
      return new MachineEvent.EscrowReturned(id, notes);
    }

    @Override
    public Notes escrow() {
      return store.get().escrow();
    }

    @Override
    public Notes deposits() {
      return store.get().deposits();
    }

    @Override
    public Health health() {
      return SimulatedDevices.this.health(Fault.ACCEPTOR_JAM);
    }
  }

  private final class Printer implements ReceiptPrinter {
    @Override
    public boolean print(List<String> lines) {
      if (faults.isOn(Fault.NO_PAPER)) {
        return false;
      }
      pass(Pace.MOVE);
      receipt = List.copyOf(lines);
      return true;
    }

    @Override
    public Health health() {
      return faults.isOn(Fault.NO_PAPER) ? Health.FAULTY : Health.WORKING;
    }
  }
}
