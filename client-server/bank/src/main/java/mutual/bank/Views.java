package mutual.bank;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import mutual.bank.Bank.AccountView;
import mutual.bank.Bank.CardView;
import mutual.bank.Bank.MachineView;
import mutual.bank.Bank.PartnerView;
import mutual.ledger.AccountBalance;
import org.jspecify.annotations.Nullable;

/** What the bank's parts look like from outside. */
final class Views {
  private Views() {}

  static AccountView account(BankState bank, Account account) {
    return new AccountView(
        bank.chart.number(account.id),
        account.kind,
        account.customer == null ? null : account.customer.id,
        bank.who().currency(),
        bank.books.balance(account),
        bank.books.held(account),
        account.overdraft,
        account.closed,
        account.id);
  }

  static List<AccountView> accounts(
      BankState bank,
      @Nullable UUID customer,
      @Nullable String after,
      int max,
      boolean includeInternal) {
    AccountNumber last = after == null ? null : AccountNumber.parse(after);
    long from = last == null ? 1 : last.digits() + 1;
    List<Account> accounts = new ArrayList<>();
    if (customer == null) {
      accounts.addAll(bank.chart.from(from, includeInternal, max));
    } else {
      Customer owner = bank.chart.customer(customer);
      for (Account account : owner == null ? List.<Account>of() : owner.accounts) {
        if (account.id >= from && accounts.size() < max) {
          accounts.add(account);
        }
      }
    }
    return accounts.stream().map(account -> account(bank, account)).toList();
  }

  static CardView card(BankState bank, Card card) {
    boolean today = card.day == bank.entry.day();
    Customer customer = card.account.customer;
    if (customer == null) {
      throw new IllegalStateException("a card of no customer");
    }
    return new CardView(
        card.number,
        bank.chart.number(card.account.id),
        customer.id,
        card.expiresYearMonth,
        card.status(),
        card.pinTriesLeft,
        card.dailyLimit,
        card.dailyCount,
        today ? card.withdrawnToday : 0,
        today ? card.withdrawalsToday : 0);
  }

  static PartnerView partner(BankState bank, Partner partner) {
    AccountBalance from = bank.books.sums(partner.dueFrom);
    AccountBalance to = bank.books.sums(partner.dueTo);
    return new PartnerView(
        partner.bankCode,
        partner.nodeId.clone(),
        partner.cardPrefix,
        partner.netDebitCap,
        partner.suspended,
        bank.chart.number(partner.dueFrom.id),
        from.debitsPosted() - from.creditsPosted(),
        from.debitsPending(),
        bank.chart.number(partner.dueTo.id),
        to.creditsPosted() - to.debitsPosted(),
        to.creditsPending(),
        partner.outstanding.size());
  }

  static MachineView machine(BankState bank, Machine machine) {
    return new MachineView(
        machine.name,
        machine.nodeId.clone(),
        bank.chart.number(machine.cash.id),
        bank.books.balance(machine.cash),
        machine.openExchanges);
  }
}
