package mutual.cashmachine;

import java.util.List;
import java.util.function.Consumer;

/** Asks for the customer's accounts, and which of them is meant if there are several. */
final class OwnAccounts {
  /** So many fit beside the screen with a way back. */
  static final int ACCOUNTS_SHOWN_MAX = 6;

  private final Session session;

  OwnAccounts(Session session) {
    this.session = session;
  }

  void choose(String question, Consumer<BankAnswer.OwnAccount> chosen) {
    list(
        accounts -> {
          if (accounts.size() == 1) {
            chosen.accept(accounts.getFirst());
            return;
          }
          Step choice = new Step(Screen.Kind.QUESTION, question);
          accounts.stream()
              .limit(ACCOUNTS_SHOWN_MAX)
              .forEach(account -> option(choice, account, chosen));
          session.show(
              choice
                  .optionAt(Key.Side.H, Choice.Action.BACK, "Back", "", () -> session.menu(""))
                  .cancel(() -> session.giveBackCard("Cancelled.")));
        });
  }

  void option(Step step, BankAnswer.OwnAccount account, Consumer<BankAnswer.OwnAccount> chosen) {
    step.option(
        new Choice.Account(account.number()),
        AccountNumber.grouped(account.number()),
        session.exact(account.available()),
        () -> chosen.accept(account));
  }

  void list(Consumer<List<BankAnswer.OwnAccount>> listed) {
    session.askWithPin(
        "Looking up your accounts",
        () -> list(listed),
        (id, holder) -> new BankRequest.ListAccounts(id, holder),
        answer -> {
          switch (answer) {
            case BankAnswer.Accounts accounts -> {
              if (accounts.accounts().isEmpty()) {
                session.sorry("You have no account", "There is no open account for this card.");
              } else {
                listed.accept(accounts.accounts());
              }
            }
            case BankAnswer.Refused refused ->
                session.sorry("Not possible", RefusalText.of(refused.refusal()));
            default -> session.unexpected(answer);
          }
        },
        () -> session.sorry("The bank does not answer", "Nothing has happened to your account."));
  }
}
