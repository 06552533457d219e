package mutual.cashmachine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import mutual.cashmachine.DeviceReport.Health;
import mutual.cashmachine.OpenTransaction.Deposit;
import mutual.cashmachine.OpenTransaction.DepositStage;
import mutual.cashmachine.OpenTransaction.Stage;
import mutual.cashmachine.OpenTransaction.Withdrawal;
import org.jspecify.annotations.Nullable;

/**
 * The cash machine's core: a deterministic state machine. Events go in; journal entries and other
 * effects come out, to be carried out in their order, each journal entry being on disk before what
 * follows it. No clock, randomness, thread, file or device in it: time and a fresh id come with
 * each event. Calls come from one thread at a time.
 *
 * <p>What survives a power cut is the journal and the devices' own state. A new machine is made
 * from the journal's entries and starts with {@link MachineEvent.PowerRestored}, upon which it
 * decides, for every unfinished transaction, whether to confirm, reverse, or call a person: see
 * docs/cash-machine.md. The session with a customer is forgotten, and the card given back.
 */
public final class Machine {
  private final MachineProfile profile;
  private final TransactionBook book = new TransactionBook();
  private final Deliveries deliveries = new Deliveries(this);
  private final Escrow escrow = new Escrow(this);
  private final Payouts payouts = new Payouts(this);
  private @Nullable DeviceReport report;
  private @Nullable Session session;
  private @Nullable Screen shown;

  private long now;
  private @Nullable UUID fresh;
  private List<Effect> effects = new ArrayList<>();

  /** A machine as its journal tells it to be, before power is restored. */
  public Machine(MachineProfile profile, Iterable<JournalEntry> journal) {
    this.profile = profile;
    journal.forEach(book::apply);
  }

  /**
   * Takes one event.
   *
   * @param atMillis the time, milliseconds since 1970 UTC
   * @param freshId a UUID version 7 never given before, which the machine may use for a transaction
   */
  public List<Effect> on(long atMillis, UUID freshId, MachineEvent event) {
    now = atMillis;
    fresh = freshId;
    effects = new ArrayList<>();
    dispatch(event);
    Screen screen = screen();
    if (!screen.equals(shown)) {
      shown = screen;
      effects.add(new Effect.Show(screen));
    }
    return effects;
  }

  public Screen screen() {
    if (session != null) {
      return session.screen(now);
    }
    MachineStatus status = status();
    return switch (status.service()) {
      case STARTING -> new Step(Screen.Kind.STARTING, "Starting").screen(now);
      case OUT_OF_SERVICE -> {
        Step step = new Step(Screen.Kind.OUT_OF_SERVICE, "Out of service");
        status.reasons().forEach(step::line);
        yield step.screen(now);
      }
      case NO_CASH, IN_SERVICE -> {
        Step step =
            new Step(Screen.Kind.IDLE, "Please insert your card")
                .line("Cards of " + profile.bankName() + " and its partner banks are welcome.");
        status.reasons().forEach(step::line);
        yield step.screen(now);
      }
    };
  }

  public MachineStatus status() {
    DeviceReport devices = report;
    if (devices == null) {
      return new MachineStatus(MachineStatus.Service.STARTING, List.of());
    }
    List<String> reasons = new ArrayList<>();
    String cash = cashProblem();
    if (cash != null) {
      reasons.add(cash);
    }
    String deposit = depositProblem();
    if (deposit != null) {
      reasons.add(deposit);
    }
    if (devices.printer() == Health.FAULTY) {
      reasons.add("No receipts at the moment.");
    }
    if (devices.reader() == Health.FAULTY) {
      reasons.add(0, "The card reader is out of order.");
      return new MachineStatus(MachineStatus.Service.OUT_OF_SERVICE, reasons);
    }
    return new MachineStatus(
        cash == null ? MachineStatus.Service.IN_SERVICE : MachineStatus.Service.NO_CASH, reasons);
  }

  /** Unfinished transactions, oldest first. */
  public Collection<OpenTransaction> open() {
    return book.open();
  }

  /** Cases that wait for a person, oldest first. */
  public Collection<JournalEntry> attention() {
    return book.attention();
  }

  /** The journal entries from which an equal machine can be made; the others are history. */
  public List<JournalEntry> essentials() {
    return book.essentials();
  }

  /** True while a customer's session is open. */
  public boolean busy() {
    return session != null;
  }

  private void dispatch(MachineEvent event) {
    switch (event) {
      case MachineEvent.PowerRestored restored -> recover(restored.report());
      case MachineEvent.DevicesReported reported -> {
        report = reported.report();
        escrow.reported(reported.report());
      }
      case MachineEvent.Tick _ -> {
        deliveries.tick();
        payouts.tick();
        if (session != null) {
          session.on(event);
        } else {
          escrow.tick();
        }
      }
      case MachineEvent.BankAnswered answered -> {
        if (!deliveries.answered(answered) && session != null) {
          session.on(event);
        }
      }
      case MachineEvent.BankSilent silent -> {
        if (!deliveries.silent(silent.request()) && session != null) {
          session.on(event);
        }
      }
      case MachineEvent.CardInserted inserted -> {
        MachineStatus.Service service = status().service();
        boolean open =
            service == MachineStatus.Service.IN_SERVICE || service == MachineStatus.Service.NO_CASH;
        if (session == null && open) {
          session = new Session(this, inserted.cardNumber());
          session.begin();
        }
      }
      case MachineEvent.CashRetracted retracted -> payouts.retracted(retracted);
      case MachineEvent.EscrowStored stored -> escrow.stored(stored);
      case MachineEvent.EscrowReturned returned -> escrow.returned(returned);
      case MachineEvent.EscrowStuck stuck -> escrow.stuck(stuck.id());
      case MachineEvent.AttendantCounted counted -> {
        report = counted.report();
        payouts.counted(counted.report());
      }
      case MachineEvent.AttentionCleared cleared -> {
        if (book.attention().stream().anyMatch(e -> e.id().equals(cleared.id()))) {
          journal(new JournalEntry.AttentionCleared(cleared.id(), now));
        }
      }
      case MachineEvent.CardTaken _,
          MachineEvent.Pressed _,
          MachineEvent.Chosen _,
          MachineEvent.PinDigits _,
          MachineEvent.PinEntered _,
          MachineEvent.PinCancelled _,
          MachineEvent.PinSealed _,
          MachineEvent.PinNotSealed _,
          MachineEvent.CashPresented _,
          MachineEvent.DispenseUncertain _,
          MachineEvent.CashTaken _,
          MachineEvent.NotesCounted _,
          MachineEvent.ReceiptPrinted _ -> {
        if (session != null) {
          session.on(event);
        }
      }
    }
  }

  /** What each unfinished transaction comes to. */
  private void recover(DeviceReport devices) {
    report = devices;
    for (OpenTransaction transaction : List.copyOf(book.open())) {
      switch (transaction) {
        case Withdrawal withdrawal -> payouts.recover(withdrawal, devices);
        case Deposit deposit -> {
          if (deposit.stage() == DepositStage.ASKED) {
            deliveries.begin(deposit.request());
          } else {
            escrow.store(deposit.id());
          }
        }
      }
    }
    if (!devices.escrow().isEmpty() && !book.depositOpen()) {
      escrow.giveBack(freshId());
    }
    payouts.clearShutter(devices);
    if (devices.cardInside()) {
      session = new Session(this, "");
      session.giveBackCard("The power was cut. Nothing is charged that you have not received.");
    }
  }

  /** Why no cash can be paid out now; null if it can. */
  @Nullable String cashProblem() {
    DeviceReport devices = devices();
    if (book.uncertain()) {
      return "No cash at the moment: an attendant has to count first.";
    }
    boolean unsettled =
        book.open().stream()
            .anyMatch(
                t ->
                    t instanceof Withdrawal w
                        && (w.stage() == Stage.DISPENSING || w.stage() == Stage.PRESENTED));
    boolean ours = session != null && session.dispensing();
    if (devices.dispenser() == Health.FAULTY || (unsettled && !ours)) {
      return "No cash at the moment: the dispenser is out of order.";
    }
    if (devices.payable().isEmpty()) {
      return "No cash at the moment: the cassettes are empty.";
    }
    if (book.open().size() >= TransactionBook.OPEN_TRANSACTIONS_MAX) {
      return "No cash at the moment: the bank cannot be reached.";
    }
    return null;
  }

  /** Why no notes can be taken in now; null if they can. */
  @Nullable String depositProblem() {
    if (devices().acceptor() == Health.FAULTY) {
      return "No deposits at the moment: the slot for notes is out of order.";
    }
    boolean ours = session != null && session.depositing();
    if (!devices().escrow().isEmpty() && !ours) {
      return "No deposits at the moment: an attendant has to see to the slot for notes.";
    }
    if (book.depositOpen() && !ours) {
      return "No deposits at the moment: the bank has yet to answer for the last one.";
    }
    return null;
  }

  DeviceReport devices() {
    DeviceReport devices = report;
    if (devices == null) {
      throw new IllegalStateException("an event before PowerRestored");
    }
    return devices;
  }

  MachineProfile profile() {
    return profile;
  }

  TransactionBook book() {
    return book;
  }

  Deliveries deliveries() {
    return deliveries;
  }

  Escrow escrow() {
    return escrow;
  }

  Payouts payouts() {
    return payouts;
  }

  @Nullable Session session() {
    return session;
  }

  void sessionEnded() {
    session = null;
  }

  long now() {
    return now;
  }

  /** The event's id; may be taken once in each event. */
  UUID freshId() {
    UUID id = fresh;
    if (id == null) {
      throw new IllegalStateException("one event, two new ids");
    }
    fresh = null;
    return id;
  }

  void journal(JournalEntry entry) {
    book.apply(entry);
    effects.add(new Effect.Journal(entry));
  }

  void device(DeviceCommand command) {
    effects.add(new Effect.Device(command));
  }

  void ask(BankRequest request) {
    effects.add(new Effect.AskBank(request));
  }
}
