package mutual.files.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import mutual.files.disk.FileSystem;
import mutual.files.disk.RealFileSystem;
import mutual.files.disk.StorePlace.Origin;
import mutual.files.lan.LocalServiceDiscovery;
import mutual.files.swarm.Candidates.Source;
import mutual.files.torrent.InfoHash;
import mutual.files.torrent.InfoHashes;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.Metainfo;
import mutual.files.torrent.TorrentMaker;
import mutual.middleware.Identity;
import mutual.middleware.NodeId;
import mutual.middleware.SecretFiles;
import mutual.overlay.dht.DhtNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that this node shares and fetches, behind one TCP port.
 *
 * <pre>{@code
 * try (ContentEngine engine =
 *     ContentEngine.start(EngineConfig.in(folder), identity, contacts, Optional.of(dht))) {
 *   Share film = engine.fetch(Magnet.parse(link), FetchPlan.into(downloads));
 *   ...
 * }
 * }</pre>
 */
public final class ContentEngine implements AutoCloseable {
  /** Shares that one engine keeps. */
  public static final int SHARES_MAX = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(ContentEngine.class);

  private final Path folder;
  private final Workshop workshop;
  private final Doorman doorman;
  private final Clockwork clock;
  private final EngineLimits limits;
  // By their whole ids; and by the 20 bytes of each of their hashes.
  private final Map<InfoHash, Share> shares = new ConcurrentHashMap<>();
  private final Map<ByteBuffer, Share> byWire = new ConcurrentHashMap<>();
  private final List<ShareMaking> making = new CopyOnWriteArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  private ContentEngine(
      EngineConfig config,
      Patience patience,
      Identity identity,
      PrivatePeers contacts,
      Optional<DhtNode> dht,
      FileSystem disk)
      throws IOException {
    folder = config.folder().resolve("shares");
    SecretFiles.makeFolder(folder);
    workshop = new Workshop(config, patience, identity, contacts, dht, disk, this::heardOnLan);
    try {
      doorman =
          new Doorman(
              workshop,
              config.bind(),
              hash -> Optional.ofNullable(byWire.get(ByteBuffer.wrap(hash))));
    } catch (IOException e) {
      workshop.close();
      throw e;
    }
    limits = new EngineLimits(config.folder().resolve("limits.txt"));
    workshop.up().limit(limits.up());
    workshop.down().limit(limits.down());
    load();
    clock = new Clockwork(shares::values);
    doorman.open();
    shares.values().forEach(Share::start);
    clock.start();
  }

  /** Opens the port and goes on with the shares that the folder holds. */
  public static ContentEngine start(
      EngineConfig config, Identity identity, PrivatePeers contacts, Optional<DhtNode> dht)
      throws IOException {
    return start(config, Patience.USUAL, identity, contacts, dht, new RealFileSystem());
  }

  /** The same on another disk, and with other patience. */
  static ContentEngine start(
      EngineConfig config,
      Patience patience,
      Identity identity,
      PrivatePeers contacts,
      Optional<DhtNode> dht,
      FileSystem disk)
      throws IOException {
    return new ContentEngine(config, patience, identity, contacts, dht, disk);
  }

  private void load() throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.list(folder)) {
      folders = all.filter(each -> Files.exists(each.resolve(ShareFacts.FILE))).toList();
    }
    for (Path each : folders) {
      try {
        ShareFacts facts = ShareFacts.read(each);
        ShareFolder place = new ShareFolder(each);
        Share share = share(place, facts, place.readTorrent().orElse(null));
        if (!share.removeAsBegun()) {
          register(share);
        }
      } catch (IOException e) {
        // One damaged share must not keep the others; its folder stays as it is.
        LOG.error("A share cannot be opened: {}", e.getMessage());
      }
    }
  }

  private Share share(ShareFolder place, ShareFacts facts, @Nullable Metainfo torrent) {
    return new Share(workshop, place, facts, torrent, doorman.port(), this::changed);
  }

  private void register(Share share) {
    shares.put(share.id(), share);
    index(share);
  }

  private void index(Share share) {
    share.hashes().wire().forEach(hash -> byWire.put(ByteBuffer.wrap(hash), share));
  }

  private void changed(Share share) {
    if (shares.get(share.id()) == share) {
      index(share);
    }
    news();
  }

  private void news() {
    if (!closed) {
      clock.hurry();
      listeners.forEach(Runnable::run);
    }
  }

  private void heardOnLan(InfoHash hash, InetSocketAddress peer) {
    Share share = byWire.get(ByteBuffer.wrap(hash.wire()));
    if (share != null) {
      share.heard(peer, Source.LOCAL);
    }
  }

  /** The TCP port. */
  public int port() {
    return doorman.port();
  }

  /** All shares, the oldest first. */
  public List<Share> shares() {
    List<Share> all = new ArrayList<>(shares.values());
    all.sort(Comparator.comparing(Share::added).thenComparing(Share::id));
    return all;
  }

  /** The share that a hash names. */
  public Optional<Share> find(InfoHash hash) {
    Share named = shares.get(hash);
    return named != null
        ? Optional.of(named)
        : Optional.ofNullable(byWire.get(ByteBuffer.wrap(hash.wire())))
            .filter(share -> share.hashes().all().contains(hash));
  }

  // ---- adding
  // --------------------------------------------------------------------------------------

  /**
   * Begins to read a file or folder of this node's own, to share it; returns at once. If the same
   * content is shared already, that share gets the audience.
   */
  public ShareMaking share(Path source, TorrentMaker.Format format, Audience audience) {
    ShareMaking fresh = new ShareMaking(source.toAbsolutePath().normalize());
    making.add(fresh);
    Thread.ofVirtual().name("share-make").start(() -> make(fresh, format, audience));
    news();
    return fresh;
  }

  private void make(ShareMaking fresh, TorrentMaker.Format format, Audience audience) {
    try {
      TorrentMaker.Made made =
          TorrentMaker.make(
              TorrentMaker.Plan.of(fresh.source(), format), workshop.hashers(), fresh::at);
      Share share = addOwn(made.torrent(), fresh.source(), audience);
      making.remove(fresh);
      boolean _ = fresh.result().complete(share);
    } catch (IOException | RuntimeException e) {
      making.remove(fresh);
      boolean _ =
          fresh
              .result()
              .completeExceptionally(
                  fresh.stopped() ? new CancellationException("It was given up.") : e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    news();
  }

  private Share addOwn(Metainfo torrent, Path source, Audience audience) throws IOException {
    Optional<Share> same = known(torrent.hashes());
    if (same.isPresent()) {
      same.get().audience(same.get().audience().and(audience));
      return same.get();
    }
    Path parent = source.getParent();
    return add(
        facts(torrent.hashes(), torrent.info().name(), parent == null ? source : parent)
            .as(Origin.OWN, audience),
        torrent);
  }

  /** What is being read to be shared. */
  public List<ShareMaking> making() {
    return List.copyOf(making);
  }

  /** Fetches public content; if it is here already, returns that share. */
  public Share fetch(Magnet magnet, FetchPlan plan) throws IOException {
    List<String> only = plan.only().isEmpty() ? Selection.of(magnet) : plan.only();
    return fetch(
        facts(magnet.hashes(), magnet.name().orElse(magnet.hashes().best().hex()), plan.folder())
            .as(Origin.FETCHED, Audience.EVERYONE)
            .wanting(only, plan)
            .foundBy(
                magnet.trackers().stream().map(List::of).toList(),
                magnet.peers().stream()
                    .map(peer -> new InetSocketAddress(peer.host(), peer.port()))
                    .toList()),
        null,
        plan);
  }

  /** Fetches public content that a torrent file describes. */
  public Share fetch(Metainfo torrent, FetchPlan plan) throws IOException {
    return fetch(
        facts(torrent.hashes(), torrent.info().name(), plan.folder())
            .as(Origin.FETCHED, Audience.EVERYONE)
            .wanting(plan.only(), plan)
            .foundBy(torrent.trackers(), List.of()),
        torrent,
        plan);
  }

  /** Fetches a contact's share by TLS, from it and from those for whom it vouches. */
  public Share fetch(PrivateLink link, FetchPlan plan) throws IOException {
    if (link.provider().equals(workshop.identity().id())) {
      throw new IOException("This link is to a share of your own.");
    }
    return fetch(
        facts(InfoHashes.of(link.hash()), link.name().orElse(link.hash().hex()), plan.folder())
            .as(Origin.FETCHED, Audience.NOBODY)
            .wanting(plan.only(), plan)
            .from(link.provider()),
        null,
        plan);
  }

  private Share fetch(NewShare wish, @Nullable Metainfo torrent, FetchPlan plan)
      throws IOException {
    Selection.check(plan.only());
    Optional<Share> same = known(wish.hashes());
    if (same.isPresent()) {
      return same.get();
    }
    Files.createDirectories(plan.folder());
    return add(wish, torrent);
  }

  private Optional<Share> known(InfoHashes hashes) {
    return hashes.all().stream().flatMap(hash -> find(hash).stream()).findFirst();
  }

  private NewShare facts(InfoHashes hashes, String name, Path parent) {
    return new NewShare(hashes, name, parent.toAbsolutePath().normalize());
  }

  private synchronized Share add(NewShare wish, @Nullable Metainfo torrent) throws IOException {
    Optional<Share> same = known(wish.hashes());
    if (same.isPresent()) {
      return same.get();
    }
    if (closed || shares.size() >= SHARES_MAX) {
      throw new IOException("There are " + shares.size() + " shares; no more are kept.");
    }
    ShareFacts facts = wish.facts(torrent);
    ShareFolder place = ShareFolder.of(folder, facts.id());
    if (torrent != null) {
      place.writeTorrent(torrent);
    }
    facts.write(place.folder());
    Share share = share(place, facts, torrent);
    register(share);
    share.start();
    news();
    return share;
  }

  // ---- removing
  // ------------------------------------------------------------------------------------

  /** Forgets a share; with its content, if wanted, unless that is this node's own. */
  public void remove(Share share, boolean withContent) throws IOException {
    share.remove(withContent);
    shares.remove(share.id(), share);
    byWire.values().removeIf(other -> other == share);
    news();
  }

  // ---- contacts and limits
  // -------------------------------------------------------------------------

  /** What a peer, whose key is proven, may fetch from this node; public shares included. */
  public List<Share> offersFor(NodeId peer) {
    return shares().stream()
        .filter(
            share ->
                share.provider().isEmpty()
                    && (share.audience().everyone()
                        || workshop.contacts().admits(share.audience(), peer)))
        .toList();
  }

  /**
   * A contact can be reached now: what is fetched from it looks for it at once. Does not block; may
   * be called as often as the contact answers.
   */
  public void reachable(NodeId contact) {
    Optional<NodeId> provider = Optional.of(contact);
    for (Share share : shares.values()) {
      ShareSession session = share.provider().equals(provider) ? share.session() : null;
      if (session != null) {
        session.dialling().providerReachable();
      }
    }
  }

  /** Looks again who may fetch what, since contacts or groups have changed. */
  public void recheckAccess() {
    for (Share share : shares.values()) {
      ShareSession session = share.session();
      if (session != null) {
        session.recheckAccess();
      }
    }
  }

  /** Bytes per second that all shares may give; 0 for no limit. */
  public long upLimitBytesPerSecond() {
    return workshop.up().limit();
  }

  /** Bytes per second that all shares may fetch; 0 for no limit. */
  public long downLimitBytesPerSecond() {
    return workshop.down().limit();
  }

  /** Bytes per second that all shares give now. */
  public double upBytesPerSecond() {
    return workshop.up().bytesPerSecond(System.nanoTime());
  }

  /** Bytes per second that all shares fetch now. */
  public double downBytesPerSecond() {
    return workshop.down().bytesPerSecond(System.nanoTime());
  }

  /** Limits all shares together; 0 lifts a limit. Kept over restarts. */
  public void limits(long upBytesPerSecond, long downBytesPerSecond) {
    limits.write(upBytesPerSecond, downBytesPerSecond);
    workshop.up().limit(upBytesPerSecond);
    workshop.down().limit(downBytesPerSecond);
  }

  /** Who hears that shares have come, gone or changed their state; must not block. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * Why the local network cannot be searched for public shares; empty if it can or is not to be.
   */
  public String lanTrouble() {
    return workshop.lan().map(LocalServiceDiscovery::trouble).orElse("");
  }

  /**
   * The first moment since the start at which somebody from outside connected; empty if nobody has.
   */
  public Optional<Instant> reachedFromOutside() {
    return doorman.reached();
  }

  /** Settles what is on the disk, says goodbye to trackers, and frees the port. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    doorman.close();
    clock.close();
    making.forEach(ShareMaking::stop);
    List<Thread> closing = new ArrayList<>();
    for (Share share : shares.values()) {
      closing.add(Thread.ofVirtual().name("share-close").start(share::close));
    }
    try {
      for (Thread each : closing) {
        each.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workshop.close();
  }
}
