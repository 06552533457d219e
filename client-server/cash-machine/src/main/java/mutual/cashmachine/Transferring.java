package mutual.cashmachine;

import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** Sending money to another account, here or at another bank. */
final class Transferring {
  private static final int AMOUNT_DIGITS_MAX = 8;

  /** How often a transfer whose answer is missing is asked for again while the customer waits. */
  private static final int ATTEMPTS_MAX = 3;

  private final Session session;

  Transferring(Session session) {
    this.session = session;
  }

  void begin() {
    OwnAccounts own = new OwnAccounts(session);
    own.list(
        accounts -> {
          if (accounts.size() == 1) {
            otherAccount(accounts.getFirst());
            return;
          }
          Step from = new Step(Screen.Kind.QUESTION, "From which account?");
          accounts.stream()
              .limit(OwnAccounts.ACCOUNTS_SHOWN_MAX)
              .forEach(account -> own.option(from, account, a -> chooseTarget(own, accounts, a)));
          session.show(back(from));
        });
  }

  private void chooseTarget(
      OwnAccounts own, List<BankAnswer.OwnAccount> accounts, BankAnswer.OwnAccount from) {
    Step to = new Step(Screen.Kind.QUESTION, "To which account?");
    accounts.stream()
        .filter(a -> !a.number().equals(from.number()))
        .limit(OwnAccounts.ACCOUNTS_SHOWN_MAX)
        .forEach(account -> own.option(to, account, a -> amount(from, a.number())));
    to.optionAt(
        Key.Side.G, Choice.Action.OTHER_ACCOUNT, "Someone else's", "", () -> otherAccount(from));
    session.show(back(to));
  }

  private void otherAccount(BankAnswer.OwnAccount from) {
    typeAccount(from, "Type the account number, letters and digits, then press OK.");
  }

  private void typeAccount(BankAnswer.OwnAccount from, String line) {
    session.show(
        back(
            new Step(Screen.Kind.ENTRY, "To which account?")
                .line(line)
                .typing(
                    "Account number",
                    "",
                    true,
                    AccountNumber.LENGTH,
                    text -> {
                      if (!AccountNumber.valid(text)) {
                        typeAccount(
                            from, text + " is not an account number: a character is mistyped.");
                      } else if (text.equals(from.number())) {
                        typeAccount(from, "That is the account the money would come from.");
                      } else {
                        amount(from, text);
                      }
                    })));
  }

  private void amount(BankAnswer.OwnAccount from, String to) {
    session.show(
        back(
            new Step(Screen.Kind.ENTRY, "How much?")
                .line("To " + AccountNumber.grouped(to))
                .line("Available: " + session.exact(from.available()) + ".")
                .typing(
                    "Amount",
                    session.machine().profile().currency(),
                    false,
                    AMOUNT_DIGITS_MAX,
                    text -> confirm(from, to, Long.parseLong(text) * 100))));
  }

  private void confirm(BankAnswer.OwnAccount from, String to, long amount) {
    session.show(
        back(
            new Step(Screen.Kind.QUESTION, "Is this right?")
                .headline(session.exact(amount))
                .row("From", "", AccountNumber.grouped(from.number()))
                .row("To", "", AccountNumber.grouped(to))
                .option(
                    Choice.Action.ACCEPT,
                    "Yes, transfer",
                    () -> transfer(from.number(), to, amount))));
  }

  private void transfer(String from, String to, long amount) {
    String title = "Transferring";
    session.seal(
        title,
        false,
        (id, pin, _) -> {
          session
              .machine()
              .journal(
                  new JournalEntry.TransferAsked(
                      id, session.machine().now(), session.maskedCard(), from, to, amount));
          ask(
              title,
              new BankRequest.Transfer(
                  id,
                  new BankRequest.Holder(session.cardNumber(), pin),
                  from,
                  to,
                  amount,
                  "Cash machine"),
              1);
        });
  }

  /** Asking again with the same id cannot move the money twice. */
  private void ask(String title, BankRequest.Transfer request, int attempt) {
    session.ask(
        title,
        request,
        answer -> answered(request, answer),
        () -> {
          if (attempt < ATTEMPTS_MAX) {
            ask("Asking the bank again", request, attempt + 1);
          } else {
            journal(request.id(), "no answer");
            session.sorry(
                "The bank does not answer",
                "The transfer may or may not have been made.",
                "Please look at your last movements before you try again.");
          }
        });
  }

  private void answered(BankRequest.Transfer request, BankAnswer answer) {
    switch (answer) {
      case BankAnswer.Transferred done -> {
        journal(request.id(), done.pending() ? "pending" : "done");
        Step result =
            new Step(
                    Screen.Kind.RESULT,
                    done.pending() ? "The transfer is on its way" : "The money has arrived")
                .headline(session.exact(request.amount()))
                .line("To " + AccountNumber.grouped(request.toAccount()));
        if (done.pending()) {
          result.line("The other bank has not answered yet. If it refuses, the money comes back.");
        }
        done.available().ifPresent(a -> result.line("Available now: " + session.exact(a) + "."));
        session.done(result, receipt(request, done.available()));
      }
      case BankAnswer.Refused refused -> {
        journal(request.id(), refused.refusal().name());
        if (!session.pinRefused(
            answer, () -> transfer(request.fromAccount(), request.toAccount(), request.amount()))) {
          session.sorry(
              "The transfer was not made",
              RefusalText.of(refused.refusal()),
              "Nothing has been taken from your account.");
        }
      }
      default -> session.unexpected(answer);
    }
  }

  private Receipt receipt(BankRequest.Transfer request, OptionalLong available) {
    return Receipt.of(
        session,
        "TRANSFER",
        request.id(),
        available,
        List.of(
            "To", request.toAccount(),
            "Amount", session.exact(request.amount())));
  }

  private void journal(UUID id, String outcome) {
    session
        .machine()
        .journal(
            new JournalEntry.ServiceAnswered(
                id, session.machine().now(), session.maskedCard(), "transfer: " + outcome));
  }

  private Step back(Step step) {
    return step.optionAt(Key.Side.H, Choice.Action.BACK, "Back", "", () -> session.menu(""))
        .cancel(() -> session.giveBackCard("Cancelled."));
  }
}
