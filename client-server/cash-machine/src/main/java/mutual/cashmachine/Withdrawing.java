package mutual.cashmachine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import mutual.cashmachine.NoteMix.Preference;

/** Taking cash, as the customer sees it. */
final class Withdrawing {
  private static final int AMOUNT_DIGITS_MAX = 5;

  private final Session session;
  private boolean dispensing;

  Withdrawing(Session session) {
    this.session = session;
  }

  boolean dispensing() {
    return dispensing;
  }

  private Machine machine() {
    return session.machine();
  }

  private Notes atHand() {
    return machine().devices().payable();
  }

  void begin() {
    Step amounts =
        new Step(Screen.Kind.QUESTION, "How much would you like?")
            .cancel(() -> session.giveBackCard("Cancelled."));
    for (long amount : machine().profile().quickAmounts()) {
      if (NoteMix.payable(atHand(), amount)) {
        amounts.option(new Choice.Amount(amount), session.money(amount), () -> chooseNotes(amount));
      }
    }
    session.show(
        amounts
            .optionAt(Key.Side.G, Choice.Action.OTHER_AMOUNT, "Other amount", "", this::otherAmount)
            .optionAt(Key.Side.H, Choice.Action.BACK, "Back", "", () -> session.menu("")));
  }

  private void otherAmount() {
    session.show(
        new Step(Screen.Kind.ENTRY, "How much would you like?")
            .line("Type the amount, then press OK.")
            .typing(
                "Amount",
                machine().profile().currency(),
                false,
                AMOUNT_DIGITS_MAX,
                text -> chooseNotes(Long.parseLong(text) * 100))
            .optionAt(Key.Side.H, Choice.Action.BACK, "Back", "", this::begin)
            .cancel(() -> session.giveBackCard("Cancelled.")));
  }

  /** Amounts that cannot be paid are refused before the bank hears of them. */
  private void chooseNotes(long amount) {
    long amountMax = machine().profile().withdrawalMax();
    Optional<Notes> few = NoteMix.find(atHand(), amount, Preference.FEW_NOTES);
    if (few.isEmpty() || amount > amountMax) {
      String why =
          amount > amountMax
              ? "At most " + session.money(amountMax) + " in one go."
              : session.money(amount) + " cannot be made up of the notes in this machine.";
      offerNearest(amount, amountMax, why);
      return;
    }
    Notes mixed = NoteMix.find(atHand(), amount, Preference.WITH_SMALL).orElseThrow();
    if (mixed.equals(few.get())) {
      showFee(amount, Preference.FEW_NOTES);
      return;
    }
    session.show(
        new Step(Screen.Kind.QUESTION, "Which notes would you like?")
            .headline(session.money(amount))
            .option(
                Choice.Action.FEW_NOTES,
                "Few notes",
                few.get().toString(),
                () -> showFee(amount, Preference.FEW_NOTES))
            .option(
                Choice.Action.WITH_SMALL,
                "With small notes",
                mixed.toString(),
                () -> showFee(amount, Preference.WITH_SMALL))
            .optionAt(Key.Side.H, Choice.Action.BACK, "Back", "", this::begin)
            .cancel(() -> session.giveBackCard("Cancelled.")));
  }

  private void offerNearest(long amount, long amountMax, String why) {
    Step offer = new Step(Screen.Kind.QUESTION, "Please choose another amount").line(why);
    for (long near : NoteMix.nearest(atHand(), amount, amountMax)) {
      offer.option(new Choice.Amount(near), session.money(near), () -> chooseNotes(near));
    }
    session.show(
        offer
            .optionAt(Key.Side.G, Choice.Action.OTHER_AMOUNT, "Other amount", "", this::otherAmount)
            .optionAt(Key.Side.H, Choice.Action.BACK, "Back", "", () -> session.menu(""))
            .cancel(() -> session.giveBackCard("Cancelled.")));
  }

  private void showFee(long amount, Preference preference) {
    long fee = session.withdrawalFee();
    if (fee == 0) {
      authorise(amount, preference);
      return;
    }
    session.show(
        new Step(Screen.Kind.QUESTION, "This withdrawal costs a fee")
            .headline(session.exact(fee))
            .line(
                "%s charges %s. Together with %s, %s leaves your account at %s."
                    .formatted(
                        machine().profile().bankName(),
                        session.exact(fee),
                        session.money(amount),
                        session.exact(Math.addExact(amount, fee)),
                        session.issuerName()))
            // H leaves every other question, so it must not be the key that spends money here.
            .optionAt(
                Key.Side.G,
                Choice.Action.ACCEPT,
                "Yes, I accept",
                "",
                () -> authorise(amount, preference))
            .optionAt(Key.Side.H, Choice.Action.DECLINE, "No, stop", "", () -> session.menu(""))
            .cancel(() -> session.giveBackCard("Cancelled. Nothing has been charged.")));
  }

  private void authorise(long amount, Preference preference) {
    String title = "Asking " + session.issuerName();
    session.seal(
        title,
        false,
        (id, pin, _) -> {
          long fee = session.withdrawalFee();
          BankRequest request =
              new BankRequest.Authorise(
                  id, new BankRequest.Holder(session.cardNumber(), pin), amount, fee);
          machine()
              .journal(
                  new JournalEntry.WithdrawalAsked(
                      id, machine().now(), session.maskedCard(), amount, fee));
          session.ask(
              title,
              request,
              answer -> answered(id, amount, preference, answer),
              () -> unanswered(id));
        });
  }

  private void unanswered(UUID id) {
    machine().payouts().reverse(id, "the bank did not answer in time");
    session.sorry(
        "Your bank did not answer in time",
        "Nothing has been paid out.",
        "If anything was set aside in your account, it is being released.");
  }

  private void answered(UUID id, long amount, Preference preference, BankAnswer answer) {
    switch (answer) {
      case BankAnswer.Approved approved -> {
        machine().journal(new JournalEntry.WithdrawalApproved(id, machine().now()));
        Optional<Notes> mix = NoteMix.find(atHand(), amount, preference);
        if (mix.isEmpty()) {
          machine().payouts().reverse(id, "the notes are no longer there");
          session.sorry(
              "The notes are no longer there", "Nothing has been taken from your account.");
        } else {
          dispense(id, amount, mix.get(), approved.available());
        }
      }
      case BankAnswer.Refused refused -> {
        machine()
            .journal(new JournalEntry.WithdrawalRefused(id, machine().now(), refused.refusal()));
        if (!session.pinRefused(answer, () -> authorise(amount, preference))) {
          session.sorry(
              "No cash this time",
              RefusalText.of(refused.refusal()),
              "Nothing has been taken from your account.");
        }
      }
      default -> {
        machine().payouts().reverse(id, "the bank gave an answer of the wrong kind");
        session.unexpected(answer);
      }
    }
  }

  private void dispense(UUID id, long amount, Notes mix, OptionalLong available) {
    dispensing = true;
    machine()
        .journal(
            new JournalEntry.DispenseStarted(
                id, machine().now(), mix, machine().devices().dispenserSide()));
    machine().device(new DeviceCommand.Dispense(id, mix));
    session.show(
        new Step(Screen.Kind.COUNTING_CASH, "Counting your notes")
            .headline(session.money(amount))
            .line(mix.toString())
            .waits(machine().profile().waits().device(), 0, () -> uncertain(id))
            .events(
                event ->
                    switch (event) {
                      case MachineEvent.CashPresented e when e.id().equals(id) -> {
                        presented(id, amount, e.presented(), available);
                        yield true;
                      }
                      case MachineEvent.DispenseUncertain e when e.id().equals(id) -> {
                        uncertain(id);
                        yield true;
                      }
                      default -> false;
                    }));
  }

  private void uncertain(UUID id) {
    dispensing = false;
    machine().payouts().uncertain(id, "the dispenser could not tell what it paid out");
    session.giveBackCard(
        "The dispenser failed. An attendant will count, and your account will be charged exactly "
            + "what was paid out. Reference "
            + id);
  }

  private void presented(UUID id, long amount, Notes notes, OptionalLong available) {
    machine().journal(new JournalEntry.DispenseFinished(id, machine().now(), notes));
    if (notes.isEmpty()) {
      dispensing = false;
      machine().payouts().decide(id, "the dispenser presented nothing");
      session.sorry(
          "The dispenser is out of order",
          "Nothing has been paid out.",
          "What was set aside in your account is being released.");
      return;
    }
    MachineProfile.Waits waits = machine().profile().waits();
    long warning = Math.min(waits.warning(), waits.cash() / 2);
    Step take =
        new Step(Screen.Kind.TAKE_CASH, "Please take your cash")
            .headline(session.money(notes.total()))
            .line(notes.toString());
    if (notes.total() < amount) {
      take.line("The machine could not pay all of " + session.money(amount) + ".")
          .line("Only what was paid out is charged.");
    }
    session.show(
        take.waits(waits.cash() - warning, warning, () -> retract(id))
            .events(
                event -> {
                  if (event instanceof MachineEvent.CashTaken taken && taken.id().equals(id)) {
                    taken(id, amount, notes, available);
                    return true;
                  }
                  return false;
                }));
  }

  private void taken(UUID id, long amount, Notes notes, OptionalLong available) {
    dispensing = false;
    machine().journal(new JournalEntry.CashTaken(id, machine().now()));
    machine().payouts().decide(id, "");
    // What is available after a short payment is for the bank to tell.
    OptionalLong told = session.own() && notes.total() == amount ? available : OptionalLong.empty();
    List<String> amounts = new ArrayList<>(List.of("Paid out", session.exact(notes.total())));
    Step result =
        new Step(Screen.Kind.RESULT, "Thank you")
            .headline(session.money(notes.total()))
            .line("Paid out: " + notes + ".");
    if (session.withdrawalFee() > 0) {
      amounts.addAll(List.of("Fee", session.exact(session.withdrawalFee())));
      result.line("Fee: " + session.exact(session.withdrawalFee()) + ".");
    }
    told.ifPresent(a -> result.line("Available now: " + session.exact(a) + "."));
    session.done(result, Receipt.of(session, "CASH WITHDRAWAL", id, told, amounts));
  }

  private void retract(UUID id) {
    machine().payouts().retract(id);
    session.show(
        new Step(Screen.Kind.MOVING_NOTES, "The notes are being taken back")
            .line("They were not taken in time.")
            .waits(machine().profile().waits().device() * 2, 0, () -> retracted(false))
            .events(
                event -> {
                  if (event instanceof MachineEvent.CashRetracted back && back.id().equals(id)) {
                    retracted(back.counted());
                    return true;
                  }
                  return false;
                }));
  }

  private void retracted(boolean counted) {
    dispensing = false;
    session.giveBackCard(
        counted
            ? "The notes were taken back and counted; only what you took is charged."
            : "The notes were taken back. A person will count them.");
  }
}
