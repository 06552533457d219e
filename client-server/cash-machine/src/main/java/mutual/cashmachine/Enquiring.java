package mutual.cashmachine;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;

/** Looking without changing anything: balance and last movements. */
final class Enquiring {
  private final Session session;

  Enquiring(Session session) {
    this.session = session;
  }

  void balance() {
    UUID[] asked = new UUID[1];
    session.askWithPin(
        "Asking for your balance",
        this::balance,
        (id, holder) -> {
          asked[0] = id;
          return new BankRequest.ReadBalance(id, holder, "");
        },
        answer -> {
          switch (answer) {
            case BankAnswer.Balance balance -> showBalance(asked[0], balance);
            case BankAnswer.Refused refused ->
                session.sorry("Not possible", RefusalText.of(refused.refusal()));
            default -> session.unexpected(answer);
          }
        },
        this::silent);
  }

  private void showBalance(UUID id, BankAnswer.Balance balance) {
    Step result =
        new Step(Screen.Kind.RESULT, "Your balance").headline(session.exact(balance.balance()));
    if (!balance.account().isEmpty()) {
      result.line("Account " + AccountNumber.grouped(balance.account()));
    }
    if (balance.available() != balance.balance()) {
      result.line("Available: " + session.exact(balance.available()) + ".");
    }
    session.done(
        result,
        Receipt.of(
            session,
            "BALANCE",
            id,
            OptionalLong.of(balance.available()),
            List.of("Balance", session.exact(balance.balance()))));
  }

  void movements() {
    new OwnAccounts(session).choose("Which account?", account -> movements(account.number()));
  }

  private void movements(String account) {
    session.askWithPin(
        "Looking up the last movements",
        () -> movements(account),
        (id, holder) -> new BankRequest.ListMovements(id, holder, account),
        answer -> {
          switch (answer) {
            case BankAnswer.Movements movements -> show(account, movements);
            case BankAnswer.Refused refused ->
                session.sorry("Not possible", RefusalText.of(refused.refusal()));
            default -> session.unexpected(answer);
          }
        },
        this::silent);
  }

  private void show(String account, BankAnswer.Movements movements) {
    Step result =
        new Step(Screen.Kind.RESULT, "Last movements")
            .line("Account " + AccountNumber.grouped(account));
    if (movements.movements().isEmpty()) {
      result.line("Nothing has moved yet.");
    }
    for (BankAnswer.Movement movement : movements.movements()) {
      String day = movement.time().replace('T', ' ');
      result.row(
          day.length() > 16 ? day.substring(0, 16) : day,
          movement.reference().isEmpty() ? words(movement.kind()) : movement.reference(),
          session.exact(movement.amount()));
    }
    session.showResult(result);
  }

  /** A kind's name as people read it: {@code COUNTER_DEPOSIT} is a counter deposit. */
  private static String words(String kind) {
    String lower = kind.replace('_', ' ').toLowerCase(Locale.ROOT);
    return lower.isEmpty() ? "" : Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
  }

  private void silent() {
    session.sorry("The bank does not answer", "Nothing has happened to your account.");
  }
}
