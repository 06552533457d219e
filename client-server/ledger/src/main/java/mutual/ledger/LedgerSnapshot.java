package mutual.ledger;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A ledger's state as bytes: everything in the order in which it came to be, and no trace of where
 * it lay in memory, so that a ledger that was restored and one that never stopped write the same.
 *
 * <p>Magic, version, then longs in checked blocks: window, skew, time; accounts; the remembered
 * transfers of each bucket of time; pending transfers.
 */
final class LedgerSnapshot {
  private static final int MAGIC = 0x4d75_4c67;
  private static final int VERSION = 1;

  private LedgerSnapshot() {}

  static void write(Books books, DataOutput stream) throws IOException {
    stream.writeInt(MAGIC);
    stream.writeInt(VERSION);
    SnapshotOutput out = new SnapshotOutput(stream);
    out.put(books.limits.dedupWindowMillis());
    out.put(books.limits.clockSkewMillisMax());
    out.put(books.timestampMillis);
    writeAccounts(books.accounts, out);
    writeMemory(books.memory, out);
    writePending(books, out);
    out.end();
  }

  /**
   * @throws IOException if anything is not as {@link #write} writes it
   */
  static Books read(LedgerLimits limits, DataInput stream) throws IOException {
    if (stream.readInt() != MAGIC) {
      throw new IOException("this is not a ledger's snapshot");
    }
    int version = stream.readInt();
    if (version != VERSION) {
      throw new IOException("the ledger's snapshot has the unknown version " + version);
    }
    SnapshotInput in = new SnapshotInput(stream);
    Books books = new Books(limits);
    long windowMillis = in.get();
    long skewMillis = in.get();
    require(
        windowMillis == limits.dedupWindowMillis() && skewMillis == limits.clockSkewMillisMax(),
        "was written with another deduplication window or clock skew");
    books.timestampMillis = in.get();
    require(books.timestampMillis >= 0, "has a negative time");
    books.memory.advance(books.timestampMillis);
    readAccounts(books, in);
    readMemory(books, in);
    readPending(books, in);
    in.end();
    require(books.accounts.totals().stream().allMatch(CurrencyTotals::balanced), "is unbalanced");
    return books;
  }

  private static void writeAccounts(Accounts accounts, SnapshotOutput out) throws IOException {
    out.put(accounts.count());
    for (int i = 0; i < accounts.count(); i++) {
      int address = accounts.at(i);
      for (int field = Accounts.ID; field <= Accounts.FLAGS; field++) {
        out.put(accounts.get(address, field));
      }
    }
  }

  private static void readAccounts(Books books, SnapshotInput in) throws IOException {
    Accounts accounts = books.accounts;
    int count = in.getCount(books.limits.accountsMax());
    for (int i = 0; i < count; i++) {
      long id = in.get();
      require(id != 0 && accounts.find(id) == Accounts.NONE, "has an account twice");
      long debitsPending = in.get();
      long debitsPosted = in.get();
      long creditsPending = in.get();
      long creditsPosted = in.get();
      long allowance = in.get();
      int currency = in.getInt();
      int flags = in.getInt();
      require(
          sumFits(debitsPending, debitsPosted) && sumFits(creditsPending, creditsPosted),
          "has an account with impossible sums");
      require(
          allowance >= 0 && currency > 0 && AccountFlags.possible(flags),
          "has an account with impossible settings");
      int address = accounts.append(id, currency, flags, allowance);
      accounts.set(address, Accounts.DEBITS_PENDING, debitsPending);
      accounts.set(address, Accounts.DEBITS_POSTED, debitsPosted);
      accounts.set(address, Accounts.CREDITS_PENDING, creditsPending);
      accounts.set(address, Accounts.CREDITS_POSTED, creditsPosted);
    }
  }

  private static void writeMemory(TransferMemory memory, SnapshotOutput out) throws IOException {
    for (int position = 0; position < memory.bucketCount(); position++) {
      TransferBucket bucket = memory.bucketAt(position);
      out.put(bucket.count());
      for (int i = 0; i < bucket.count(); i++) {
        int address = bucket.at(i);
        for (int word = 0; word < TransferMemory.RECORD_LONGS; word++) {
          out.put(memory.word(address, word));
        }
      }
    }
  }

  private static void readMemory(Books books, SnapshotInput in) throws IOException {
    TransferMemory memory = books.memory;
    for (int position = 0; position < memory.bucketCount(); position++) {
      int count = in.getCount(books.limits.transfersMax() - memory.size());
      for (int i = 0; i < count; i++) {
        long idHigh = in.get();
        long idLow = in.get();
        long fingerprint = in.get();
        long word = in.get();
        require(memory.belongs(idHigh, position), "has a transfer at a wrong time");
        require(memory.find(idHigh, idLow) == TransferMemory.NONE, "has a transfer twice");
        int state = (int) (word & TransferMemory.STATE_MASK);
        require(state < TransferState.COUNT, "has a transfer in an unknown state");
        memory.add(idHigh, idLow, fingerprint, word, TransferState.ofCode(state));
      }
    }
  }

  private static void writePending(Books books, SnapshotOutput out) throws IOException {
    PendingTransfers pending = books.pending;
    out.put(pending.sequence());
    out.put(pending.count());
    for (int row = pending.oldest(); row != PendingTransfers.NONE; row = pending.following(row)) {
      out.put(pending.get(row, PendingTransfers.SEQUENCE));
      out.put(pending.get(row, PendingTransfers.ID_HIGH));
      out.put(pending.get(row, PendingTransfers.ID_LOW));
      out.put(accountId(books, row, PendingTransfers.DEBIT));
      out.put(accountId(books, row, PendingTransfers.CREDIT));
      out.put(pending.get(row, PendingTransfers.AMOUNT));
      out.put(pending.get(row, PendingTransfers.EXPIRES_AT));
      out.put(pending.get(row, PendingTransfers.CODE));
      out.put(pending.get(row, PendingTransfers.USER_DATA));
    }
  }

  private static long accountId(Books books, int row, int side) {
    return books.accounts.get((int) books.pending.get(row, side), Accounts.ID);
  }

  private static void readPending(Books books, SnapshotInput in) throws IOException {
    Accounts accounts = books.accounts;
    PendingTransfers pending = books.pending;
    PendingSums sums = new PendingSums(accounts);
    long nextSequence = in.get();
    int count = in.getCount(books.limits.transfersMax());
    require(nextSequence >= 0, "has impossible sequence numbers");
    long earlier = -1;
    int within = 0;
    for (int i = 0; i < count; i++) {
      long sequence = in.get();
      require(sequence > earlier && sequence < nextSequence, "has pending transfers out of order");
      earlier = sequence;
      long idHigh = in.get();
      long idLow = in.get();
      int debit = accounts.find(in.get());
      int credit = accounts.find(in.get());
      long amount = in.get();
      long expiresAt = in.get();
      int code = in.getInt();
      long userData = in.get();
      require(
          debit != Accounts.NONE && credit != Accounts.NONE && debit != credit && amount > 0,
          "has a pending transfer without accounts or amount");
      require(
          pending.find(idHigh, idLow) == PendingTransfers.NONE
              && knownAsPending(books, idHigh, idLow),
          "has a pending transfer that it contradicts elsewhere");
      pending.sequence(sequence);
      pending.add(idHigh, idLow, debit, credit, amount, expiresAt, code, userData);
      require(sums.add(debit, credit, amount), "has an impossible sum of pending transfers");
      if (books.memory.within(idHigh)) {
        within++;
      }
    }
    pending.sequence(nextSequence);
    require(sums.matchAccounts(), "has pending transfers that do not match its accounts");
    require(within == pendingWithin(books.memory), "remembers a pending transfer that is gone");
  }

  /** An id older than the window is remembered nowhere else. */
  private static boolean knownAsPending(Books books, long idHigh, long idLow) {
    if (!books.memory.within(idHigh)) {
      return true;
    }
    int address = books.memory.find(idHigh, idLow);
    return address != TransferMemory.NONE && books.memory.state(address) == TransferState.PENDING;
  }

  private static int pendingWithin(TransferMemory memory) {
    int count = 0;
    for (int position = 0; position < memory.bucketCount(); position++) {
      TransferBucket bucket = memory.bucketAt(position);
      for (int i = 0; i < bucket.count(); i++) {
        int address = bucket.at(i);
        if (memory.state(address) == TransferState.PENDING
            && memory.within(memory.word(address, TransferMemory.ID_HIGH))) {
          count++;
        }
      }
    }
    return count;
  }

  private static boolean sumFits(long pending, long posted) {
    return pending >= 0 && posted >= 0 && pending + posted >= 0;
  }

  private static void require(boolean condition, String complaint) throws IOException {
    if (!condition) {
      throw new IOException("the ledger's snapshot " + complaint);
    }
  }
}
