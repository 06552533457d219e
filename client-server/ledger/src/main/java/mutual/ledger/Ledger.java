package mutual.ledger;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Accounts and transfers between them. */
public final class Ledger {
  public Ledger(LedgerLimits limits) {}

  /** At most one; set once the log has been replayed, or from the start to hear everything. */
  public void listen(LedgerListener listener) {
    throw new UnsupportedOperationException();
  }

  /**
   * Creates an account.
   *
   * @param allowance what the limit flags may be exceeded by (an overdraft), in minor units
   */
  public AccountResult createAccount(long id, int currency, int flags, long allowance) {
    throw new UnsupportedOperationException();
  }

  public AccountResult changeAllowance(long id, long allowance) {
    throw new UnsupportedOperationException();
  }

  /** Closing a closed account again is OK. */
  public AccountResult closeAccount(long id) {
    throw new UnsupportedOperationException();
  }

  public @Nullable AccountBalance account(long id) {
    throw new UnsupportedOperationException();
  }

  public int accountCount() {
    throw new UnsupportedOperationException();
  }

  /** Accounts in the order of their creation, from 0 to {@link #accountCount} - 1. */
  public AccountBalance accountAt(int index) {
    throw new UnsupportedOperationException();
  }

  /** Ordered by currency. */
  public List<CurrencyTotals> totals() {
    throw new UnsupportedOperationException();
  }

  /**
   * Lets time pass without a transfer: releases what has expired by now, at most {@link
   * #EXPIRIES_PER_ENTRY_MAX} pending transfers. Every other method with a time does this first.
   *
   * @throws IllegalArgumentException if time went back
   */
  public void advance(long timestampMillis) {
    throw new UnsupportedOperationException();
  }

  /** Applies a batch with any flags, {@link TransferFlags#FORCED} included. */
  public int apply(long timestampMillis, TransferBatch batch, byte[] results) {
    return apply(timestampMillis, batch.buffer(), 0, batch.count(), TransferFlags.ALL, results);
  }

  /**
   * Applies a batch, each transfer on its own but for chains.
   *
   * @param transfers {@code count} transfers in {@link TransferLayout} from {@code offset} on
   * @param flagsAllowed a transfer with any other flag is {@link TransferResult#FLAGS_INVALID};
   *     {@link TransferFlags#OUTSIDE} for what comes from outside
   * @param results is given one {@link TransferResult#code} for each transfer, in order
   * @return how many are not {@link TransferResult#CREATED}
   */
  public int apply(
      long timestampMillis,
      DirectBuffer transfers,
      int offset,
      int count,
      int flagsAllowed,
      byte[] results) {
    throw new UnsupportedOperationException();
  }

  /** Applies one transfer without labels; see the method below. */
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
    return transfer(
        timestampMillis,
        idHigh,
        idLow,
        debitAccount,
        creditAccount,
        amount,
        flags,
        pendingIdHigh,
        pendingIdLow,
        timeoutSeconds,
        0,
        0);
  }

  /**
   * Applies one transfer outside a chain, with any flags. For post and void, accounts may be 0
   * (taken from the pending transfer) and amount may be 0 (all of it).
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
      int timeoutSeconds,
      int code,
      long userData) {
    throw new UnsupportedOperationException();
  }

  /** The pending transfer with this id, however old; null if there is none or it is resolved. */
  public @Nullable PendingTransfer pending(long idHigh, long idLow) {
    throw new UnsupportedOperationException();
  }

  public int pendingCount() {
    throw new UnsupportedOperationException();
  }

  /** What is remembered of an id within the window; null if it was not used. */
  public @Nullable TransferState state(long idHigh, long idLow) {
    throw new UnsupportedOperationException();
  }

  /** How many ids are remembered. */
  public int rememberedCount() {
    throw new UnsupportedOperationException();
  }

  public void writeSnapshot(DataOutput out) throws IOException {}

  /** Fills an empty ledger. */
  public void readSnapshot(DataInput in) throws IOException {}

  /** The most pending transfers released at the beginning of one entry. */
  public static final int EXPIRIES_PER_ENTRY_MAX = 8192;
}
