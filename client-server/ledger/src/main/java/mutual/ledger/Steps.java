package mutual.ledger;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the transfers of the chain being applied have done so far, so that it can be undone; a
 * transfer on its own is a chain of one. Eight longs a step.
 */
final class Steps {
  private static final int ID_HIGH = 0;
  private static final int ID_LOW = 1;
  private static final int AMOUNT = 2;
  private static final int USER_DATA = 3;
  private static final int CODE = 4;

  /** The pending transfer's row; 0 if the step moved an amount at once. */
  private static final int ROW = 5;

  /** Addresses of the accounts, only of a step that moved an amount at once. */
  private static final int DEBIT = 6;

  private static final int CREDIT = 7;
  private static final int STEP_LONGS = 8;

  private final Accounts accounts;
  private final TransferMemory memory;
  private final PendingTransfers pending;
  private long[] steps = new long[8 * STEP_LONGS];
  private int size;

  Steps(Books books) {
    this.accounts = books.accounts;
    this.memory = books.memory;
    this.pending = books.pending;
  }

  void moved(IncomingTransfer transfer, int debit, int credit) {
    int at = add(transfer, transfer.amount, PendingTransfers.NONE);
    steps[at + DEBIT] = debit;
    steps[at + CREDIT] = credit;
  }

  /** The transfer reserved its amount in this row. */
  void reserved(IncomingTransfer transfer, int row) {
    add(transfer, transfer.amount, row);
  }

  /** The transfer posted or voided this row. */
  void resolved(IncomingTransfer transfer, int row, long amount) {
    add(transfer, amount, row);
  }

  private int add(IncomingTransfer transfer, long amount, int row) {
    if (size == steps.length) {
      steps = Arrays.copyOf(steps, size * 2);
    }
    int at = size;
    steps[at + ID_HIGH] = transfer.idHigh;
    steps[at + ID_LOW] = transfer.idLow;
    steps[at + AMOUNT] = amount;
    steps[at + USER_DATA] = transfer.userData;
    steps[at + CODE] = transfer.code;
    steps[at + ROW] = row;
    size += STEP_LONGS;
    return at;
  }

  /** Makes the steps final and tells the listener. */
  void commit(long timestampMillis, @Nullable LedgerListener listener) {
    for (int at = 0; at < size; at += STEP_LONGS) {
      int row = (int) steps[at + ROW];
      if (row == PendingTransfers.NONE) {
        if (listener != null) {
          tell(listener, timestampMillis, at, (int) steps[at + DEBIT], (int) steps[at + CREDIT]);
        }
      } else if (resolves(at, row)) {
        if (listener != null && pending.state(row) == TransferState.POSTED) {
          inheritLabels(at, row);
          tell(
              listener,
              timestampMillis,
              at,
              (int) pending.get(row, PendingTransfers.DEBIT),
              (int) pending.get(row, PendingTransfers.CREDIT));
        }
        pending.remove(row);
      }
    }
    size = 0;
  }

  /** Takes the steps back, last first. */
  void undo() {
    for (int at = size - STEP_LONGS; at >= 0; at -= STEP_LONGS) {
      int row = (int) steps[at + ROW];
      long amount = steps[at + AMOUNT];
      memory.removeLast(steps[at + ID_HIGH], steps[at + ID_LOW]);
      if (row == PendingTransfers.NONE) {
        accounts.add((int) steps[at + DEBIT], Accounts.DEBITS_POSTED, -amount);
        accounts.add((int) steps[at + CREDIT], Accounts.CREDITS_POSTED, -amount);
        continue;
      }
      int debit = (int) pending.get(row, PendingTransfers.DEBIT);
      int credit = (int) pending.get(row, PendingTransfers.CREDIT);
      if (resolves(at, row)) {
        if (pending.state(row) == TransferState.POSTED) {
          accounts.add(debit, Accounts.DEBITS_POSTED, -amount);
          accounts.add(credit, Accounts.CREDITS_POSTED, -amount);
        }
        long reserved = pending.get(row, PendingTransfers.AMOUNT);
        accounts.add(debit, Accounts.DEBITS_PENDING, reserved);
        accounts.add(credit, Accounts.CREDITS_PENDING, reserved);
        pending.reopen(row);
        memory.mark(
            pending.get(row, PendingTransfers.ID_HIGH),
            pending.get(row, PendingTransfers.ID_LOW),
            TransferState.PENDING);
      } else {
        accounts.add(debit, Accounts.DEBITS_PENDING, -amount);
        accounts.add(credit, Accounts.CREDITS_PENDING, -amount);
        pending.remove(row);
      }
    }
    size = 0;
  }

  /** False if the step is the one that created the row. */
  private boolean resolves(int at, int row) {
    return pending.get(row, PendingTransfers.ID_LOW) != steps[at + ID_LOW]
        || pending.get(row, PendingTransfers.ID_HIGH) != steps[at + ID_HIGH];
  }

  private void inheritLabels(int at, int row) {
    if (steps[at + CODE] == 0) {
      steps[at + CODE] = pending.get(row, PendingTransfers.CODE);
    }
    if (steps[at + USER_DATA] == 0) {
      steps[at + USER_DATA] = pending.get(row, PendingTransfers.USER_DATA);
    }
  }

  private void tell(LedgerListener listener, long timestampMillis, int at, int debit, int credit) {
    listener.posted(
        timestampMillis,
        steps[at + ID_HIGH],
        steps[at + ID_LOW],
        accounts.get(debit, Accounts.ID),
        accounts.get(credit, Accounts.ID),
        steps[at + AMOUNT],
        (int) steps[at + CODE],
        steps[at + USER_DATA]);
  }
}
