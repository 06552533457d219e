package mutual.cashmachine;

import java.util.UUID;
import mutual.cashmachine.DeviceCommand.PinSlot;

/** Choosing a new PIN, typed twice. */
final class ChangingPin {
  private static final int ATTEMPTS_MAX = 3;

  private final Session session;

  ChangingPin(Session session) {
    this.session = session;
  }

  void begin() {
    newPin("Four to six digits that nobody guesses.");
  }

  private void newPin(String line) {
    enter(PinSlot.NEW, "Please choose a new PIN", line, _ -> repeat());
  }

  private void repeat() {
    enter(
        PinSlot.REPEATED,
        "Please type the new PIN once more",
        "",
        matches -> {
          if (matches) {
            change();
          } else {
            newPin("The two were not the same. Please start again.");
          }
        });
  }

  private interface Entered {
    void accept(boolean matches);
  }

  private void enter(PinSlot slot, String title, String line, Entered then) {
    session.machine().device(new DeviceCommand.EnterPin(slot));
    Step step =
        new Step(Screen.Kind.PIN, title)
            .pin()
            .cancel(() -> session.menu("Your PIN has not been changed."))
            .events(
                event -> {
                  if (event instanceof MachineEvent.PinEntered entered && entered.slot() == slot) {
                    then.accept(entered.matches());
                    return true;
                  }
                  return false;
                });
    if (!line.isEmpty()) {
      step.line(line);
    }
    session.show(step);
  }

  private void change() {
    String title = "Changing your PIN";
    session.seal(
        title,
        true,
        (id, pin, newPin) ->
            ask(
                title,
                new BankRequest.ChangePin(
                    id, new BankRequest.Holder(session.cardNumber(), pin), newPin),
                1));
  }

  /** Asking again with the same id cannot change it twice. */
  private void ask(String title, BankRequest.ChangePin request, int attempt) {
    session.ask(
        title,
        request,
        answer -> answered(request.id(), answer),
        () -> {
          if (attempt < ATTEMPTS_MAX) {
            ask("Asking the bank again", request, attempt + 1);
          } else {
            journal(request.id(), "no answer");
            session.giveBackCard(
                "The bank does not answer. Your PIN may be the new one or still the old one.");
          }
        });
  }

  /** The pad still holds the old PIN, so the card has to come back for anything else. */
  private void answered(UUID id, BankAnswer answer) {
    switch (answer) {
      case BankAnswer.Done _ -> {
        journal(id, "done");
        session.giveBackCard("Your PIN has been changed. Please remember the new one.");
      }
      case BankAnswer.Refused refused -> {
        journal(id, refused.refusal().name());
        if (!session.pinRefused(answer, this::begin)) {
          session.sorry("Your PIN has not been changed", RefusalText.of(refused.refusal()));
        }
      }
      default -> session.unexpected(answer);
    }
  }

  private void journal(UUID id, String outcome) {
    session
        .machine()
        .journal(
            new JournalEntry.ServiceAnswered(
                id, session.machine().now(), session.maskedCard(), "change PIN: " + outcome));
  }
}
