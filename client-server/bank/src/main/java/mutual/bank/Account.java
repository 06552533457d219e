package mutual.bank;

import java.util.ArrayList;
import java.util.List;
import mutual.bank.Bank.AccountView.Kind;
import org.jspecify.annotations.Nullable;

/** An account in the bank's chart; its sums are in the ledger. */
final class Account {
  final long id;
  final Kind kind;
  final @Nullable Customer customer;
  final long overdraft;
  boolean closed;

  /** Those that draw on it, in the order in which they were issued. */
  final List<Card> cards = new ArrayList<>(1);

  /** The balance from the account's own point of view after the last posting made of it. */
  long posted;

  /** Number of the last posting made of it; 0: none yet. */
  long lastPosting;

  Account(long id, Kind kind, @Nullable Customer customer, long overdraft) {
    this.id = id;
    this.kind = kind;
    this.customer = customer;
    this.overdraft = overdraft;
  }

  /** True for what the bank has: it grows with debits. */
  boolean asset() {
    return switch (kind) {
      case MACHINE_CASH, VAULT, DUE_FROM -> true;
      case CUSTOMER, DUE_TO, FEE_INCOME, CAPITAL -> false;
    };
  }
}
