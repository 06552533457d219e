package mutual.files.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import mutual.overlay.dht.Reach;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The callers at the door whose handshake is not done yet: some of each host, and not many in all.
 *
 * <p>Nobody is refused. Where there is no place, another caller is let go: one of the same host if
 * that has its share of places already, else one of the host that has the most; first who has said
 * nothing yet, and of those the one that has had the most time. So a host that floods the door
 * takes places from itself alone, and who comes to shake hands gets in beside it.
 */
final class WaitingRoom implements AutoCloseable {
  /** Callers in all. */
  static final int CALLERS_MAX = 64;

  /** Callers from one host: an IPv4 address, or an IPv6 network of 64 bits. */
  static final int CALLERS_PER_HOST_MAX = 8;

  /** Any loopback address: many peers may run here, so that it may have all places. */
  private static final long THIS_HOST = 0;

  private static final Logger LOG = LoggerFactory.getLogger(WaitingRoom.class);

  /** One who waits. */
  final class Caller {
    private final long host;
    private final AutoCloseable line;

    /** Guarded by the room. */
    private boolean spoke;

    private Caller(long host, AutoCloseable line) {
      this.host = host;
      this.line = line;
    }

    /** It has begun its handshake. */
    void speaks() {
      synchronized (WaitingRoom.this) {
        spoke = true;
      }
    }

    /** Its handshake is done, or will not be; false if it had been let go before. */
    boolean leave() {
      synchronized (WaitingRoom.this) {
        return waiting.remove(this);
      }
    }
  }

  /** In the order in which they came. */
  private final Set<Caller> waiting = new LinkedHashSet<>();

  /**
   * Takes a caller in, and lets another one go if need be.
   *
   * @param line is closed when the caller is let go; must not block
   */
  Caller enter(InetSocketAddress from, AutoCloseable line) {
    Caller fresh = new Caller(host(from), line);
    Caller unlucky;
    synchronized (this) {
      unlucky = unlucky(fresh.host);
      if (unlucky != null) {
        waiting.remove(unlucky);
      }
      waiting.add(fresh);
    }
    if (unlucky != null) {
      LOG.debug("A caller is let go for another from {}", from.getAddress());
      close(unlucky.line);
    }
    return fresh;
  }

  /** Lets all go. */
  @Override
  public void close() {
    List<Caller> all;
    synchronized (this) {
      all = List.copyOf(waiting);
      waiting.clear();
    }
    all.forEach(caller -> close(caller.line));
  }

  /** How many wait. */
  synchronized int size() {
    return waiting.size();
  }

  private static long host(InetSocketAddress from) {
    InetAddress address = from.getAddress();
    return address.isLoopbackAddress() ? THIS_HOST : Reach.party(address);
  }

  private @Nullable Caller unlucky(long newcomer) {
    Map<Long, Integer> counts = new HashMap<>();
    waiting.forEach(caller -> counts.merge(caller.host, 1, Integer::sum));
    int limit = newcomer == THIS_HOST ? CALLERS_MAX : CALLERS_PER_HOST_MAX;
    if (counts.getOrDefault(newcomer, 0) >= limit) {
      return longest(caller -> caller.host == newcomer);
    }
    if (waiting.size() < CALLERS_MAX) {
      return null;
    }
    int most = counts.values().stream().max(Comparator.naturalOrder()).orElse(0);
    return longest(caller -> counts.getOrDefault(caller.host, 0) == most);
  }

  /** Of some, the first who has said nothing; if all have, the first. */
  private @Nullable Caller longest(Predicate<Caller> some) {
    List<Caller> those = waiting.stream().filter(some).toList();
    return those.stream()
        .filter(caller -> !caller.spoke)
        .findFirst()
        .orElseGet(() -> those.isEmpty() ? null : those.getFirst());
  }

  private static void close(AutoCloseable line) {
    try {
      line.close();
    } catch (Exception e) {
      LOG.debug("A caller could not be sent away", e);
    }
  }
}
