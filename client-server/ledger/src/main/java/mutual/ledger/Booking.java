package mutual.ledger;

import static mutual.ledger.TransferResult.*;

/**
 * Checks one transfer in the order of {@link TransferResult} and, if nothing forbids it, makes it.
 */
final class Booking {
  private static final long MILLIS_PER_SECOND = 1000;

  private final Accounts accounts;
  private final TransferMemory memory;
  private final PendingTransfers pending;
  private final Steps steps;
  private final int transfersMax;
  private final long skewMillis;

  Booking(Books books, Steps steps) {
    this.accounts = books.accounts;
    this.memory = books.memory;
    this.pending = books.pending;
    this.steps = steps;
    this.transfersMax = books.limits.transfersMax();
    this.skewMillis = books.limits.clockSkewMillisMax();
  }

  /** What is made is also noted in the steps, so that it can be undone. */
  TransferResult book(IncomingTransfer transfer, long timestampMillis, int flagsAllowed) {
    if ((transfer.idHigh | transfer.idLow) == 0) {
      return ID_MUST_NOT_BE_ZERO;
    }
    long idMillis = TransferId.timestampMillis(transfer.idHigh);
    if (idMillis - skewMillis > timestampMillis) {
      return ID_IN_FUTURE;
    }
    if (idMillis < memory.floorMillis()) {
      return ID_EXPIRED;
    }
    int kind = transfer.flags & TransferFlags.KINDS;
    if ((transfer.flags & ~flagsAllowed) != 0
        || (kind & (kind - 1)) != 0
        || transfer.reserved != 0) {
      return FLAGS_INVALID;
    }
    int known = memory.find(transfer.idHigh, transfer.idLow);
    if (known != TransferMemory.NONE) {
      if (memory.state(known) == TransferState.FAILED) {
        return ID_ALREADY_FAILED;
      }
      return memory.sameContent(known, transfer.fingerprint, transfer.fingerprintMore)
          ? EXISTS
          : EXISTS_WITH_DIFFERENT_CONTENT;
    }
    if (!roomFor(transfer, timestampMillis)) {
      return CAPACITY_REACHED;
    }
    boolean resolves = transfer.resolves();
    boolean namesPending = (transfer.pendingIdHigh | transfer.pendingIdLow) != 0;
    if (namesPending != resolves) {
      return resolves ? PENDING_ID_MUST_NOT_BE_ZERO : PENDING_ID_MUST_BE_ZERO;
    }
    if (transfer.timeoutSeconds != 0 && !transfer.is(TransferFlags.PENDING)) {
      return TIMEOUT_RESERVED_FOR_PENDING;
    }
    if (transfer.amount <= 0) {
      if (transfer.amount < 0) {
        return AMOUNT_NEGATIVE;
      }
      if (!resolves) {
        return AMOUNT_MUST_NOT_BE_ZERO;
      }
    }
    return resolves ? resolve(transfer, timestampMillis) : move(transfer, timestampMillis);
  }

  /**
   * Each pending transfer keeps room for the one that resolves it: a full ledger must not hold
   * money for ever.
   */
  private boolean roomFor(IncomingTransfer transfer, long timestampMillis) {
    long needed = transfer.is(TransferFlags.PENDING) ? 2 : 1;
    if ((long) memory.size() + pending.count() + needed <= transfersMax) {
      return true;
    }
    if (!transfer.resolves()) {
      return false;
    }
    int row = pending.find(transfer.pendingIdHigh, transfer.pendingIdLow);
    return row != PendingTransfers.NONE
        && pending.state(row) == TransferState.PENDING
        && pending.get(row, PendingTransfers.EXPIRES_AT) > timestampMillis;
  }

  private TransferResult move(IncomingTransfer transfer, long timestampMillis) {
    int debit = accounts.find(transfer.debitAccount);
    if (debit == Accounts.NONE) {
      return DEBIT_ACCOUNT_NOT_FOUND;
    }
    int credit = accounts.find(transfer.creditAccount);
    if (credit == Accounts.NONE) {
      return CREDIT_ACCOUNT_NOT_FOUND;
    }
    if (debit == credit) {
      return ACCOUNTS_MUST_BE_DIFFERENT;
    }
    if (accounts.get(debit, Accounts.CURRENCY) != accounts.get(credit, Accounts.CURRENCY)) {
      return CURRENCIES_DIFFER;
    }
    boolean forced = transfer.is(TransferFlags.FORCED);
    long debitFlags = accounts.get(debit, Accounts.FLAGS);
    long creditFlags = accounts.get(credit, Accounts.FLAGS);
    if (((debitFlags | creditFlags) & AccountFlags.CLOSED) != 0 && !forced) {
      return (debitFlags & AccountFlags.CLOSED) != 0 ? DEBIT_ACCOUNT_CLOSED : CREDIT_ACCOUNT_CLOSED;
    }
    // The sum of posted and pending never exceeds 63 bits, so it cannot wrap around here.
    long amount = transfer.amount;
    long debits =
        accounts.get(debit, Accounts.DEBITS_PENDING) + accounts.get(debit, Accounts.DEBITS_POSTED);
    long credits =
        accounts.get(credit, Accounts.CREDITS_PENDING)
            + accounts.get(credit, Accounts.CREDITS_POSTED);
    if (amount > Long.MAX_VALUE - debits || amount > Long.MAX_VALUE - credits) {
      return OVERFLOW;
    }
    if (!forced) {
      if ((debitFlags & AccountFlags.DEBITS_MUST_NOT_EXCEED_CREDITS) != 0
          && debits + amount - accounts.get(debit, Accounts.CREDITS_POSTED)
              > accounts.get(debit, Accounts.ALLOWANCE)) {
        return EXCEEDS_CREDITS;
      }
      if ((creditFlags & AccountFlags.CREDITS_MUST_NOT_EXCEED_DEBITS) != 0
          && credits + amount - accounts.get(credit, Accounts.DEBITS_POSTED)
              > accounts.get(credit, Accounts.ALLOWANCE)) {
        return EXCEEDS_DEBITS;
      }
    }
    if (transfer.is(TransferFlags.PENDING)) {
      reserve(transfer, debit, credit, timestampMillis);
    } else {
      accounts.add(debit, Accounts.DEBITS_POSTED, amount);
      accounts.add(credit, Accounts.CREDITS_POSTED, amount);
      remember(transfer, TransferState.MADE);
      steps.moved(transfer, debit, credit);
    }
    return CREATED;
  }

  private void reserve(IncomingTransfer transfer, int debit, int credit, long timestampMillis) {
    accounts.add(debit, Accounts.DEBITS_PENDING, transfer.amount);
    accounts.add(credit, Accounts.CREDITS_PENDING, transfer.amount);
    long expiresAt =
        transfer.timeoutSeconds == 0
            ? PendingTransfer.NEVER
            : timestampMillis + Integer.toUnsignedLong(transfer.timeoutSeconds) * MILLIS_PER_SECOND;
    int row =
        pending.add(
            transfer.idHigh,
            transfer.idLow,
            debit,
            credit,
            transfer.amount,
            expiresAt,
            transfer.code,
            transfer.userData);
    remember(transfer, TransferState.PENDING);
    steps.reserved(transfer, row);
  }

  private TransferResult resolve(IncomingTransfer transfer, long timestampMillis) {
    int row = pending.find(transfer.pendingIdHigh, transfer.pendingIdLow);
    if (row == PendingTransfers.NONE || pending.state(row) != TransferState.PENDING) {
      return notPending(transfer.pendingIdHigh, transfer.pendingIdLow);
    }
    if (pending.get(row, PendingTransfers.EXPIRES_AT) <= timestampMillis) {
      return PENDING_TRANSFER_EXPIRED;
    }
    int debit = (int) pending.get(row, PendingTransfers.DEBIT);
    int credit = (int) pending.get(row, PendingTransfers.CREDIT);
    if (differs(transfer.debitAccount, debit) || differs(transfer.creditAccount, credit)) {
      return PENDING_TRANSFER_HAS_DIFFERENT_ACCOUNTS;
    }
    long reserved = pending.get(row, PendingTransfers.AMOUNT);
    if (transfer.amount > reserved) {
      return EXCEEDS_PENDING_TRANSFER_AMOUNT;
    }
    boolean posts = transfer.is(TransferFlags.POST_PENDING);
    if (!posts && transfer.amount != 0 && transfer.amount != reserved) {
      return PENDING_TRANSFER_HAS_DIFFERENT_AMOUNT;
    }
    long amount = transfer.amount == 0 ? reserved : transfer.amount;
    accounts.add(debit, Accounts.DEBITS_PENDING, -reserved);
    accounts.add(credit, Accounts.CREDITS_PENDING, -reserved);
    if (posts) {
      accounts.add(debit, Accounts.DEBITS_POSTED, amount);
      accounts.add(credit, Accounts.CREDITS_POSTED, amount);
    }
    TransferState state = posts ? TransferState.POSTED : TransferState.VOIDED;
    pending.resolve(row, state);
    memory.mark(transfer.pendingIdHigh, transfer.pendingIdLow, state);
    remember(transfer, TransferState.MADE);
    steps.resolved(transfer, row, amount);
    return CREATED;
  }

  private TransferResult notPending(long idHigh, long idLow) {
    int known = memory.within(idHigh) ? memory.find(idHigh, idLow) : TransferMemory.NONE;
    if (known == TransferMemory.NONE) {
      return PENDING_TRANSFER_NOT_FOUND;
    }
    return switch (memory.state(known)) {
      case FAILED -> PENDING_TRANSFER_NOT_FOUND;
      case MADE -> PENDING_TRANSFER_NOT_PENDING;
      case POSTED -> PENDING_TRANSFER_ALREADY_POSTED;
      case VOIDED -> PENDING_TRANSFER_ALREADY_VOIDED;
      case EXPIRED -> PENDING_TRANSFER_EXPIRED;
      case PENDING -> throw new IllegalStateException("a pending transfer has lost its row");
    };
  }

  private boolean differs(long given, int account) {
    return given != 0 && given != accounts.get(account, Accounts.ID);
  }

  /** Notes a refusal that must stay one. */
  void rememberFailure(IncomingTransfer transfer) {
    remember(transfer, TransferState.FAILED);
  }

  private void remember(IncomingTransfer transfer, TransferState state) {
    memory.add(
        transfer.idHigh, transfer.idLow, transfer.fingerprint, transfer.fingerprintMore, state);
  }
}
