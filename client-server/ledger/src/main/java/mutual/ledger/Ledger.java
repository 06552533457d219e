package mutual.ledger;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** API sketch: the owner of this module replaces the body. */
public final class Ledger {
  public Ledger(LedgerLimits limits) {}

  /** allowance: what the limit flags may be exceeded by (an overdraft), in minor units. */
  public AccountResult createAccount(long id, int currency, int flags, long allowance) {
    throw new UnsupportedOperationException();
  }

  public AccountResult closeAccount(long id) {
    throw new UnsupportedOperationException();
  }

  /**
   * Applies one transfer outside a chain. For post and void, accounts may be 0 (taken from the
   * pending transfer) and amount may be 0 (all of it).
   *
   * @param timeoutSeconds only for PENDING; 0 means that it never expires
   */
  public TransferResult transfer(
      long timestampMillis,
      long idHigh,
      long idLow,
      long debitAccount,
      long creditAccount,
      long amount,
      int flags,
      long pendingIdHigh,
      long pendingIdLow,
      int timeoutSeconds) {
    throw new UnsupportedOperationException();
  }

  public @org.jspecify.annotations.Nullable AccountBalance account(long id) {
    throw new UnsupportedOperationException();
  }

  public void writeSnapshot(DataOutput out) throws IOException {}

  public void readSnapshot(DataInput in) throws IOException {}
}
