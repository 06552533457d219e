package mutual.ledger;

import java.util.HashMap;
import java.util.Map;

/** Adds up pending transfers by account, to compare them with what the accounts say. */
final class PendingSums {
  private final Accounts accounts;
  private final Map<Integer, Long> debits = new HashMap<>();
  private final Map<Integer, Long> credits = new HashMap<>();

  PendingSums(Accounts accounts) {
    this.accounts = accounts;
  }

  /** False if a sum would not fit. */
  boolean add(int debit, int credit, long amount) {
    return debits.merge(debit, amount, Long::sum) > 0
        && credits.merge(credit, amount, Long::sum) > 0;
  }

  boolean matchAccounts() {
    for (int i = 0; i < accounts.count(); i++) {
      int address = accounts.at(i);
      if (accounts.get(address, Accounts.DEBITS_PENDING) != debits.getOrDefault(address, 0L)
          || accounts.get(address, Accounts.CREDITS_PENDING) != credits.getOrDefault(address, 0L)) {
        return false;
      }
    }
    return true;
  }
}
