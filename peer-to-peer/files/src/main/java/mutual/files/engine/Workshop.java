package mutual.files.engine;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import mutual.files.disk.FileSystem;
import mutual.files.disk.OpenFiles;
import mutual.files.lan.LocalServiceDiscovery;
import mutual.files.tracker.Trackers;
import mutual.middleware.Identity;
import mutual.overlay.dht.DhtNode;

/** What all shares of an engine use together. */
final class Workshop implements AutoCloseable {
  /** Attempts to connect that may be under way at once. */
  static final int DIALS_MAX = 32;

  /** Addresses proven to send wrong pieces that are remembered; the oldest are forgotten. */
  static final int BANS_MAX = 4_096;

  /** Memory for pieces of one share that are being gathered, checked and written. */
  static final long GATHERED_BYTES_MAX = 64 << 20;

  private static final int OUTGOING_KEPT_MAX = 8;

  private final EngineConfig config;
  private final Patience patience;
  private final Identity identity;
  private final PrivatePeers contacts;
  private final Optional<DhtNode> dht;
  private final OpenFiles files;
  private final Buffers outgoing = new Buffers(PeerWriter.BYTES, OUTGOING_KEPT_MAX);
  private final Bandwidth up = new Bandwidth(null);
  private final Bandwidth down = new Bandwidth(null);
  private final Semaphore dials = new Semaphore(DIALS_MAX);
  private final AtomicInteger strangers = new AtomicInteger();
  private final AtomicInteger acquaintances = new AtomicInteger();
  private final AtomicInteger fetching = new AtomicInteger();
  private final Set<Object> banned = new LinkedHashSet<>();
  private final ExecutorService hashers =
      Executors.newFixedThreadPool(
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          Thread.ofPlatform().daemon().name("files-hash-", 0).factory());
  private final ScheduledExecutorService alarms;
  private final Trackers trackers = new Trackers();
  private final Optional<LocalServiceDiscovery> lan;

  Workshop(
      EngineConfig config,
      Patience patience,
      Identity identity,
      PrivatePeers contacts,
      Optional<DhtNode> dht,
      FileSystem disk,
      LocalServiceDiscovery.Listener neighbours) {
    this.config = config;
    this.patience = patience;
    this.files = new OpenFiles(disk, OpenFiles.FILES_MAX);
    this.lan = config.lan() ? Optional.of(new LocalServiceDiscovery(neighbours)) : Optional.empty();
    this.identity = identity;
    this.contacts = contacts;
    this.dht = dht;
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("files-alarm").factory());
    timer.setRemoveOnCancelPolicy(true);
    alarms = timer;
  }

  EngineConfig config() {
    return config;
  }

  Patience patience() {
    return patience;
  }

  Identity identity() {
    return identity;
  }

  PrivatePeers contacts() {
    return contacts;
  }

  Optional<DhtNode> dht() {
    return dht;
  }

  OpenFiles files() {
    return files;
  }

  Trackers trackers() {
    return trackers;
  }

  Optional<LocalServiceDiscovery> lan() {
    return lan;
  }

  /** Buffers for what connections write. */
  Buffers outgoing() {
    return outgoing;
  }

  Bandwidth up() {
    return up;
  }

  Bandwidth down() {
    return down;
  }

  Semaphore dials() {
    return dials;
  }

  /** Threads that hash and write pieces: one a processor, since both fill one. */
  ExecutorService hashers() {
    return hashers;
  }

  /** Runs short things that never wait, at their time. */
  ScheduledExecutorService alarms() {
    return alarms;
  }

  /** Closes a connection that is not where it should be in time, unless it is called off. */
  Alarm alarm(AutoCloseable connection, Duration limit) {
    return new Alarm(alarms, connection, limit);
  }

  /** A share begins to fetch, which needs memory. */
  void beginsToFetch() {
    fetching.incrementAndGet();
  }

  void endsToFetch() {
    fetching.decrementAndGet();
  }

  /**
   * Memory that one share may gather pieces in: all that fetch have a quarter of the heap together.
   */
  long gatheredBytesMax() {
    long all = Runtime.getRuntime().maxMemory() / 4;
    return Math.min(GATHERED_BYTES_MAX, all / Math.max(1, fetching.get()));
  }

  static RandomGenerator random() {
    return new java.security.SecureRandom();
  }

  /** Takes a place for a connection; false if all are taken. */
  boolean enter(boolean contact) {
    AtomicInteger count = contact ? acquaintances : strangers;
    int max = contact ? EngineConfig.CONTACT_CONNECTIONS_MAX : config.connectionsMax();
    if (count.incrementAndGet() > max) {
      count.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Whether less than half of the contacts' places are taken. */
  boolean hasRoomForContacts() {
    return acquaintances.get() < EngineConfig.CONTACT_CONNECTIONS_MAX / 2;
  }

  void leave(boolean contact) {
    (contact ? acquaintances : strangers).decrementAndGet();
  }

  /** Never again: it has sent wrong pieces, in whichever share. */
  void ban(Object identity) {
    synchronized (banned) {
      banned.add(identity);
      if (banned.size() > BANS_MAX) {
        banned.remove(banned.iterator().next());
      }
    }
  }

  boolean isBanned(Object identity) {
    synchronized (banned) {
      return banned.contains(identity);
    }
  }

  /**
   * Who is to blame for what comes by a connection: a key, or a host. Processes on this very host
   * are told apart by their ports.
   */
  static Object blamed(Carrier carrier) {
    InetAddress host = carrier.remote().getAddress();
    return carrier
        .node()
        .<Object>map(node -> node)
        .orElseGet(() -> host.isLoopbackAddress() ? carrier.remote() : host);
  }

  @Override
  public void close() {
    lan.ifPresent(LocalServiceDiscovery::close);
    trackers.close();
    alarms.shutdownNow();
    hashers.shutdown();
    try {
      boolean _ = hashers.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    files.close();
  }
}
