package mutual.files.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import mutual.files.disk.ContentStore;
import mutual.files.disk.StorageException;
import mutual.files.disk.StorePlace;
import mutual.files.disk.StorePlace.Origin;
import mutual.files.swarm.Candidates.Source;
import mutual.files.torrent.ContentFile;
import mutual.files.torrent.Hash256;
import mutual.files.torrent.InfoDictionary;
import mutual.files.torrent.InfoHash;
import mutual.files.torrent.InfoHashes;
import mutual.files.torrent.Metainfo;
import mutual.files.tracker.TrackerStatus;
import mutual.files.tracker.Transferred;
import mutual.files.wire.Handshake;
import mutual.files.wire.PeerId;
import mutual.middleware.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Content that this node gives, fetches, or both. Safe for use by many threads.
 *
 * <p>What is kept of it is in its {@link ShareArchive}, when it is at work says its {@link
 * ShareLife}, and what goes on then is in its {@link ShareSession}.
 */
public final class Share {
  private final Workshop workshop;
  private final ShareArchive archive;
  private final ShareLife life;
  private final Admission admission;
  private final OptionalInt port;
  private final Consumer<Share> listener;
  private final InfoHash id;
  private final Bandwidth up;
  private final Bandwidth down;

  private final ShareContent content;
  private final AtomicBoolean recheckWanted = new AtomicBoolean();

  Share(
      Workshop workshop,
      ShareFolder place,
      ShareFacts facts,
      @Nullable Metainfo torrent,
      int port,
      Consumer<Share> listener) {
    this.workshop = workshop;
    this.port = OptionalInt.of(port);
    this.listener = listener;
    this.id = facts.id();
    admission = new Admission(this, workshop);
    up = new Bandwidth(workshop.up());
    down = new Bandwidth(workshop.down());
    up.limit(facts.upLimitBytesPerSecond());
    down.limit(facts.downLimitBytesPerSecond());
    archive = new ShareArchive(place, facts, torrent, down::total, up::total);
    content = new ShareContent(archive, facts.origin() == Origin.OWN);
    life = new ShareLife(workshop, this, this::wanted, up, down);
    if (torrent != null) {
      content.holdings().describe(torrent.info(), facts.unwanted());
    }
  }

  private boolean wanted() {
    return !facts().paused() && facts().removing().isEmpty();
  }

  // ---- what it is
  // ----------------------------------------------------------------------------------

  /** What names this share here, for as long as it exists. */
  public InfoHash id() {
    return id;
  }

  /** Every hash of it that is known. */
  public InfoHashes hashes() {
    return facts().hashes();
  }

  /** The content's name; until its description is here, what the link called it. */
  public String name() {
    Metainfo known = metainfo();
    return known != null ? known.info().name() : facts().name();
  }

  /** What the content is; empty until its description is here. */
  public Optional<InfoDictionary> info() {
    return Optional.ofNullable(metainfo()).map(Metainfo::info);
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

  /** The content's own file or folder; empty if it was not opened yet in this run. */
  public Optional<Path> top() {
    return content.top();
  }

  private ShareFacts facts() {
    return archive.facts();
  }

  @Nullable Metainfo metainfo() {
    return archive.torrent();
  }

  StorePlace place() {
    return archive.place();
  }

  List<InetSocketAddress> firstPeers() {
    return facts().peers();
  }

  List<List<String>> trackerTiers() {
    return facts().trackers();
  }

  /** A link for others: a magnet link if it is public, else one of this node's own. */
  public String link() {
    return isPublic()
        ? archive.magnet().toString()
        : new PrivateLink(provider().orElse(workshop.identity().id()), id, Optional.of(name()))
            .toString();
  }

  /** The torrent file's bytes; empty until the description is here. */
  public Optional<byte[]> torrent() {
    return Optional.ofNullable(metainfo()).map(Metainfo::encode);
  }

  // ---- who may have it
  // -----------------------------------------------------------------------------

  /** Who may fetch it from this node. */
  public Audience audience() {
    return facts().audience();
  }

  /** Says who may fetch it from now on; who may not any more is cut off at once. */
  public void audience(Audience audience) {
    archive.change(fresh -> fresh.audience = audience);
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

  /** Who may have it from this node. */
  Admission admission() {
    return admission;
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
    ShareSession.Status live = now == null ? ShareSession.Status.NONE : now.status();
    StorageException outage = life.outage();
    Holdings.Bytes bytes = content.holdings().bytes();
    long nanos = System.nanoTime();
    // The meters tell of the last seconds, too; where nobody is, nothing moves.
    boolean alone = live.peers() == 0;
    double rate = alone ? 0 : down.bytesPerSecond(nanos);
    return new ShareStatus(
        state(live.phase(), outage, bytes),
        outage == null ? "" : String.valueOf(outage.getMessage()),
        info().map(InfoDictionary::contentLength).orElse(0L),
        bytes.wanted(),
        bytes.here(),
        live.checkedBytes(),
        live.checkTotalBytes(),
        rate,
        alone ? 0 : up.bytesPerSecond(nanos),
        facts().receivedBytes() + down.total(),
        facts().sentBytes() + up.total(),
        bytes.secondsLeft(rate),
        live.peers(),
        live.seeds(),
        live.candidates());
  }

  private ShareStatus.State state(
      ShareSession.Phase phase, @Nullable StorageException outage, Holdings.Bytes bytes) {
    if (facts().paused() || life.closed()) {
      return ShareStatus.State.PAUSED;
    }
    if (outage != null) {
      return ShareStatus.State.TROUBLE;
    }
    return switch (phase) {
      case DESCRIPTION, HASHES -> ShareStatus.State.DESCRIPTION;
      case CHECKING -> ShareStatus.State.CHECKING;
      case SWARMING -> bytes.left() == 0 ? ShareStatus.State.COMPLETE : ShareStatus.State.FETCHING;
    };
  }

  /** Who it is exchanged with now. */
  public List<PeerStatus> peers() {
    ShareSession now = session();
    return now == null ? List.of() : now.peers();
  }

  /** Its files, in the order of the torrent; none until its description is here. */
  public List<FileStatus> files() {
    return content.files();
  }

  /**
   * How much of each stretch of the content is here, for a picture.
   *
   * @param cells stretches of equal numbers of pieces, at most
   * @return for each stretch 0 to 100; fewer than asked for if there are fewer pieces
   */
  public int[] pieceMap(int cells) {
    return content.holdings().map(cells);
  }

  /** How it stands with its trackers. */
  public List<TrackerStatus> trackers() {
    ShareSession now = session();
    return now == null ? List.of() : now.dialling().finders().trackers();
  }

  Transferred transferred() {
    long left = metainfo() == null ? 1 : content.holdings().bytes().left();
    return new Transferred(up.total(), down.total(), left);
  }

  // ---- what its owner wants
  // ------------------------------------------------------------------------

  /** Stops giving and fetching until {@link #resume}. */
  public void pause() {
    archive.change(fresh -> fresh.paused = true);
    life.stopAndWait();
    news();
  }

  /** Goes on. */
  public void resume() {
    archive.change(fresh -> fresh.paused = false);
    life.start();
    news();
  }

  /** Reads everything on the disk again, and fetches what is wrong. */
  public void recheck() {
    recheckWanted.set(true);
    life.stopAndWait();
    life.start();
    news();
  }

  /** Whether everything is to be read again; asked once. */
  boolean takeRecheck() {
    return recheckWanted.getAndSet(false);
  }

  /** Says which files are wanted, by their indexes. */
  public void select(BitSet files) throws IOException {
    content.select(
        info().orElseThrow(() -> new IOException("The files are not known yet.")), files);
    news();
  }

  /**
   * Says which files are wanted, by glob patterns on their paths or names; all if there is none.
   *
   * @throws IllegalArgumentException if something is no pattern, or none of the files matches
   */
  public void select(List<String> only) throws IOException {
    Selection.check(only);
    List<ContentFile> files = info().map(InfoDictionary::files).orElse(List.of());
    List<Integer> unwanted = Selection.unwanted(only, files);
    if (!files.isEmpty() && unwanted.size() == files.size()) {
      throw new IllegalArgumentException("No file is called " + String.join(" or ", only) + ".");
    }
    BitSet wanted = new BitSet();
    wanted.set(0, files.size());
    unwanted.forEach(wanted::clear);
    select(wanted);
  }

  BitSet unwantedPieces() {
    return content.holdings().unwantedPieces();
  }

  /** Whether pieces are fetched in order. */
  public boolean sequential() {
    return facts().sequential();
  }

  /** Fetches in order, or rarest first. */
  public void sequential(boolean inOrder) {
    archive.change(fresh -> fresh.sequential = inOrder);
    PieceTraffic pieces = content.traffic();
    if (pieces != null) {
      pieces.settingsChanged();
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
    archive.change(
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
    ShareSession now = session();
    PieceTraffic pieces = content.traffic();
    if (now == null || pieces == null) {
      throw new IOException("This share cannot be read now: it is paused or not described yet.");
    }
    return new ShareReader(now, pieces, pieces.store().info().files().get(file));
  }

  // ---- its life
  // ------------------------------------------------------------------------------------

  @Nullable ShareSession session() {
    return life.session();
  }

  void start() {
    life.start();
  }

  void close() {
    life.close();
    archive.saveTotals();
  }

  void saveTotals() {
    archive.saveTotals();
  }

  /** A session has ended, by itself if there was an outage. */
  void ended(ShareSession which, @Nullable StorageException why) {
    life.ended(which, why);
    news();
  }

  /** The description has come from peers and is proven. */
  Metainfo described(InfoDictionary info) {
    List<Integer> unwanted = Selection.unwanted(facts().only(), info.files());
    content.holdings().describe(info, unwanted);
    Metainfo known = archive.described(info, unwanted);
    news();
    return known;
  }

  /** All hashes of pieces have come from peers and are proven. */
  void layersKnown(Map<Hash256, byte[]> layers) {
    archive.layersKnown(layers);
  }

  /** A session has opened the content, or read it again. */
  void opened(ContentStore open) throws StorageException {
    content.opened(open);
    news();
  }

  ShareContent content() {
    return content;
  }

  /** A piece is verified and stored. */
  void arrived(int piece) {
    content.holdings().arrived(piece);
  }

  /** Something about it is other than before. */
  void news() {
    listener.accept(this);
  }

  /**
   * Removes it: first that is written down, so that it goes on after a crash.
   *
   * @param withContent whether its files are removed too; own files never are
   */
  void remove(boolean withContent) throws IOException {
    archive.change(fresh -> fresh.removing = withContent ? "content" : "share");
    life.stopAndWait();
    try {
      archive.delete(workshop.files(), withContent);
    } catch (IOException e) {
      archive.change(fresh -> fresh.removing = "");
      life.start();
      throw e;
    }
  }

  /** Ends a removal that a crash has interrupted; false if none was. */
  boolean removeAsBegun() throws IOException {
    String removing = facts().removing();
    if (!removing.isEmpty()) {
      archive.delete(workshop.files(), removing.equals("content"));
    }
    return !removing.isEmpty();
  }

  @Override
  public String toString() {
    return name() + " (" + id.hex().substring(0, 8) + ")";
  }
}
