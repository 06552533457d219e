package mutual.files.swarm;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Addresses at which members of a swarm are said to be, and when each may be tried again. They are
 * only candidates: who answers there proves what it is by what it sends.
 */
public final class Candidates {
  /** Addresses kept; when full, those that failed most give way. */
  public static final int ADDRESSES_MAX = 2_000;

  /** Attempts in a row after which an address is forgotten. */
  public static final int FAILURES_MAX = 6;

  static final long RETRY_NANOS = 5_000_000_000L;

  /** Where an address was heard of; the earlier are tried first. */
  public enum Source {
    PERSON(0),
    LOCAL(1),
    TRACKER(2),
    DHT(3),
    EXCHANGE(4);

    private static final int COUNT = 5;
    private final int rank;

    Source(int rank) {
      this.rank = rank;
    }
  }

  private static final class Entry {
    Source source;
    int failures;
    long notBeforeNanos;

    /** When it may be tried at the earliest, whoever says what. */
    long earliestNanos;

    boolean busy;

    Entry(Source source, long nowNanos) {
      this.source = source;
      this.notBeforeNanos = nowNanos;
      this.earliestNanos = nowNanos;
    }
  }

  private final Map<InetSocketAddress, Entry> entries = new LinkedHashMap<>();
  private final Map<Source, Integer> counts = new HashMap<>();

  /** An address was heard of; false if it is known or there is no room. */
  public boolean add(InetSocketAddress address, Source source, long nowNanos) {
    Entry known = entries.get(address);
    if (known != null) {
      if (source.rank < known.source.rank) {
        counts.merge(known.source, -1, Integer::sum);
        counts.merge(source, 1, Integer::sum);
        known.source = source;
        known.notBeforeNanos = Math.min(known.notBeforeNanos, nowNanos);
      }
      if (source == Source.LOCAL) {
        // It says so itself, so it is there now, however long it was not.
        known.notBeforeNanos =
            Math.min(known.notBeforeNanos, Math.max(nowNanos, known.earliestNanos));
      }
      return false;
    }
    if (entries.size() >= ADDRESSES_MAX && !makeRoom(source)) {
      return false;
    }
    entries.put(address, new Entry(source, nowNanos));
    counts.merge(source, 1, Integer::sum);
    return true;
  }

  /** What strangers tell may not push out what is known better. */
  private boolean makeRoom(Source source) {
    InetSocketAddress worst = null;
    int worstRank = source.rank * (FAILURES_MAX + 1);
    for (var each : entries.entrySet()) {
      Entry entry = each.getValue();
      int rank = entry.source.rank * (FAILURES_MAX + 1) + entry.failures;
      if (!entry.busy && rank > worstRank) {
        worst = each.getKey();
        worstRank = rank;
      }
    }
    if (worst != null) {
      remove(worst);
    }
    return worst != null;
  }

  private void remove(InetSocketAddress address) {
    Entry entry = entries.remove(address);
    if (entry != null) {
      counts.merge(entry.source, -1, Integer::sum);
    }
  }

  /** The address to try next, which is taken for busy from now on; null if there is none. */
  public @Nullable InetSocketAddress next(long nowNanos) {
    InetSocketAddress best = null;
    int bestRank = Integer.MAX_VALUE;
    for (var each : entries.entrySet()) {
      Entry entry = each.getValue();
      int rank = entry.failures * Source.COUNT + entry.source.rank;
      if (!entry.busy && entry.notBeforeNanos <= nowNanos && rank < bestRank) {
        best = each.getKey();
        bestRank = rank;
      }
    }
    if (best != null) {
      busy(best);
    }
    return best;
  }

  private void busy(InetSocketAddress address) {
    Entry entry = entries.get(address);
    if (entry != null) {
      entry.busy = true;
    }
  }

  /** The address answered as it should. */
  public void succeeded(InetSocketAddress address) {
    Entry entry = entries.get(address);
    if (entry != null) {
      entry.failures = 0;
    }
  }

  /** The connection is closed, or there was none; it is tried again later and later. */
  public void ended(InetSocketAddress address, boolean failed, long nowNanos) {
    Entry entry = entries.get(address);
    if (entry == null) {
      return;
    }
    entry.busy = false;
    entry.failures += failed ? 1 : 0;
    if (entry.failures >= FAILURES_MAX && entry.source != Source.PERSON) {
      remove(address);
      return;
    }
    int shift = Math.min(entry.failures, FAILURES_MAX);
    entry.notBeforeNanos = nowNanos + (RETRY_NANOS << shift);
    entry.earliestNanos = nowNanos + RETRY_NANOS;
  }

  /** Forgets the address. */
  public void forget(InetSocketAddress address) {
    remove(address);
  }

  /** Addresses known. */
  public int size() {
    return entries.size();
  }

  /** Addresses known from a source. */
  public int size(Source source) {
    return counts.getOrDefault(source, 0);
  }
}
