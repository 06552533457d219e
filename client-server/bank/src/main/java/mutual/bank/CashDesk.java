package mutual.bank;

import java.util.UUID;
import mutual.bank.Bank.TransferView;
import mutual.bank.Books.Purpose;
import mutual.ledger.TransferResult;

/** Cash that comes in, goes into machines, and comes onto accounts. */
final class CashDesk {
  private final BankState bank;

  CashDesk(BankState bank) {
    this.bank = bank;
  }

  Reply load(Command.LoadCash command) {
    boolean back = command.amount() < 0;
    long amount = back ? -command.amount() : command.amount();
    Refusal refusal = bank.amountRefusal(amount);
    if (refusal != null) {
      return BankState.refused(refusal);
    }
    Machine machine = bank.machine(command.machine());
    if (machine == null) {
      return BankState.refused(Refusal.MACHINE_UNKNOWN);
    }
    Account to = back ? bank.vault() : machine.cash;
    Account from = back ? machine.cash : bank.vault();
    return move(to, from, amount, new Purpose(PostingKind.CASH_LOAD, null, null, command.id()));
  }

  Reply fund(Command.FundVault command) {
    Refusal refusal = bank.amountRefusal(command.amount());
    if (refusal != null) {
      return BankState.refused(refusal);
    }
    Purpose why = new Purpose(PostingKind.VAULT, null, null, command.id());
    return move(bank.vault(), bank.capital(), command.amount(), why);
  }

  private Reply move(Account debit, Account credit, long amount, Purpose why) {
    TransferResult moved = bank.books.move(debit, credit, amount, why);
    return moved == TransferResult.CREATED
        ? new Reply.Done()
        : BankState.refused(BankState.refusal(moved, Refusal.CASH_INSUFFICIENT));
  }

  Reply deposit(Command.CounterDeposit command, Fingerprint fingerprint) {
    Refusal refusal = bank.moneyRefusal(command.currency(), command.amount());
    if (refusal == null) {
      refusal = bank.accountRefusal(command.account());
    }
    if (refusal == null && bank.account(command.account()).closed) {
      refusal = Refusal.ACCOUNT_CLOSED;
    }
    UUID id = command.id();
    Reply reply = refusal == null ? null : BankState.refused(refusal);
    if (reply == null) {
      Account account = bank.account(command.account());
      Purpose why = new Purpose(PostingKind.COUNTER_DEPOSIT, null, command.reference(), id);
      TransferResult moved = bank.books.move(bank.vault(), account, command.amount(), why);
      refusal =
          moved == TransferResult.CREATED
              ? null
              : BankState.refusal(moved, Refusal.FUNDS_INSUFFICIENT);
      reply =
          refusal == null
              ? new Reply.Transferred(false, bank.books.available(account))
              : BankState.refused(refusal);
    }
    if (refusal != Refusal.CAPACITY_REACHED) {
      TransferView view =
          new TransferView(
              id,
              refusal == null ? TransferView.State.COMPLETED : TransferView.State.REFUSED,
              refusal,
              "",
              command.account(),
              command.amount(),
              bank.who().currency());
      bank.requests.remember(id, fingerprint, reply, view);
    }
    return reply;
  }

  Reply deposit(Command.Deposit command) {
    Refusal refusal = bank.moneyRefusal(command.currency(), command.amount());
    if (refusal != null) {
      return BankState.refused(refusal);
    }
    Machine machine = bank.machine(command.machine());
    if (machine == null) {
      return BankState.refused(Refusal.MACHINE_UNKNOWN);
    }
    Reply.Refused refused = bank.ownCardRefusal(command.card(), command.pin());
    if (refused != null) {
      return refused;
    }
    Card card = bank.cards.get(command.card());
    refusal = bank.ownAccountRefusal(card, command.account());
    if (refusal != null) {
      return BankState.refused(refusal);
    }
    Account account = bank.ownAccount(card, command.account());
    Purpose why = new Purpose(PostingKind.DEPOSIT, machine.name, null, command.id());
    TransferResult moved = bank.books.move(machine.cash, account, command.amount(), why);
    return moved == TransferResult.CREATED
        ? new Reply.Transferred(false, bank.books.available(account))
        : BankState.refused(BankState.refusal(moved, Refusal.FUNDS_INSUFFICIENT));
  }
}
