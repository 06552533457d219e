package mutual.files.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import mutual.files.disk.ContentStore;
import mutual.files.disk.StorageException;
import mutual.files.disk.StorePlace;
import mutual.files.disk.StorePlace.Allocation;
import mutual.files.disk.StorePlace.Origin;
import mutual.files.swarm.Candidates.Source;
import mutual.files.swarm.Priority;
import mutual.files.torrent.Hash256;
import mutual.files.torrent.InfoDictionary;
import mutual.files.torrent.InfoHash;
import mutual.files.torrent.InfoHashes;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.Metainfo;
import mutual.files.tracker.TrackerStatus;
import mutual.files.tracker.Transferred;
import mutual.files.wire.Handshake;
import mutual.files.wire.PeerId;
import mutual.middleware.NodeId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Content that this node gives, fetches, or both. Safe for use by many threads.
 *
 * <p>What is kept of it is here; what goes on is in its {@link ShareSession}, if it has one. This
 * object's monitor is never held while a session's lock is taken.
 */
public final class Share {
  private static final Logger LOG = LoggerFactory.getLogger(Share.class);
  private static final long RETRY_SECONDS_FIRST = 10;
  private static final long RETRY_SECONDS_MAX = 60;

  /** Space that has to be free before a share that has filled its disk is tried again. */
  private static final long FREE_BYTES_MIN = 64 << 20;

  private final Workshop workshop;
  private final ShareFolder place;
  private final OptionalInt port;
  private final Consumer<Share> listener;
  private final InfoHash id;
  private final Bandwidth up;
  private final Bandwidth down;
  private final ReentrantLock saving = new ReentrantLock();

  /** Guarded by the lock above: nothing more is written into its folder. */
  private boolean deleted;

  private volatile @Nullable Metainfo torrent;

  // ---- guarded by this
  private ShareFacts facts;
  private final Holdings holdings = new Holdings();
  private @Nullable ShareSession session;
  private @Nullable PieceTraffic traffic;
  private @Nullable ContentStore store;
  private CountDownLatch ended = new CountDownLatch(0);
  private @Nullable StorageException outage;
  private long retrySeconds = RETRY_SECONDS_FIRST;
  private boolean recheckWanted;
  private long movedSaved;
  private boolean closed;

  Share(
      Workshop workshop,
      ShareFolder place,
      ShareFacts facts,
      @Nullable Metainfo torrent,
      int port,
      Consumer<Share> listener) {
    this.workshop = workshop;
    this.place = place;
    this.facts = facts;
    this.torrent = torrent;
    this.port = OptionalInt.of(port);
    this.listener = listener;
    this.id = facts.id();
    up = new Bandwidth(workshop.up());
    down = new Bandwidth(workshop.down());
    up.limit(facts.upLimitBytesPerSecond());
    down.limit(facts.downLimitBytesPerSecond());
    if (torrent != null) {
      holdings.describe(torrent.info(), facts.unwanted());
    }
  }

  // ---- what it is
  // ----------------------------------------------------------------------------------

  /** What names this share here, for as long as it exists. */
  public InfoHash id() {
    return id;
  }

  /** Every hash of it that is known. */
  public synchronized InfoHashes hashes() {
    return facts.hashes();
  }

  /** The content's name; until its description is here, what the link called it. */
  public String name() {
    Metainfo known = torrent;
    return known != null ? known.info().name() : facts().name();
  }

  /** What the content is; empty until its description is here. */
  public Optional<InfoDictionary> info() {
    return Optional.ofNullable(torrent).map(Metainfo::info);
  }

  /** Whether the content is this node's own, and never written. */
  public boolean own() {
    return facts().origin() == Origin.OWN;
  }

  /** The contact whose private share this is fetched from; empty for public and own ones. */
  public Optional<NodeId> provider() {
    return facts().provider();
  }

  /** When it was added. */
  public Instant added() {
    return facts().added();
  }

  /** The folder that holds the content's file or folder. */
  public Path folder() {
    return facts().folder();
  }

  /** The content's own file or folder, while the share is not paused. */
  public synchronized Optional<Path> top() {
    return Optional.ofNullable(store).map(ContentStore::top);
  }

  synchronized ShareFacts facts() {
    return facts;
  }

  @Nullable Metainfo metainfo() {
    return torrent;
  }

  StorePlace place() {
    ShareFacts now = facts();
    return new StorePlace(now.folder(), place.contentState(), now.origin(), Allocation.SPARSE);
  }

  List<InetSocketAddress> firstPeers() {
    return facts().peers();
  }

  List<List<String>> trackerTiers() {
    return facts().trackers();
  }

  /** A link for others: a magnet link if it is public, else one of this node's own. */
  public String link() {
    ShareFacts now = facts();
    if (isPublic()) {
      Metainfo known = torrent;
      Magnet magnet =
          known != null
              ? known.magnet()
              : new Magnet(
                  now.hashes(),
                  Optional.of(now.name()).filter(name -> !name.isEmpty()),
                  now.trackers().stream().flatMap(List::stream).toList(),
                  List.of(),
                  List.of(),
                  List.of());
      return magnet.toString();
    }
    return new PrivateLink(now.provider().orElse(workshop.identity().id()), id, Optional.of(name()))
        .toString();
  }

  /** The torrent file's bytes; empty until the description is here. */
  public Optional<byte[]> torrent() {
    return Optional.ofNullable(torrent).map(Metainfo::encode);
  }

  // ---- who may have it
  // -----------------------------------------------------------------------------

  /** Who may fetch it from this node. */
  public Audience audience() {
    return facts().audience();
  }

  /** Says who may fetch it from now on; who may not any more is cut off at once. */
  public void audience(Audience audience) {
    change(fresh -> fresh.audience = audience);
    ShareSession now = session();
    if (now != null) {
      now.recheckAccess();
      now.dialling().finders().follow();
    }
    news();
  }

  boolean isPublic() {
    ShareFacts now = facts();
    return now.audience().everyone() && now.provider().isEmpty();
  }

  /** Whether whoever is at the other end may have it. */
  boolean admits(Carrier carrier) {
    ShareFacts now = facts();
    return carrier
        .node()
        .map(
            node ->
                now.audience().everyone()
                    || now.provider().equals(Optional.of(node))
                    || workshop.contacts().admits(now.audience(), node))
        .orElseGet(this::isPublic);
  }

  ByteBuffer hello(byte[] hash, PeerId ownId) {
    ByteBuffer bytes = ByteBuffer.allocate(Handshake.BYTES);
    Handshake.ours(hash, ownId, isPublic() && workshop.dht().isPresent(), hashes().v2().isPresent())
        .write(bytes);
    return bytes.flip();
  }

  OptionalInt listeningPort() {
    return port;
  }

  // ---- how it stands
  // -------------------------------------------------------------------------------

  /** How it stands now. */
  public ShareStatus status() {
    ShareSession now = session();
    int peers = 0;
    int seeds = 0;
    int candidates = 0;
    ShareSession.Phase phase = ShareSession.Phase.DESCRIPTION;
    long[] checking = {0, 0};
    if (now != null) {
      now.lock.lock();
      try {
        List<PeerConnection> connections = now.connections();
        peers = connections.size();
        seeds =
            (int)
                connections.stream()
                    .filter(each -> each.peer != null && each.peer.isSeed())
                    .count();
        candidates = now.dialling().known();
        phase = now.phase();
        checking = now.checking();
      } finally {
        now.lock.unlock();
      }
    }
    long nanos = System.nanoTime();
    synchronized (this) {
      double rate = down.bytesPerSecond(nanos);
      return new ShareStatus(
          state(phase),
          outage == null ? "" : String.valueOf(outage.getMessage()),
          torrent == null ? 0 : torrent.info().contentLength(),
          holdings.wantedBytes(),
          holdings.hereBytes(),
          checking[0],
          checking[1],
          rate,
          up.bytesPerSecond(nanos),
          facts.receivedBytes() + down.total(),
          facts.sentBytes() + up.total(),
          holdings.secondsLeft(rate),
          peers,
          seeds,
          candidates);
    }
  }

  private ShareStatus.State state(ShareSession.Phase phase) {
    if (facts.paused() || closed) {
      return ShareStatus.State.PAUSED;
    }
    if (outage != null) {
      return ShareStatus.State.TROUBLE;
    }
    return switch (phase) {
      case DESCRIPTION, HASHES -> ShareStatus.State.DESCRIPTION;
      case CHECKING -> ShareStatus.State.CHECKING;
      case SWARMING ->
          holdings.complete() ? ShareStatus.State.COMPLETE : ShareStatus.State.FETCHING;
    };
  }

  /** Who it is exchanged with now. */
  public List<PeerStatus> peers() {
    ShareSession now = session();
    return now == null ? List.of() : now.peers();
  }

  /** Its files, in the order of the torrent; none until its description is here. */
  public synchronized List<FileStatus> files() {
    ContentStore open = store;
    return holdings.files(
        file -> open == null ? folder().resolve(file.displayPath()) : open.path(file));
  }

  /**
   * How much of each stretch of the content is here, for a picture.
   *
   * @param cells stretches of equal numbers of pieces, at most
   * @return for each stretch 0 to 100; fewer than asked for if there are fewer pieces
   */
  public synchronized int[] pieceMap(int cells) {
    return holdings.map(cells);
  }

  /** How it stands with its trackers. */
  public List<TrackerStatus> trackers() {
    ShareSession now = session();
    return now == null ? List.of() : now.dialling().finders().trackers();
  }

  synchronized Transferred transferred() {
    long left = torrent == null ? 1 : Math.max(0, holdings.wantedBytes() - holdings.hereBytes());
    return new Transferred(up.total(), down.total(), left);
  }

  // ---- what its owner wants
  // ------------------------------------------------------------------------

  /** Stops giving and fetching until {@link #resume}. */
  public void pause() {
    change(fresh -> fresh.paused = true);
    stopAndWait();
    news();
  }

  /** Goes on. */
  public void resume() {
    change(fresh -> fresh.paused = false);
    start();
    news();
  }

  /** Reads everything on the disk again, and fetches what is wrong. */
  public void recheck() {
    synchronized (this) {
      recheckWanted = true;
    }
    stopAndWait();
    start();
    news();
  }

  /** Says which files are wanted, by their indexes. */
  public void select(BitSet files) throws IOException {
    List<Integer> unwanted = new ArrayList<>();
    Metainfo known = torrent;
    if (known == null) {
      throw new IOException("The files are not known yet.");
    }
    known.info().files().stream()
        .filter(file -> !files.get(file.index()))
        .forEach(file -> unwanted.add(file.index()));
    ContentStore open;
    PieceTraffic pieces;
    ShareSession now;
    synchronized (this) {
      open = store;
      pieces = traffic;
      now = session;
    }
    if (open != null && !own()) {
      open.select(files);
    }
    BitSet before;
    BitSet after;
    synchronized (this) {
      before = holdings.unwantedPieces();
      holdings.select(unwanted);
      after = holdings.unwantedPieces();
    }
    change(
        fresh -> {
          fresh.unwanted = unwanted;
          fresh.only = List.of();
        });
    if (now != null && pieces != null) {
      now.lock.lock();
      try {
        BitSet skipped = (BitSet) after.clone();
        skipped.andNot(before);
        before.andNot(after);
        long nanos = System.nanoTime();
        pieces.swarm().prioritise(skipped.stream().boxed().toList(), Priority.SKIP, nanos);
        pieces.swarm().prioritise(before.stream().boxed().toList(), Priority.NORMAL, nanos);
        now.signal();
      } finally {
        now.lock.unlock();
      }
    }
    news();
  }

  synchronized BitSet unwantedPieces() {
    return holdings.unwantedPieces();
  }

  /** Whether pieces are fetched in order. */
  public boolean sequential() {
    return facts().sequential();
  }

  /** Fetches in order, or rarest first. */
  public void sequential(boolean inOrder) {
    change(fresh -> fresh.sequential = inOrder);
    ShareSession now;
    PieceTraffic pieces;
    synchronized (this) {
      now = session;
      pieces = traffic;
    }
    if (now != null && pieces != null) {
      now.lock.lock();
      try {
        pieces.settingsChanged();
      } finally {
        now.lock.unlock();
      }
    }
  }

  /** Bytes per second that this share may give; 0 for no limit. */
  public long upLimitBytesPerSecond() {
    return up.limit();
  }

  /** Bytes per second that this share may fetch; 0 for no limit. */
  public long downLimitBytesPerSecond() {
    return down.limit();
  }

  /** Limits this share; 0 lifts a limit. */
  public void limits(long upBytesPerSecond, long downBytesPerSecond) {
    change(
        fresh -> {
          fresh.upLimit = upBytesPerSecond;
          fresh.downLimit = downBytesPerSecond;
        });
    up.limit(upBytesPerSecond);
    down.limit(downBytesPerSecond);
  }

  /** Adds a peer to try, such as from a person. */
  public void addPeer(InetSocketAddress peer) {
    heard(peer, Source.PERSON);
  }

  void heard(InetSocketAddress peer, Source source) {
    ShareSession now = session();
    if (now != null) {
      now.dialling().heard(peer, source);
    }
  }

  /** Reads a file while it arrives. */
  public ContentReader open(int file) throws IOException {
    ShareSession now;
    PieceTraffic pieces;
    synchronized (this) {
      now = session;
      pieces = traffic;
    }
    if (now == null || pieces == null) {
      throw new IOException("This share cannot be read now: it is paused or not described yet.");
    }
    return new ShareReader(this, now, pieces, pieces.store().info().files().get(file));
  }

  // ---- its life
  // ------------------------------------------------------------------------------------

  @Nullable ShareSession session() {
    synchronized (this) {
      return session;
    }
  }

  void start() {
    ShareSession fresh;
    synchronized (this) {
      if (facts.paused() || closed || session != null || !facts.removing().isEmpty()) {
        return;
      }
      outage = null;
      fresh = new ShareSession(workshop, this, up, down);
      session = fresh;
      ended = new CountDownLatch(1);
    }
    fresh.start();
  }

  /** Ends what goes on, and waits until the content is closed. */
  void stopAndWait() {
    ShareSession now;
    CountDownLatch end;
    synchronized (this) {
      now = session;
      end = ended;
      outage = null;
    }
    if (now != null) {
      now.stop();
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  void close() {
    synchronized (this) {
      closed = true;
    }
    stopAndWait();
    saveTotals();
  }

  /** A session has ended, by itself if there was an outage. */
  void ended(ShareSession which, @Nullable StorageException why) {
    boolean retry;
    long seconds;
    synchronized (this) {
      if (session != which) {
        return;
      }
      session = null;
      outage = why;
      retry = why != null && !(own() && why.reason() == StorageException.Reason.FILE_CHANGED);
      seconds = retrySeconds;
      retrySeconds = why == null ? RETRY_SECONDS_FIRST : Math.min(RETRY_SECONDS_MAX, seconds * 2);
      ended.countDown();
    }
    if (why != null) {
      LOG.warn("{} is stopped: {}", name(), why.getMessage());
    }
    if (retry) {
      var _ =
          workshop
              .alarms()
              .schedule(
                  () -> Thread.ofVirtual().name("share-retry").start(this::retry),
                  seconds,
                  TimeUnit.SECONDS);
    }
    news();
  }

  private void retry() {
    StorageException why;
    synchronized (this) {
      why = outage;
      if (why == null || session != null || closed) {
        return;
      }
    }
    try {
      if (why.reason() == StorageException.Reason.DISK_FULL
          && workshop.files().disk().usableBytes(folder()) < FREE_BYTES_MIN) {
        throw why;
      }
      start();
    } catch (StorageException still) {
      var _ =
          workshop
              .alarms()
              .schedule(
                  () -> Thread.ofVirtual().name("share-retry").start(this::retry),
                  RETRY_SECONDS_FIRST,
                  TimeUnit.SECONDS);
    }
  }

  /** The description has come from peers and is proven. */
  Metainfo described(InfoDictionary info) {
    Metainfo known = Metainfo.of(info, Map.of()).withTrackers(trackerTiers());
    synchronized (this) {
      torrent = known;
      List<Integer> unwanted = Selection.unwanted(facts.only(), info.files());
      holdings.describe(info, unwanted);
      ShareFacts.Change change = facts.change();
      change.hashes = info.hashes();
      change.name = info.name();
      change.only = List.of();
      change.unwanted = unwanted;
      facts = change.made();
    }
    Thread.ofVirtual().name("share-save").start(this::saveDescription);
    return known;
  }

  private void saveDescription() {
    saving.lock();
    try {
      Metainfo known = torrent;
      if (known != null) {
        place.writeTorrent(known);
      }
    } finally {
      saving.unlock();
    }
    save();
    news();
  }

  /** Keeps the facts as they are now; one writer at a time, so that the last one is right. */
  private void save() {
    saving.lock();
    try {
      if (!deleted) {
        ShareFacts now;
        synchronized (this) {
          ShareFacts.Change change = facts.change();
          change.received += down.total();
          change.sent += up.total();
          now = change.made();
        }
        now.write(place.folder());
      }
    } finally {
      saving.unlock();
    }
  }

  /** All hashes of pieces have come from peers and are proven. */
  void layersKnown(Map<Hash256, byte[]> layers) {
    Metainfo known = torrent;
    if (known != null) {
      torrent = Metainfo.of(known.info(), layers).withTrackers(trackerTiers());
      Thread.ofVirtual().name("share-save").start(this::saveDescription);
    }
  }

  /** The content is open. */
  void opened(ContentStore open) throws StorageException {
    if (!own()) {
      BitSet wanted = new BitSet();
      wanted.set(0, open.info().files().size());
      facts().unwanted().forEach(wanted::clear);
      if (wanted.cardinality() < open.info().files().size()) {
        open.select(wanted);
      }
    }
    synchronized (this) {
      store = open;
      holdings.here(open.verified());
    }
    news();
  }

  synchronized void swarming(PieceTraffic pieces) {
    traffic = pieces;
  }

  /** The content is about to be closed. */
  synchronized void left(ContentStore open) {
    if (store == open) {
      store = null;
      traffic = null;
    }
  }

  synchronized boolean takeRecheck(ContentStore open) {
    boolean wanted = recheckWanted;
    recheckWanted = false;
    return wanted;
  }

  /** A piece is verified and stored. */
  synchronized void arrived(int piece) {
    holdings.arrived(piece);
  }

  /** Something about it is other than before. */
  void news() {
    listener.accept(this);
  }

  /** Keeps how much has moved, if that is news. */
  void saveTotals() {
    long moved = down.total() + up.total();
    synchronized (this) {
      if (moved == movedSaved) {
        return;
      }
      movedSaved = moved;
    }
    save();
  }

  void change(Consumer<ShareFacts.Change> changing) {
    synchronized (this) {
      ShareFacts.Change change = facts.change();
      changing.accept(change);
      facts = change.made();
    }
    save();
  }

  /** Removes it from the disk; it has been stopped before. */
  void delete(boolean withContent) throws IOException {
    Metainfo known = torrent;
    if (known != null && place.hasContentState()) {
      ContentStore open = ContentStore.open(known.info(), place(), workshop.files());
      open.delete(withContent);
    }
    saving.lock();
    try {
      deleted = true;
      place.delete();
    } finally {
      saving.unlock();
    }
  }

  @Override
  public String toString() {
    return name() + " (" + id.hex().substring(0, 8) + ")";
  }
}
