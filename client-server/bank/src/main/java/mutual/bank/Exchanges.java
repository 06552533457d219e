package mutual.bank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import mutual.bank.ExchangeView.State;
import org.jspecify.annotations.Nullable;

/**
 * All exchanges that the bank remembers, in the order of their creation, with those that are open
 * and those that a partner has yet to acknowledge at hand. Open ones are never forgotten; finished
 * ones are once no partner or machine may still speak of them.
 */
final class Exchanges {
  /** The most exchanges forgotten at once. */
  private static final int FORGOTTEN_PER_ENTRY_MAX = 64;

  private final IdMap<Exchange> byId = new IdMap<>();
  private final NavigableMap<Long, Exchange> open = new TreeMap<>();
  private final Queue<Finished> finishedHere = new ArrayDeque<>();
  private final Queue<Finished> finishedWithPartner = new ArrayDeque<>();
  private final long keepHereMillis;
  private final long keepWithPartnerMillis;
  private final int max;
  private @Nullable Exchange oldest;
  private @Nullable Exchange newest;
  private long numbers;
  private @Nullable UUID changed;

  Exchanges(BankLimits limits) {
    keepHereMillis = limits.ledger().dedupWindowMillis() + limits.ledger().clockSkewMillisMax();
    keepWithPartnerMillis = Math.max(limits.exchangeRetentionMillis(), keepHereMillis);
    max = limits.exchangesMax();
  }

  /** An exchange that was final at this time; it may have moved since. */
  private record Finished(Exchange exchange, long millis) {}

  @Nullable Exchange find(UUID id) {
    return byId.get(id);
  }

  boolean full() {
    return byId.size() >= max;
  }

  Iterable<Exchange> open() {
    return open.values();
  }

  /** Adds an exchange in its first state. */
  void add(
      Exchange exchange,
      State state,
      ExchangeEvent event,
      PartnerMessage.@Nullable Kind outstanding) {
    exchange.number = ++numbers;
    byId.put(exchange.id, exchange);
    append(exchange);
    if (exchange.machine != null) {
      exchange.machine.openExchanges++;
    }
    open.put(exchange.number, exchange);
    move(exchange, state, event, outstanding, exchange.createdMillis);
  }

  /** Takes an exchange to its next state. */
  void move(
      Exchange exchange,
      State state,
      ExchangeEvent event,
      PartnerMessage.@Nullable Kind outstanding,
      long nowMillis) {
    exchange.step(nowMillis, state, event);
    if (outstanding != PartnerMessage.Kind.AUTHORISE) {
      exchange.sealedPin = null;
    }
    if (outstanding != exchange.outstanding) {
      exchange.outstanding = outstanding;
      exchange.outstandingSince = nowMillis;
      if (outstanding == null) {
        exchange.otherBank().outstanding.remove(exchange.number);
      } else {
        exchange.otherBank().outstanding.put(exchange.number, exchange);
      }
    }
    if (exchange.finished()) {
      if (exchange.finishedMillis != nowMillis) {
        exchange.finishedMillis = nowMillis;
        queue(exchange).add(new Finished(exchange, nowMillis));
      }
      if (open.remove(exchange.number) != null && exchange.machine != null) {
        exchange.machine.openExchanges--;
      }
    }
    changed = exchange.id;
  }

  void forget(long nowMillis) {
    forget(finishedHere, nowMillis - keepHereMillis);
    forget(finishedWithPartner, nowMillis - keepWithPartnerMillis);
  }

  private void forget(Queue<Finished> queue, long beforeMillis) {
    for (int i = 0; i < FORGOTTEN_PER_ENTRY_MAX; i++) {
      Finished head = queue.peek();
      if (head == null || head.millis >= beforeMillis) {
        return;
      }
      queue.remove();
      if (head.exchange.finishedMillis == head.millis) {
        byId.remove(head.exchange.id);
        unlink(head.exchange);
      }
    }
  }

  /** Newest first, from before this one on; none if it is not remembered any more. */
  List<Exchange> before(@Nullable UUID id, int most, boolean openOnly) {
    Exchange start = id == null ? newest : find(id);
    if (start == null) {
      return List.of();
    }
    List<Exchange> list = new ArrayList<>();
    if (openOnly) {
      Iterator<Exchange> older =
          open.headMap(start.number, id == null).descendingMap().values().iterator();
      while (list.size() < most && older.hasNext()) {
        list.add(older.next());
      }
      return list;
    }
    Exchange next = id == null ? start : start.previous;
    for (; next != null && list.size() < most; next = next.previous) {
      list.add(next);
    }
    return list;
  }

  /** Which exchange the entry changed, if one; asked once for each entry. */
  @Nullable UUID takeChanged() {
    UUID id = changed;
    changed = null;
    return id;
  }

  private Queue<Finished> queue(Exchange exchange) {
    return exchange.partner == null ? finishedHere : finishedWithPartner;
  }

  private void append(Exchange exchange) {
    exchange.previous = newest;
    if (newest == null) {
      oldest = exchange;
    } else {
      newest.next = exchange;
    }
    newest = exchange;
  }

  private void unlink(Exchange exchange) {
    Exchange previous = exchange.previous;
    Exchange next = exchange.next;
    if (previous == null) {
      oldest = next;
    } else {
      previous.next = next;
    }
    if (next == null) {
      newest = previous;
    } else {
      next.previous = previous;
    }
  }

  void writeSnapshot(DataOutput out) throws IOException {
    out.writeLong(numbers);
    out.writeInt(byId.size());
    for (Exchange exchange = oldest; exchange != null; exchange = exchange.next) {
      exchange.writeSnapshot(out);
    }
    write(finishedHere, out);
    write(finishedWithPartner, out);
  }

  private static void write(Queue<Finished> queue, DataOutput out) throws IOException {
    out.writeInt(queue.size());
    for (Finished finished : queue) {
      out.writeLong(finished.exchange.number);
      out.writeLong(finished.millis);
    }
  }

  void readSnapshot(DataInput in, Chart chart, Neighbours neighbours) throws IOException {
    numbers = in.readLong();
    Map<Long, Exchange> byNumber = new HashMap<>();
    for (int i = Stored.count(in.readInt(), Integer.MAX_VALUE); i > 0; i--) {
      Exchange exchange = Exchange.readSnapshot(in, chart, neighbours);
      byId.put(exchange.id, exchange);
      byNumber.put(exchange.number, exchange);
      append(exchange);
      if (!exchange.finished()) {
        open.put(exchange.number, exchange);
        if (exchange.machine != null) {
          exchange.machine.openExchanges++;
        }
      }
      if (exchange.outstanding != null) {
        exchange.otherBank().outstanding.put(exchange.number, exchange);
      }
    }
    read(finishedHere, byNumber, in);
    read(finishedWithPartner, byNumber, in);
  }

  private static void read(Queue<Finished> queue, Map<Long, Exchange> byNumber, DataInput in)
      throws IOException {
    for (int i = Stored.count(in.readInt(), Integer.MAX_VALUE); i > 0; i--) {
      Exchange exchange = byNumber.get(in.readLong());
      long millis = in.readLong();
      if (exchange == null) {
        throw new IOException("a finished exchange is missing");
      }
      queue.add(new Finished(exchange, millis));
    }
  }
}
