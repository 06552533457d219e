package mutual.files.lan;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mutual.files.torrent.InfoHash;
import mutual.overlay.bencode.BString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds peers on the local networks by multicast (BEP 14), for all shares of a program.
 *
 * <pre>{@code
 * try (LocalServiceDiscovery lan = new LocalServiceDiscovery((hash, peer) -> connect(peer))) {
 *   lan.announce(hash, 6881);
 * }
 * }</pre>
 *
 * <p>Where multicast is not possible nothing is announced and nothing heard; {@link #trouble} says
 * why. Private torrents (BEP 27) are not to be announced here.
 *
 * <p>One virtual thread speaks and owns networks, sockets and schedules; another one for each
 * family of addresses listens.
 */
public final class LocalServiceDiscovery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalServiceDiscovery.class);
  private static final long SCAN_MILLIS = 10_000;
  private static final int COOKIE_BYTES = 8;

  /** Hears of peers. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A peer has, or wants, a torrent that is announced here. Hearsay, and often repeated. Must not
     * block.
     */
    void heard(InfoHash hash, InetSocketAddress peer);
  }

  private record Announced(InfoHash hash, int port) {}

  private final Listener listener;
  private final String cookie;
  private final Map<BString, Announced> announced = new ConcurrentHashMap<>();

  /** Hashes of which something else holds than was announced. */
  private final Queue<BString> changed = new ConcurrentLinkedQueue<>();

  private final HearsayLimits limits = new HearsayLimits();
  private final Semaphore work = new Semaphore(0);
  private final Map<String, LsdSchedule> schedules = new HashMap<>();
  private final List<LsdSocket> sockets = new ArrayList<>();
  private final List<LsdStation> stations = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private volatile List<LanNetwork> networks = List.of();
  private volatile String trouble = "";
  private volatile boolean scanWanted = true;
  private volatile boolean reopen;
  private volatile boolean closed;

  /** Begins to listen. */
  public LocalServiceDiscovery(Listener listener) {
    this.listener = listener;
    byte[] drawn = new byte[COOKIE_BYTES];
    new SecureRandom().nextBytes(drawn);
    cookie = HexFormat.of().formatHex(drawn);
    Thread.ofVirtual().name("lsd-speak").start(this::speak);
  }

  /** Announces a torrent now and from now on, or at another port than before. */
  public void announce(InfoHash hash, int port) {
    if (port < 1 || port > 0xffff) {
      throw new IllegalArgumentException("port " + port);
    }
    BString wire = BString.of(hash.wire());
    Announced now = new Announced(hash, port);
    if (!now.equals(announced.put(wire, now))) {
      change(wire);
    }
  }

  /** Announces a torrent no more, and hears of no more peers for it. */
  public void withdraw(InfoHash hash) {
    BString wire = BString.of(hash.wire());
    if (announced.remove(wire) != null) {
      change(wire);
    }
  }

  private void change(BString wire) {
    changed.add(wire);
    work.release();
  }

  /** Looks for new networks now, instead of within ten seconds. */
  public void rescan() {
    scanWanted = true;
    work.release();
  }

  /** Why peers on some local network, or on any, are not found; empty if they are. */
  public String trouble() {
    return trouble;
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private void speak() {
    long scanMillis = Long.MIN_VALUE;
    try {
      while (!closed) {
        long now = nowMillis();
        if (scanWanted || now >= scanMillis) {
          scanWanted = false;
          scanMillis = now + SCAN_MILLIS;
          scan(now);
        }
        long wakeMillis = Math.min(scanMillis, speak(now));
        boolean _ = work.tryAcquire(wakeMillis - now, TimeUnit.MILLISECONDS);
        int _ = work.drainPermits();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    } finally {
      closeSockets();
    }
  }

  /** Announces what is due on all networks; tells when to be called next. */
  private long speak(long nowMillis) {
    for (@Nullable BString each = changed.poll(); each != null; each = changed.poll()) {
      for (LsdSchedule schedule : schedules.values()) {
        schedule.renew(each);
      }
    }
    Map<BString, Integer> ports =
        announced.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().port()));
    long wakeMillis = Long.MAX_VALUE;
    for (LsdStation station : stations) {
      wakeMillis = Math.min(wakeMillis, station.speak(ports, nowMillis));
    }
    trouble =
        networks.isEmpty()
            ? "No network here can multicast, so peers on the local network are not found."
            : Stream.concat(failures.stream(), stations.stream().map(LsdStation::trouble))
                .filter(sentence -> !sentence.isEmpty())
                .collect(Collectors.joining(" "));
    return wakeMillis;
  }

  /** Opens the sockets anew if the networks are others than before. */
  private void scan(long nowMillis) {
    List<LanNetwork> found;
    try {
      found = LanNetwork.scan();
    } catch (IOException e) {
      LOG.debug("The networks cannot be listed", e);
      return;
    }
    Set<String> names = found.stream().map(LanNetwork::name).collect(Collectors.toSet());
    schedules.values().forEach(each -> each.forget(announced.keySet(), nowMillis));
    schedules.entrySet().removeIf(e -> !names.contains(e.getKey()) && e.getValue().isEmpty());
    if (reopen || !found.equals(networks)) {
      reopen = false;
      for (LanNetwork network : found) {
        if (!networks.contains(network)) {
          schedules.computeIfAbsent(network.name(), _ -> new LsdSchedule()).renewAll();
        }
      }
      closeSockets();
      networks = found;
      stations.clear();
      failures.clear();
      open(false);
      open(true);
    }
  }

  private void open(boolean six) {
    List<LanNetwork> family = networks.stream().filter(each -> each.six() == six).toList();
    if (family.isEmpty()) {
      return;
    }
    try {
      LsdSocket socket = new LsdSocket(six);
      sockets.add(socket);
      for (LanNetwork network : family) {
        LsdSchedule schedule = schedules.computeIfAbsent(network.name(), _ -> new LsdSchedule());
        stations.add(new LsdStation(network, socket, schedule, cookie, join(socket, network)));
      }
      Thread.ofVirtual().name("lsd-hear").start(() -> hear(socket));
    } catch (IOException e) {
      reopen = true;
      failures.add("Port " + LsdSocket.PORT + " cannot be opened: " + e.getMessage() + ".");
    }
  }

  private static String join(LsdSocket socket, LanNetwork network) {
    try {
      socket.join(network);
      return "";
    } catch (IOException e) {
      return network.trouble(e);
    }
  }

  private void hear(LsdSocket socket) {
    ByteBuffer datagram = ByteBuffer.allocate(LsdMessage.DATAGRAM_BYTES_MAX + 1);
    try {
      while (true) {
        InetSocketAddress from = socket.receive(datagram);
        LsdMessage.read(datagram.array(), datagram.limit())
            .filter(message -> !message.cookie().equals(cookie) && believable(from.getAddress()))
            .ifPresent(message -> tell(message, from.getAddress()));
      }
    } catch (ClosedChannelException e) {
      // By closing it this thread is ended.
    } catch (IOException e) {
      LOG.debug("The socket of local service discovery broke", e);
      reopen = true;
    }
  }

  /**
   * Whether an address can be a neighbour's. A sender can forge its address; what seems to come
   * from anywhere else would have us connect to whomever the forger wants to annoy.
   */
  private boolean believable(InetAddress from) {
    return LanAddresses.isLocal(from) || networks.stream().anyMatch(each -> each.contains(from));
  }

  private void tell(LsdMessage message, InetAddress from) {
    for (BString wire : message.hashes()) {
      @Nullable Announced ours = announced.get(wire);
      if (ours != null && limits.allow(from, nowMillis())) {
        listener.heard(ours.hash(), new InetSocketAddress(from, message.port()));
      }
    }
  }

  private void closeSockets() {
    for (LsdSocket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.debug("A socket of local service discovery did not close well", e);
      }
    }
    sockets.clear();
  }

  /** Ends it; what is under way may still be heard. */
  @Override
  public void close() {
    closed = true;
    work.release();
  }
}
