package mutual.ledger;

import org.agrona.DirectBuffer;

/**
 * Reads what the next transfers of a batch will need, before they are applied one after another.
 *
 * <p>One transfer waits for memory several times in a row, since each place is found at the one
 * before. Here the same places of several transfers are read side by side, so the processor waits
 * for all of them at once, and finds them in its caches afterwards. Nothing is changed.
 */
final class LookAhead {
  /** How many transfers are looked at together; as many accesses as processors have in flight. */
  static final int TRANSFERS = 16;

  /** So few accounts are in the processor's caches anyway: 128 bytes each with their index. */
  private static final int CACHED_ACCOUNTS = 1 << 16;

  private final Accounts accounts;
  private final TransferMemory memory;
  private final int[] addresses = new int[2 * TRANSFERS];

  /** What was read goes into this sum, so that no compiler leaves the reading out. */
  @SuppressWarnings("UnusedVariable")
  private long sum;

  LookAhead(Books books) {
    this.accounts = books.accounts;
    this.memory = books.memory;
  }

  /** Looks at up to {@link #TRANSFERS} transfers that begin at {@code offset}. */
  void read(DirectBuffer transfers, int offset, int count) {
    long read = 0;
    for (int i = 0; i < count; i++) {
      int at = offset + i * TransferLayout.TRANSFER_BYTES;
      read +=
          memory.touch(TransferLayout.idHigh(transfers, at), TransferLayout.idLow(transfers, at));
    }
    if (accounts.count() > CACHED_ACCOUNTS) {
      read += readAccounts(transfers, offset, count);
    }
    sum += read;
  }

  private long readAccounts(DirectBuffer transfers, int offset, int count) {
    long read = 0;
    for (int i = 0; i < count; i++) {
      int at = offset + i * TransferLayout.TRANSFER_BYTES;
      read +=
          accounts.touch(TransferLayout.debitAccount(transfers, at))
              + accounts.touch(TransferLayout.creditAccount(transfers, at));
    }
    for (int i = 0; i < count; i++) {
      int at = offset + i * TransferLayout.TRANSFER_BYTES;
      addresses[2 * i] = accounts.likely(TransferLayout.debitAccount(transfers, at));
      addresses[2 * i + 1] = accounts.likely(TransferLayout.creditAccount(transfers, at));
    }
    for (int i = 0; i < 2 * count; i++) {
      read += accounts.get(addresses[i], Accounts.ID);
    }
    return read;
  }
}
