package mutual.bank;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What else a card's holder does at a machine: look at balances, change the PIN. */
final class CardServices {
  /** The most accounts listed at a machine. */
  private static final int ACCOUNTS_LISTED_MAX = 100;

  private final BankState bank;

  CardServices(BankState bank) {
    this.bank = bank;
  }

  private Reply.@Nullable Refused check(String machine, String card, PinVerifier pin) {
    return bank.machine(machine) == null
        ? BankState.refused(Refusal.MACHINE_UNKNOWN)
        : bank.ownCardRefusal(card, pin);
  }

  Reply readBalance(Command.ReadBalance command) {
    Reply.Refused refused = check(command.machine(), command.card(), command.pin());
    if (refused != null) {
      return refused;
    }
    Card card = bank.cards.get(command.card());
    Refusal refusal = bank.ownAccountRefusal(card, command.account());
    return refusal == null
        ? bank.balance(bank.ownAccount(card, command.account()))
        : BankState.refused(refusal);
  }

  Reply readBalance(Command.ReadBalanceForPartner command) {
    Refusal refusal = Issuing.partnerRefusal(bank.neighbours.partners.get(command.partner()));
    if (refusal != null) {
      return BankState.refused(refusal);
    }
    Reply.Refused refused = bank.cards.check(command.card(), command.pin(), bank.entry);
    if (refused != null) {
      return refused;
    }
    Card card = bank.cards.get(command.card());
    refusal = bank.ownAccountRefusal(card, null);
    return refusal == null ? bank.balance(card.account) : BankState.refused(refusal);
  }

  /** Accounts that are open, in the order of their numbers. */
  Reply readAccounts(Command.ReadAccounts command) {
    Reply.Refused refused = check(command.machine(), command.card(), command.pin());
    if (refused != null) {
      return refused;
    }
    Customer customer = Objects.requireNonNull(bank.cards.get(command.card()).account.customer);
    List<Reply.Balance> accounts = new ArrayList<>();
    for (Account account : customer.accounts) {
      if (!account.closed && accounts.size() < ACCOUNTS_LISTED_MAX) {
        accounts.add(bank.balance(account));
      }
    }
    return new Reply.Balances(List.copyOf(accounts));
  }

  Reply changePin(Command.ChangePin command) {
    Reply.Refused refused = check(command.machine(), command.card(), command.pin());
    if (refused != null) {
      return refused;
    }
    bank.cards.get(command.card()).pin = command.newPin();
    return new Reply.Done();
  }
}
