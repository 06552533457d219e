package mutual.bank;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mutual.bank.Bank.AccountView.Kind;
import mutual.bank.Bank.Audit;
import mutual.ledger.AccountBalance;
import mutual.ledger.CurrencyTotals;

/** Checks that the books balance and agree with everything else the bank knows. */
final class Audits {
  private static final int NAMED_MAX = 5;

  private final BankState bank;
  private final Holds holds;
  private final List<Audit.Line> lines = new ArrayList<>();

  Audits(BankState bank, Holds holds) {
    this.bank = bank;
    this.holds = holds;
  }

  Audit audit() {
    debitsEqualCredits();
    accounts();
    holds();
    partners();
    lines.add(
        new Audit.Line(
            "Postings are numbered without a gap",
            bank.postings.acknowledged() <= bank.postings.last(),
            bank.postings.last()
                + " made, "
                + (bank.postings.last() - bank.postings.acknowledged())
                + " of them still kept for the statement database"));
    return new Audit(lines.stream().allMatch(Audit.Line::passed), List.copyOf(lines));
  }

  private void debitsEqualCredits() {
    for (CurrencyTotals totals : bank.books.ledger().totals()) {
      lines.add(
          new Audit.Line(
              "Debits equal credits",
              totals.balanced(),
              "posted "
                  + sum(totals.debitsPosted())
                  + " and "
                  + sum(totals.creditsPosted())
                  + ", pending "
                  + sum(totals.debitsPending())
                  + " and "
                  + sum(totals.creditsPending())));
    }
  }

  private void accounts() {
    List<String> overdrawn = new ArrayList<>();
    List<String> unposted = new ArrayList<>();
    List<String> negative = new ArrayList<>();
    int count = 0;
    for (Account account : bank.chart.from(1, true, Integer.MAX_VALUE)) {
      count++;
      long balance = bank.books.balance(account);
      if (account.kind == Kind.CUSTOMER && bank.books.available(account) < 0) {
        overdrawn.add(bank.chart.number(account.id));
      }
      if (account.asset() && balance < 0) {
        negative.add(bank.chart.number(account.id));
      }
      if (account.posted != balance) {
        unposted.add(bank.chart.number(account.id));
      }
    }
    // A late confirmation is honoured even where there is no money left; that shows here, and is
    // for a person to collect, but it is no error in the books.
    lines.add(new Audit.Line("Overdrawn accounts (for collection)", true, named(overdrawn)));
    lines.add(
        new Audit.Line(
            "Cash and dues from partners are not negative", negative.isEmpty(), named(negative)));
    lines.add(
        new Audit.Line(
            "Every movement has its posting",
            unposted.isEmpty(),
            count + " accounts, without posting: " + named(unposted)));
  }

  private void holds() {
    Map<Account, Long> expected = new LinkedHashMap<>();
    int missing = 0;
    int open = 0;
    for (Exchange exchange : bank.exchanges.open()) {
      open++;
      if (exchange.hold != 0) {
        expected.merge(holds.debit(exchange), exchange.amount + exchange.fee, Long::sum);
        missing += bank.books.isHeld(exchange.createdMillis, exchange.hold) ? 0 : 1;
      }
    }
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<Account, Long> entry : expected.entrySet()) {
      AccountBalance sums = bank.books.sums(entry.getKey());
      long held = sums.debitsPending();
      boolean own = entry.getKey().kind != Kind.CUSTOMER;
      // On a customer's account programs may hold money too.
      if (own ? held != entry.getValue() : held < entry.getValue()) {
        wrong.add(bank.chart.number(entry.getKey().id));
      }
    }
    lines.add(
        new Audit.Line(
            "Every open exchange holds its money",
            missing == 0 && wrong.isEmpty(),
            open + " open, " + missing + " without hold, accounts that differ: " + named(wrong)));
  }

  private void partners() {
    for (Partner partner : bank.neighbours.partners.values()) {
      long net = Positions.net(bank.books, partner);
      lines.add(
          new Audit.Line(
              "Partner " + partner.bankCode + " within its cap",
              net <= partner.netDebitCap || partner.suspended,
              "net " + sum(net) + " of " + sum(partner.netDebitCap)));
    }
  }

  private Sum sum(BigInteger minorUnits) {
    return new Sum(minorUnits, bank.who().currency());
  }

  private Sum sum(long minorUnits) {
    return new Sum(minorUnits, bank.who().currency());
  }

  private static String named(List<String> accounts) {
    return accounts.isEmpty()
        ? "none"
        : accounts.size()
            + ": "
            + String.join(", ", accounts.subList(0, Math.min(accounts.size(), NAMED_MAX)));
  }
}
