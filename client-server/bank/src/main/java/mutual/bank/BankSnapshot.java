package mutual.bank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A bank's whole state as bytes: a mark, a version, who the bank is, then each part in turn, and
 * the mark again.
 */
final class BankSnapshot {
  private static final long MARK = 0x4d55_5455_414c_424bL; // "MUTUALBK"
  private static final int VERSION = 2;

  private BankSnapshot() {}

  static void write(BankState bank, DataOutput out) throws IOException {
    out.writeLong(MARK);
    out.writeInt(VERSION);
    Command.Found who = bank.founded;
    out.writeBoolean(who != null);
    if (who != null) {
      Stored.putBytes(out, CommandCodec.encode(who));
      out.writeLong(bank.now());
      bank.chart.writeSnapshot(out);
      bank.books.writeSnapshot(out);
      bank.cards.writeSnapshot(out);
      bank.neighbours.writeSnapshot(out);
      bank.exchanges.writeSnapshot(out);
      bank.requests.writeSnapshot(out);
      bank.postings.writeSnapshot(out);
    }
    out.writeLong(MARK);
  }

  static void read(BankState bank, DataInput in) throws IOException {
    if (in.readLong() != MARK) {
      throw new IOException("not a bank's snapshot");
    }
    int version = in.readInt();
    if (version != VERSION) {
      throw new IOException("snapshot of version " + version + ", known is " + VERSION);
    }
    try {
      if (in.readBoolean()) {
        readParts(bank, in);
      }
    } catch (RuntimeException e) {
      throw new IOException("malformed snapshot", e);
    }
    if (in.readLong() != MARK) {
      throw new IOException("the snapshot does not end where it should");
    }
  }

  private static void readParts(BankState bank, DataInput in) throws IOException {
    if (!(CommandCodec.decode(Stored.requiredBytes(in)) instanceof Command.Found who)) {
      throw new IOException("the snapshot does not say whose it is");
    }
    bank.found(who);
    bank.entry.begin(in.readLong());
    bank.chart.readSnapshot(in, bank.limits);
    bank.ownAccounts(
        bank.chart.find(Chart.INTERNAL_FIRST + 1),
        bank.chart.find(Chart.INTERNAL_FIRST + 2),
        bank.chart.find(Chart.INTERNAL_FIRST + 3));
    bank.books.readSnapshot(in);
    bank.cards.readSnapshot(in, bank.limits, bank.chart);
    bank.neighbours.readSnapshot(in, bank.limits, bank.chart);
    bank.exchanges.readSnapshot(in, bank.chart, bank.neighbours);
    bank.requests.readSnapshot(in, bank.limits);
    bank.postings.readSnapshot(in);
  }
}
