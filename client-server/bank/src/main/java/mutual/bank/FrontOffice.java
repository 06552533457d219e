package mutual.bank;

import java.util.Arrays;
import mutual.bank.Bank.AccountView.Kind;
import org.jspecify.annotations.Nullable;

/** Opening and closing: the bank itself, customers, accounts, cards, machines, partners. */
final class FrontOffice {
  private static final long CAP_MAX = Long.MAX_VALUE / 4;

  private final BankState bank;

  FrontOffice(BankState bank) {
    this.bank = bank;
  }

  Reply found(Command.Found command) {
    if (bank.founded == null) {
      bank.found(command);
      bank.ownAccounts(
          bank.books.open(Kind.CAPITAL, null, 0),
          bank.books.open(Kind.VAULT, null, 0),
          bank.books.open(Kind.FEE_INCOME, null, 0));
    }
    return command.equals(bank.founded)
        ? new Reply.Done()
        : BankState.refused(Refusal.ALREADY_EXISTS);
  }

  Reply open(Command.OpenCustomer command) {
    if (bank.chart.customerCount() >= bank.limits.customersMax()) {
      return BankState.refused(Refusal.CAPACITY_REACHED);
    }
    bank.chart.addCustomer(command.id());
    return new Reply.Done();
  }

  Reply open(Command.OpenAccount command) {
    Refusal refusal = bank.currencyRefusal(command.currency());
    if (refusal == null
        && (command.overdraft() < 0 || command.overdraft() > bank.limits.amountMax())) {
      refusal = Refusal.AMOUNT_INVALID;
    }
    if (refusal != null) {
      return BankState.refused(refusal);
    }
    Customer customer = bank.chart.customer(command.customer());
    if (customer == null) {
      return BankState.refused(Refusal.CUSTOMER_UNKNOWN);
    }
    Account account = bank.books.open(Kind.CUSTOMER, customer, command.overdraft());
    return account == null
        ? BankState.refused(Refusal.CAPACITY_REACHED)
        : new Reply.AccountOpened(bank.chart.number(account.id));
  }

  Reply close(Command.CloseAccount command) {
    Refusal refusal = bank.accountRefusal(command.account());
    if (refusal == null) {
      Account account = bank.account(command.account());
      if (!account.closed && !bank.books.close(account)) {
        refusal = Refusal.ACCOUNT_NOT_EMPTY;
      }
    }
    return done(refusal);
  }

  Reply issue(Command.IssueCard command) {
    if (command.dailyLimit() < 0 || command.dailyCount() < 0) {
      return BankState.refused(Refusal.AMOUNT_INVALID);
    }
    if (command.expiresYearMonth() < bank.entry.yearMonth()) {
      return BankState.refused(Refusal.CARD_EXPIRED);
    }
    Refusal refusal = bank.accountRefusal(command.account());
    if (refusal == null && bank.account(command.account()).closed) {
      refusal = Refusal.ACCOUNT_CLOSED;
    }
    if (refusal == null && bank.cards.count() >= bank.limits.cardsMax()) {
      refusal = Refusal.CAPACITY_REACHED;
    }
    if (refusal != null) {
      return BankState.refused(refusal);
    }
    CardLimits usual = bank.who().cardLimits();
    Card card =
        bank.cards.issue(
            bank.account(command.account()),
            command.expiresYearMonth(),
            command.dailyLimit() == 0 ? usual.dailyAmount() : command.dailyLimit(),
            command.dailyCount() == 0 ? usual.dailyCount() : command.dailyCount());
    return new Reply.CardIssued(card.number);
  }

  /** Also opens a card that wrong PINs have blocked. */
  Reply setPin(Command.SetPin command) {
    Refusal refusal = bank.cards.numberRefusal(command.card());
    if (refusal == null) {
      Card card = bank.cards.get(command.card());
      card.pin = command.verifier();
      card.pinTriesLeft = Card.PIN_TRIES;
    }
    return done(refusal);
  }

  Reply block(String number, boolean blocked) {
    Refusal refusal = bank.cards.numberRefusal(number);
    if (refusal == null) {
      bank.cards.get(number).blocked = blocked;
    }
    return done(refusal);
  }

  Reply add(Command.AddMachine command) {
    Machine known = bank.machine(command.machine());
    if (known != null && Arrays.equals(known.nodeId, command.nodeId())) {
      return new Reply.Done();
    }
    if (known != null || bank.neighbours.keyTaken(command.nodeId())) {
      return BankState.refused(Refusal.ALREADY_EXISTS);
    }
    Account cash =
        bank.neighbours.machines.size() >= bank.limits.machinesMax()
            ? null
            : bank.books.open(Kind.MACHINE_CASH, null, 0);
    if (cash == null) {
      return BankState.refused(Refusal.CAPACITY_REACHED);
    }
    bank.neighbours.add(new Machine(command.machine(), command.nodeId(), cash));
    return new Reply.Done();
  }

  Reply add(Command.AddPartner command) {
    if (command.netDebitCap() < 0 || command.netDebitCap() > CAP_MAX) {
      return BankState.refused(Refusal.AMOUNT_INVALID);
    }
    Partner known = bank.neighbours.partners.get(command.bankCode());
    if (known != null
        && Arrays.equals(known.nodeId, command.nodeId())
        && known.cardPrefix.equals(command.cardPrefix())
        && known.firstCap == command.netDebitCap()) {
      return new Reply.Done();
    }
    if (known != null
        || command.bankCode().equals(bank.who().bankCode())
        || command.cardPrefix().equals(bank.who().cardPrefix())
        || bank.neighbours.prefixTaken(command.cardPrefix())
        || bank.neighbours.keyTaken(command.nodeId())) {
      return BankState.refused(Refusal.ALREADY_EXISTS);
    }
    if (bank.neighbours.partners.size() >= bank.limits.partnersMax()) {
      return BankState.refused(Refusal.CAPACITY_REACHED);
    }
    Account dueFrom = bank.books.open(Kind.DUE_FROM, null, 0);
    Account dueTo = dueFrom == null ? null : bank.books.open(Kind.DUE_TO, null, 0);
    if (dueFrom == null || dueTo == null) {
      return BankState.refused(Refusal.CAPACITY_REACHED);
    }
    bank.neighbours.add(
        new Partner(
            command.bankCode(),
            command.nodeId(),
            command.cardPrefix(),
            command.netDebitCap(),
            dueFrom,
            dueTo));
    return new Reply.Done();
  }

  Reply update(Command.UpdatePartner command) {
    if (command.netDebitCap() < 0 || command.netDebitCap() > CAP_MAX) {
      return BankState.refused(Refusal.AMOUNT_INVALID);
    }
    Partner partner = bank.neighbours.partners.get(command.bankCode());
    if (partner == null) {
      return BankState.refused(Refusal.PARTNER_UNKNOWN);
    }
    partner.netDebitCap = command.netDebitCap();
    partner.suspended = command.suspended();
    return new Reply.Done();
  }

  private static Reply done(@Nullable Refusal refusal) {
    return refusal == null ? new Reply.Done() : BankState.refused(refusal);
  }
}
