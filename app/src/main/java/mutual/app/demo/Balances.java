package mutual.app.demo;

import java.util.EnumMap;
import java.util.Map;
import mutual.app.AmountText;
import mutual.bank.Bank.AccountView;
import mutual.bank.Bank.AccountView.Kind;
import mutual.bankserver.AccountEntry;
import mutual.bankserver.BankServer;

/** A bank's accounts added up by kind, in minor units. */
record Balances(String bank, String currency, Map<Kind, Long> byKind, long held) {
  private static final int ACCOUNTS_MAX = 100_000;

  static Balances of(BankServer server) {
    Map<Kind, Long> sums = new EnumMap<>(Kind.class);
    long held = 0;
    for (AccountEntry entry : server.books().accounts(null, null, ACCOUNTS_MAX, true)) {
      AccountView account = entry.account();
      sums.merge(account.kind(), account.balance(), Math::addExact);
      if (account.kind() == Kind.CUSTOMER) {
        held = Math.addExact(held, account.held());
      }
    }
    return new Balances(server.config().bankName(), server.config().currency(), sums, held);
  }

  long of(Kind kind) {
    return byKind.getOrDefault(kind, 0L);
  }

  /** What this bank has (cash and dues), less what it owes (customers, dues, capital, income). */
  long difference() {
    return of(Kind.MACHINE_CASH)
        + of(Kind.VAULT)
        + of(Kind.DUE_FROM)
        - of(Kind.CUSTOMER)
        - of(Kind.DUE_TO)
        - of(Kind.FEE_INCOME)
        - of(Kind.CAPITAL);
  }

  String line() {
    return "%-10s customers %s (held %s), in its machine %s, due from %s, due to %s, fees %s"
        .formatted(
            bank,
            text(of(Kind.CUSTOMER)),
            text(held),
            text(of(Kind.MACHINE_CASH)),
            text(of(Kind.DUE_FROM)),
            text(of(Kind.DUE_TO)),
            text(of(Kind.FEE_INCOME)));
  }

  private String text(long amount) {
    String full = AmountText.of(amount, currency);
    return full.substring(0, full.indexOf(' '));
  }
}
