package mutual.bank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Postings that the statement database does not have yet, numbered from 1 without gaps. They stand
 * in columns, so that thousands in one batch cost no object each.
 */
final class Postings {
  private static final int CHUNK = 1 << 12;

  private final Chart chart;
  private final List<Chunk> chunks = new ArrayList<>();

  /** Sequence number of the first row of the first chunk. */
  private long first = 1;

  private long last;
  private long acknowledged;

  Postings(Chart chart) {
    this.chart = chart;
  }

  /**
   * Gives the posting the next number.
   *
   * @param previous number of the posting made of the account before; 0: none
   */
  long add(
      long timestampMillis,
      long account,
      long amount,
      long balance,
      long previous,
      PostingKind kind,
      long other,
      @Nullable String place,
      @Nullable String reference,
      long idHigh,
      long idLow) {
    int row = (int) (last + 1 - first) & (CHUNK - 1);
    if (row == 0) {
      chunks.add(new Chunk());
    }
    Chunk chunk = chunks.getLast();
    chunk.times[row] = timestampMillis;
    chunk.accounts[row] = account;
    chunk.amounts[row] = amount;
    chunk.balances[row] = balance;
    chunk.previous[row] = previous;
    chunk.kinds[row] = (byte) kind.code();
    chunk.others[row] = other;
    chunk.places[row] = place;
    chunk.references[row] = reference;
    chunk.idHighs[row] = idHigh;
    chunk.idLows[row] = idLow;
    return ++last;
  }

  /** Forgets postings up to this number, as far as they exist. */
  void acknowledge(long upTo) {
    acknowledged = Math.max(acknowledged, Math.min(upTo, last));
    int gone = 0;
    while (gone < chunks.size() && first + CHUNK - 1 <= acknowledged) {
      first += CHUNK;
      gone++;
    }
    chunks.subList(0, gone).clear();
  }

  long last() {
    return last;
  }

  long acknowledged() {
    return acknowledged;
  }

  int count() {
    return Math.toIntExact(last - acknowledged);
  }

  List<Bank.Posting> after(long after, int max) {
    List<Bank.Posting> list = new ArrayList<>();
    long from = Math.max(after, acknowledged) + 1;
    for (long sequence = from; sequence <= last && list.size() < max; sequence++) {
      Chunk chunk = chunks.get((int) ((sequence - first) / CHUNK));
      int row = (int) ((sequence - first) % CHUNK);
      String reference = chunk.references[row];
      list.add(
          new Bank.Posting(
              sequence,
              chunk.times[row],
              chart.accountNumber(chunk.accounts[row]),
              chunk.amounts[row],
              chunk.balances[row],
              chunk.previous[row],
              PostingKind.ofCode(chunk.kinds[row]).name(),
              chart.accountNumber(chunk.others[row]),
              chunk.places[row],
              reference != null ? reference : "",
              new UUID(chunk.idHighs[row], chunk.idLows[row])));
    }
    return list;
  }

  void writeSnapshot(DataOutput out) throws IOException {
    out.writeLong(acknowledged);
    out.writeLong(last);
    for (long sequence = acknowledged + 1; sequence <= last; sequence++) {
      Chunk chunk = chunks.get((int) ((sequence - first) / CHUNK));
      int row = (int) ((sequence - first) % CHUNK);
      out.writeLong(chunk.times[row]);
      out.writeLong(chunk.accounts[row]);
      out.writeLong(chunk.amounts[row]);
      out.writeLong(chunk.balances[row]);
      out.writeLong(chunk.previous[row]);
      out.writeByte(chunk.kinds[row]);
      out.writeLong(chunk.others[row]);
      Stored.putText(out, chunk.places[row]);
      Stored.putText(out, chunk.references[row]);
      out.writeLong(chunk.idHighs[row]);
      out.writeLong(chunk.idLows[row]);
    }
  }

  void readSnapshot(DataInput in) throws IOException {
    acknowledged = in.readLong();
    long end = in.readLong();
    first = acknowledged + 1;
    last = acknowledged;
    while (last < end) {
      long time = in.readLong();
      long account = in.readLong();
      long amount = in.readLong();
      long balance = in.readLong();
      long previous = in.readLong();
      PostingKind kind = PostingKind.ofCode(in.readByte());
      long other = in.readLong();
      String place = Stored.text(in);
      String reference = Stored.text(in);
      long high = in.readLong();
      add(
          time,
          account,
          amount,
          balance,
          previous,
          kind,
          other,
          place,
          reference,
          high,
          in.readLong());
    }
  }

  private static final class Chunk {
    final long[] times = new long[CHUNK];
    final long[] accounts = new long[CHUNK];
    final long[] amounts = new long[CHUNK];
    final long[] balances = new long[CHUNK];
    final long[] previous = new long[CHUNK];
    final byte[] kinds = new byte[CHUNK];
    final long[] others = new long[CHUNK];
    final @Nullable String[] places = new String[CHUNK];
    final @Nullable String[] references = new String[CHUNK];
    final long[] idHighs = new long[CHUNK];
    final long[] idLows = new long[CHUNK];
  }
}
