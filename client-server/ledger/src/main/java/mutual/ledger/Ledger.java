package mutual.ledger;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A double-entry ledger: accounts and transfers between them, as a deterministic state machine.
 *
 * <p>The same calls give the same state and results wherever they are replayed. Time comes with
 * each entry and never goes back. Calls come from one thread at a time. What each transfer may do,
 * and the order of the checks, is in {@code docs/ledger.md}.
 */
public final class Ledger {
  /** The most pending transfers released at the beginning of one entry. */
  public static final int EXPIRIES_PER_ENTRY_MAX = 8192;

  private final LedgerLimits limits;
  private final IncomingTransfer incoming = new IncomingTransfer();
  private @Nullable LedgerListener listener;
  private Books books;
  private Steps steps;
  private Booking booking;
  private LookAhead lookAhead;

  public Ledger(LedgerLimits limits) {
    this.limits = limits;
    books = new Books(limits);
    steps = new Steps(books);
    booking = new Booking(books, steps);
    lookAhead = new LookAhead(books);
  }

  /**
   * Tells the listener of everything from now on. There is at most one.
   *
   * @throws IllegalStateException if there is one already
   */
  public void listen(LedgerListener listener) {
    if (this.listener != null) {
      throw new IllegalStateException("the ledger has a listener already");
    }
    this.listener = listener;
  }

  /**
   * Creates an account.
   *
   * @param id any number but zero
   * @param currency any positive number; amounts never move between currencies
   * @param flags at most one of the limits in {@link AccountFlags}
   * @param allowance what the limit may be exceeded by (an overdraft), in minor units
   */
  public AccountResult createAccount(long id, int currency, int flags, long allowance) {
    return books.accounts.create(id, currency, flags, allowance);
  }

  /** Changes by how much a limit may be exceeded. What exceeds the new one already, stays. */
  public AccountResult changeAllowance(long id, long allowance) {
    return books.accounts.changeAllowance(id, allowance);
  }

  /** Closes an account for good. Closing it again is OK. */
  public AccountResult closeAccount(long id) {
    return books.accounts.close(id);
  }

  public @Nullable AccountBalance account(long id) {
    int address = books.accounts.find(id);
    return address == Accounts.NONE ? null : books.accounts.balance(address);
  }

  public int accountCount() {
    return books.accounts.count();
  }

  /** Accounts in the order of their creation, from 0 to {@link #accountCount} - 1. */
  public AccountBalance accountAt(int index) {
    if (index < 0 || index >= books.accounts.count()) {
      throw new IndexOutOfBoundsException(index);
    }
    return books.accounts.balance(books.accounts.at(index));
  }

  /** Sums of all accounts, ordered by currency. */
  public List<CurrencyTotals> totals() {
    return books.accounts.totals();
  }

  /** The time of the last entry. */
  public long timestampMillis() {
    return books.timestampMillis;
  }

  /**
   * Lets time pass: forgets ids that have left the window and releases pending transfers that have
   * expired by now, at most {@link #EXPIRIES_PER_ENTRY_MAX} of them. Every other method with a time
   * does this first.
   *
   * @throws IllegalArgumentException if time went back
   */
  public void advance(long timestampMillis) {
    if (timestampMillis < books.timestampMillis) {
      throw new IllegalArgumentException(
          "time went back from " + books.timestampMillis + " to " + timestampMillis);
    }
    books.timestampMillis = timestampMillis;
    books.memory.advance(timestampMillis);
    for (int i = 0; i < EXPIRIES_PER_ENTRY_MAX; i++) {
      int row = books.pending.nextToExpire();
      if (row == PendingTransfers.NONE
          || books.pending.get(row, PendingTransfers.EXPIRES_AT) > timestampMillis) {
        return;
      }
      expire(row);
    }
  }

  private void expire(int row) {
    PendingTransfers pending = books.pending;
    long amount = pending.get(row, PendingTransfers.AMOUNT);
    int debit = (int) pending.get(row, PendingTransfers.DEBIT);
    int credit = (int) pending.get(row, PendingTransfers.CREDIT);
    books.accounts.add(debit, Accounts.DEBITS_PENDING, -amount);
    books.accounts.add(credit, Accounts.CREDITS_PENDING, -amount);
    books.memory.mark(
        pending.get(row, PendingTransfers.ID_HIGH),
        pending.get(row, PendingTransfers.ID_LOW),
        TransferState.EXPIRED);
    @Nullable PendingTransfer expired = listener == null ? null : books.pendingTransfer(row);
    pending.remove(row);
    if (listener != null && expired != null) {
      listener.expired(books.timestampMillis, expired);
    }
  }

  /** Applies a batch with any flags, {@link TransferFlags#FORCED} included. */
  public int apply(long timestampMillis, TransferBatch batch, byte[] results) {
    return apply(timestampMillis, batch.buffer(), 0, batch.count(), TransferFlags.ALL, results);
  }

  /**
   * Applies a batch: each transfer on its own, but for chains.
   *
   * @param transfers {@code count} transfers in {@link TransferLayout} from {@code offset} on
   * @param flagsAllowed a transfer with any other flag is {@link TransferResult#FLAGS_INVALID};
   *     {@link TransferFlags#OUTSIDE} for what comes from outside
   * @param results is given one {@link TransferResult#code} for each transfer, in order
   * @return how many are not {@link TransferResult#CREATED}
   * @throws IllegalArgumentException if there are more than {@link
   *     TransferLayout#BATCH_TRANSFERS_MAX}, or time went back; nothing is applied then
   */
  public int apply(
      long timestampMillis,
      DirectBuffer transfers,
      int offset,
      int count,
      int flagsAllowed,
      byte[] results) {
    if (count < 0 || count > TransferLayout.BATCH_TRANSFERS_MAX || count > results.length) {
      throw new IllegalArgumentException("no batch has " + count + " transfers");
    }
    transfers.boundsCheck(offset, count * TransferLayout.TRANSFER_BYTES);
    advance(timestampMillis);
    int refused = 0;
    int lookedAt = 0;
    for (int i = 0; i < count; ) {
      if (i >= lookedAt) {
        int next = Math.min(count - i, LookAhead.TRANSFERS);
        lookAhead.read(transfers, offset + i * TransferLayout.TRANSFER_BYTES, next);
        lookedAt = i + next;
      }
      incoming.read(transfers, offset + i * TransferLayout.TRANSFER_BYTES);
      if (incoming.is(TransferFlags.LINKED)) {
        int end = chainEnd(transfers, offset, i, count);
        refused += applyChain(transfers, offset, i, end, flagsAllowed, results);
        i = end;
      } else {
        TransferResult result = applyOne(flagsAllowed);
        results[i] = (byte) result.code();
        if (result != TransferResult.CREATED) {
          refused++;
        }
        i++;
      }
    }
    return refused;
  }

  private TransferResult applyOne(int flagsAllowed) {
    TransferResult result = booking.book(incoming, books.timestampMillis, flagsAllowed);
    if (result == TransferResult.CREATED) {
      steps.commit(books.timestampMillis, listener);
    } else if (result.remembered()) {
      booking.rememberFailure(incoming);
    }
    return result;
  }

  /** The position after the chain that begins at {@code start}. */
  private static int chainEnd(DirectBuffer transfers, int offset, int start, int count) {
    int i = start;
    while (i < count && linked(transfers, offset, i)) {
      i++;
    }
    return Math.min(i + 1, count);
  }

  private static boolean linked(DirectBuffer transfers, int offset, int i) {
    int flags = TransferLayout.flags(transfers, offset + i * TransferLayout.TRANSFER_BYTES);
    return (flags & TransferFlags.LINKED) != 0;
  }

  /**
   * Applies the transfers from {@code start} to {@code end} together.
   *
   * <p>A chain that was made before answers EXISTS for each of its transfers, so that a lost answer
   * can be asked for again. One that mixes transfers made before with others fails.
   */
  private int applyChain(
      DirectBuffer transfers, int offset, int start, int end, int flagsAllowed, byte[] results) {
    int existing = 0;
    for (int i = start; i < end; i++) {
      incoming.read(transfers, offset + i * TransferLayout.TRANSFER_BYTES);
      boolean open = i == end - 1 && incoming.is(TransferFlags.LINKED);
      TransferResult result =
          open
              ? TransferResult.LINKED_CHAIN_OPEN
              : booking.book(incoming, books.timestampMillis, flagsAllowed);
      if (result == TransferResult.EXISTS && existing == i - start) {
        existing++;
      } else if (result != TransferResult.CREATED || existing > 0) {
        steps.undo();
        if (existing > 0) {
          result = open ? result : TransferResult.LINKED_EVENT_FAILED;
        } else if (result.remembered()) {
          booking.rememberFailure(incoming);
        }
        fill(results, start + existing, end, TransferResult.LINKED_EVENT_FAILED);
        fill(results, start, start + existing, TransferResult.EXISTS);
        results[i] = (byte) result.code();
        return end - start;
      }
    }
    steps.commit(books.timestampMillis, listener);
    fill(results, start, end, existing > 0 ? TransferResult.EXISTS : TransferResult.CREATED);
    return existing;
  }

  private static void fill(byte[] results, int from, int to, TransferResult result) {
    Arrays.fill(results, from, to, (byte) result.code());
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
    advance(timestampMillis);
    incoming.idHigh = idHigh;
    incoming.idLow = idLow;
    incoming.debitAccount = debitAccount;
    incoming.creditAccount = creditAccount;
    incoming.amount = amount;
    incoming.pendingIdHigh = pendingIdHigh;
    incoming.pendingIdLow = pendingIdLow;
    incoming.userData = userData;
    incoming.flags = flags;
    incoming.timeoutSeconds = timeoutSeconds;
    incoming.code = code;
    incoming.reserved = 0;
    incoming.digest();
    return incoming.is(TransferFlags.LINKED)
        ? TransferResult.LINKED_CHAIN_OPEN
        : applyOne(TransferFlags.ALL);
  }

  /** The pending transfer with this id, however old; null if there is none or it is resolved. */
  public @Nullable PendingTransfer pending(long idHigh, long idLow) {
    int row = books.pending.find(idHigh, idLow);
    return row == PendingTransfers.NONE ? null : books.pendingTransfer(row);
  }

  public int pendingCount() {
    return books.pending.count();
  }

  /** What is remembered of an id within the window; null if it was not used. */
  public @Nullable TransferState state(long idHigh, long idLow) {
    if (!books.memory.within(idHigh)) {
      return null;
    }
    int address = books.memory.find(idHigh, idLow);
    return address == TransferMemory.NONE ? null : books.memory.state(address);
  }

  /** How many ids are remembered. */
  public int rememberedCount() {
    return books.memory.size();
  }

  /** Writes the whole state; equal ledgers give equal bytes. */
  public void writeSnapshot(DataOutput out) throws IOException {
    LedgerSnapshot.write(books, out);
  }

  /**
   * Fills an empty ledger. If that fails, it stays empty.
   *
   * @throws IOException if the snapshot is malformed or was written with another window or skew
   * @throws IllegalStateException if the ledger is not empty
   */
  public void readSnapshot(DataInput in) throws IOException {
    if (!books.isEmpty()) {
      throw new IllegalStateException("a snapshot is read into an empty ledger only");
    }
    books = LedgerSnapshot.read(limits, in);
    steps = new Steps(books);
    booking = new Booking(books, steps);
    lookAhead = new LookAhead(books);
  }
}
