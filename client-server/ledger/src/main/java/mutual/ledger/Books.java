package mutual.ledger;

/** The whole state of a ledger. */
final class Books {
  final LedgerLimits limits;
  final Accounts accounts;
  final TransferMemory memory;
  final PendingTransfers pending;

  /** The time of the last entry. */
  long timestampMillis;

  Books(LedgerLimits limits) {
    this.limits = limits;
    Slabs slabs = new Slabs();
    this.accounts = new Accounts(slabs, limits.accountsMax());
    this.memory = new TransferMemory(slabs, limits);
    this.pending = new PendingTransfers(slabs);
  }

  boolean isEmpty() {
    return accounts.count() == 0
        && memory.size() == 0
        && pending.count() == 0
        && timestampMillis == 0;
  }

  PendingTransfer pendingTransfer(int row) {
    return new PendingTransfer(
        pending.get(row, PendingTransfers.ID_HIGH),
        pending.get(row, PendingTransfers.ID_LOW),
        accounts.get((int) pending.get(row, PendingTransfers.DEBIT), Accounts.ID),
        accounts.get((int) pending.get(row, PendingTransfers.CREDIT), Accounts.ID),
        pending.get(row, PendingTransfers.AMOUNT),
        pending.get(row, PendingTransfers.EXPIRES_AT),
        (int) pending.get(row, PendingTransfers.CODE),
        pending.get(row, PendingTransfers.USER_DATA));
  }
}
