package mutual.cashmachine;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import mutual.contracts.bank.v1.Refusal;
import org.jspecify.annotations.Nullable;

/** Paying cash in, as the customer sees it. */
final class Depositing {
  private final Session session;
  private Notes escrow = Notes.NONE;
  private @Nullable UUID slotOpen;
  private @Nullable UUID waitingFor;

  Depositing(Session session) {
    this.session = session;
  }

  private Machine machine() {
    return session.machine();
  }

  /** True while the owner of notes in escrow stands there. */
  boolean waiting() {
    return waitingFor != null;
  }

  void begin() {
    new OwnAccounts(session)
        .choose("Which account is the money for?", account -> insert(account.number()));
  }

  private void insert(String account) {
    if (machine().escrow().returning()) {
      awaitSlot(account);
      return;
    }
    UUID slot = machine().freshId();
    escrow = Notes.NONE;
    slotOpen = slot;
    machine().device(new DeviceCommand.AcceptNotes(slot));
    showInsert(account, slot, "");
  }

  /** Notes put in while the slot still gives others back would go out with them. */
  private void awaitSlot(String account) {
    session.show(
        new Step(Screen.Kind.MOVING_NOTES, "One moment, please")
            .line("The slot is being cleared.")
            .waits(
                machine().profile().waits().device(),
                0,
                () -> session.menu("Cash cannot be paid in now."))
            .events(
                event ->
                    switch (event) {
                      case MachineEvent.EscrowReturned _ -> {
                        insert(account);
                        yield true;
                      }
                      case MachineEvent.EscrowStuck _ -> {
                        session.menu("Cash cannot be paid in now.");
                        yield true;
                      }
                      default -> false;
                    }));
  }

  private void showInsert(String account, UUID slot, String message) {
    Step insert =
        new Step(
            Screen.Kind.INSERT_NOTES,
            escrow.isEmpty() ? "Please insert your notes" : "Counted so far");
    if (!message.isEmpty()) {
      insert.line(message);
    }
    if (escrow.isEmpty()) {
      insert.line("One by one or in a bundle. You will see the count before anything is booked.");
    } else {
      insert.headline(session.money(escrow.total()));
      for (Map.Entry<Integer, Integer> entry : escrow.counts().entrySet()) {
        insert.row(
            session.money(entry.getKey()),
            "× " + entry.getValue(),
            session.money((long) entry.getKey() * entry.getValue()));
      }
      insert.option(
          Choice.Action.ACCEPT,
          "Deposit " + session.money(escrow.total()),
          () -> book(account, slot));
    }
    MachineProfile.Waits waits = machine().profile().waits();
    session.show(
        insert
            .optionAt(
                Key.Side.H,
                escrow.isEmpty() ? Choice.Action.BACK : Choice.Action.RETURN_NOTES,
                escrow.isEmpty() ? "Back" : "Return the notes",
                "",
                () -> giveBack(slot, ""))
            .cancel(() -> giveBack(slot, ""))
            .waits(
                waits.customer(),
                waits.warning(),
                () -> giveBack(slot, "No key was pressed for a while."))
            .events(
                event -> {
                  if (event instanceof MachineEvent.NotesCounted counted
                      && counted.id().equals(slot)) {
                    escrow = counted.escrow();
                    String refused =
                        counted.refused() == 0
                            ? ""
                            : counted.refused() + " notes were not recognised; please take them.";
                    showInsert(account, slot, refused);
                    return true;
                  }
                  return false;
                }));
  }

  /** The session ends: notes that the bank was not asked about go back to their owner. */
  void abandon() {
    if (slotOpen != null && waitingFor == null) {
      machine().escrow().giveBack(slotOpen);
      slotOpen = null;
    }
  }

  private void giveBack(UUID slot, String why) {
    slotOpen = null;
    machine().escrow().giveBack(slot);
    if (escrow.isEmpty()) {
      session.menu(why);
      return;
    }
    awaitReturn(slot, "Your notes are being returned", why.isEmpty() ? "Nothing was booked." : why);
  }

  private void awaitReturn(UUID id, String title, String line) {
    session.show(
        new Step(Screen.Kind.MOVING_NOTES, title)
            .line(line)
            .waits(machine().profile().waits().device(), 0, this::stuckUnbooked)
            .events(
                event ->
                    switch (event) {
                      case MachineEvent.EscrowReturned e when e.id().equals(id) -> {
                        waitingFor = null;
                        session.sorry("Please take your notes", line);
                        yield true;
                      }
                      case MachineEvent.EscrowStuck e when e.id().equals(id) -> {
                        stuckUnbooked();
                        yield true;
                      }
                      default -> false;
                    }));
  }

  private void stuckUnbooked() {
    waitingFor = null;
    session.sorry(
        "Your notes are stuck in the machine",
        "They were not booked. An attendant will return them to you.");
  }

  private void book(String account, UUID slot) {
    Notes notes = escrow;
    machine().journal(new JournalEntry.DepositCounted(slot, machine().now(), notes));
    session.seal(
        "Booking your deposit",
        false,
        (id, pin, _) -> {
          machine()
              .journal(
                  new JournalEntry.DepositAsked(
                      id, machine().now(), session.cardNumber(), pin, account, notes));
          waitingFor = id;
          slotOpen = null;
          machine()
              .deliveries()
              .begin(
                  new BankRequest.Deposit(
                      id,
                      new BankRequest.Holder(session.cardNumber(), pin),
                      notes.total(),
                      account));
          session.show(
              new Step(Screen.Kind.WORKING, "Booking your deposit")
                  .headline(session.money(notes.total()))
                  .line("One moment, please. Your notes are in the machine's safe-keeping.")
                  .waits(machine().profile().waits().bank(), 0, () -> unanswered(id)));
        });
  }

  private void unanswered(UUID id) {
    waitingFor = null;
    session.giveBackCard(
        "The bank has not answered yet. Your notes are safe; the machine keeps asking, and your "
            + "account will be credited once. Reference "
            + id);
  }

  void decided(UUID id, BankAnswer answer) {
    if (!id.equals(waitingFor)) {
      return;
    }
    if (answer instanceof BankAnswer.Refused refused) {
      refused(id, refused.refusal());
    } else {
      store(id, answer);
    }
  }

  private void refused(UUID id, Refusal refusal) {
    awaitReturn(id, "Your notes are being returned", RefusalText.of(refusal));
  }

  private void store(UUID id, BankAnswer answer) {
    Notes notes = escrow;
    session.show(
        new Step(Screen.Kind.MOVING_NOTES, "Your notes are being put away")
            .headline(session.money(notes.total()))
            .waits(machine().profile().waits().device(), 0, () -> stored(id, notes, answer))
            .events(
                event ->
                    switch (event) {
                      case MachineEvent.EscrowStored e when e.id().equals(id) -> {
                        stored(id, notes, answer);
                        yield true;
                      }
                      case MachineEvent.EscrowStuck e when e.id().equals(id) -> {
                        stored(id, notes, answer);
                        yield true;
                      }
                      default -> false;
                    }));
  }

  /** Booked is booked: a bin that jams is the machine's affair. */
  private void stored(UUID id, Notes notes, BankAnswer answer) {
    waitingFor = null;
    escrow = Notes.NONE;
    Step result =
        new Step(Screen.Kind.RESULT, "Your deposit is booked")
            .headline(session.money(notes.total()))
            .line(notes + ".");
    OptionalLong available =
        answer instanceof BankAnswer.DepositBooked booked
            ? booked.available()
            : OptionalLong.empty();
    available.ifPresent(a -> result.line("Available now: " + session.exact(a) + "."));
    session.done(
        result,
        Receipt.of(
            session,
            "CASH DEPOSIT",
            id,
            available,
            List.of("Paid in", session.exact(notes.total()))));
  }
}
