package mutual.files.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import mutual.files.disk.ContentStore;
import mutual.files.disk.StorageException;
import mutual.files.swarm.Candidates.Source;
import mutual.files.torrent.InfoDictionary;
import mutual.files.torrent.Metainfo;
import mutual.files.torrent.PieceHashes;
import mutual.files.wire.ExtensionHandshake;
import mutual.files.wire.MessageReader;
import mutual.files.wire.PeerId;
import mutual.files.wire.PeerMessage;
import mutual.files.wire.PexMessage;
import mutual.files.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A share at work, from when it is started until it is paused, removed, or the disk fails: its
 * connections and what goes on over them.
 *
 * <p>One virtual thread lives its life in order ({@link #live}): wait for the description, open the
 * content, wait for its hashes, check what is doubtful, then swarm. Everything that connections say
 * is decided under {@link #lock}, which nobody holds while they wait for network or disk.
 */
final class ShareSession {
  /** What it is doing. */
  enum Phase {
    DESCRIPTION,
    HASHES,
    CHECKING,
    SWARMING
  }

  private static final Logger LOG = LoggerFactory.getLogger(ShareSession.class);
  private static final String CLIENT = "Mutual 0.1";
  private static final int REQUESTS_TAKEN = 2_000;
  private static final double HELD_SECONDS = 0.25;
  private static final int HELD_BYTES_MIN = 64 << 10;
  private static final int HELD_BYTES_MAX = 4 << 20;

  /** How often files that are given are looked at, whether somebody has changed them. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long SAME_PEER_SILENT_NANOS = TimeUnit.SECONDS.toNanos(10);

  final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Workshop workshop;
  private final Share share;
  private final Bandwidth up;
  private final Bandwidth down;
  private final PeerId ownId = PeerId.draw(Workshop.random());
  private final Dialling dialling;

  // ---- guarded by the lock
  private final Set<PeerConnection> connections = new LinkedHashSet<>();
  private final DescriptionExchange description;
  private Phase phase = Phase.DESCRIPTION;
  private @Nullable Metainfo torrent;
  private @Nullable HashExchange hashes;
  private @Nullable PieceTraffic traffic;
  private boolean stopping;
  private @Nullable StorageException failure;
  private long checkedBytes;
  private long checkTotalBytes;
  private boolean lookWanted;
  private long lookedNanos = System.nanoTime();
  private long lookedSentBytes;

  /** Whether it ends so that another one begins by checking what somebody has changed. */
  private volatile boolean again;

  ShareSession(Workshop workshop, Share share, Bandwidth up, Bandwidth down) {
    this.workshop = workshop;
    this.share = share;
    this.up = up;
    this.down = down;
    torrent = share.metainfo();
    description =
        new DescriptionExchange(share.hashes(), Optional.ofNullable(torrent).map(Metainfo::info));
    dialling = new Dialling(this);
  }

  Workshop workshop() {
    return workshop;
  }

  Share share() {
    return share;
  }

  Dialling dialling() {
    return dialling;
  }

  PeerId ownId() {
    return ownId;
  }

  void start() {
    Thread.ofVirtual().name("share-" + share.id().hex().substring(0, 8)).start(this::run);
  }

  // ---- the share's life
  // ----------------------------------------------------------------------------

  private void run() {
    StorageException outage = null;
    try {
      live();
    } catch (StorageException e) {
      outage = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      share.ended(this, outage);
    }
    if (again) {
      share.start();
    }
  }

  private void live() throws StorageException, InterruptedException {
    dialling.start();
    try {
      Metainfo known = awaitDescription();
      if (known == null) {
        return;
      }
      ContentStore store = ContentStore.open(known.info(), share.place(), workshop.files());
      try {
        PieceHashes proofs = new PieceHashes(known);
        share.opened(store);
        if (awaitHashes(proofs) && check(store, proofs)) {
          swarm(store, proofs);
        }
      } finally {
        leaveAll();
        share.left(store);
        store.close();
      }
    } finally {
      leaveAll();
      dialling.stop();
    }
  }

  private @Nullable Metainfo awaitDescription() throws InterruptedException {
    lock.lock();
    try {
      while (torrent == null && !stopping) {
        changed.await();
      }
      return stopping ? null : torrent;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitHashes(PieceHashes proofs) throws InterruptedException {
    lock.lock();
    try {
      HashExchange exchange = new HashExchange(proofs);
      hashes = exchange;
      phase = Phase.HASHES;
      exchange.ask(v2(), System.nanoTime());
      boolean fetched = !exchange.complete();
      while (!exchange.complete() && !stopping) {
        changed.await();
      }
      if (fetched && exchange.complete()) {
        share.layersKnown(proofs.layers());
      }
      return !stopping;
    } finally {
      lock.unlock();
    }
  }

  private boolean check(ContentStore store, PieceHashes proofs)
      throws StorageException, InterruptedException {
    BitSet doubtful = share.takeRecheck(store) ? all(store) : store.doubtful();
    if (doubtful.isEmpty()) {
      return true;
    }
    phase(Phase.CHECKING);
    boolean ended =
        store.recheck(
            doubtful,
            proofs,
            workshop.hashers(),
            (done, total) -> {
              lock.lock();
              try {
                checkedBytes = done;
                checkTotalBytes = total;
                return !stopping;
              } finally {
                lock.unlock();
              }
            });
    share.opened(store);
    if (ended && share.own() && !store.complete()) {
      throw new StorageException(
          StorageException.Reason.FILE_CHANGED,
          "Files in "
              + store.top()
              + " are not what they were when they were shared. Put them"
              + " back as they were, or remove this share and share them again.");
    }
    return ended;
  }

  private static BitSet all(ContentStore store) {
    BitSet all = new BitSet();
    all.set(0, store.info().pieces().pieceCount());
    return all;
  }

  private void swarm(ContentStore store, PieceHashes proofs)
      throws StorageException, InterruptedException {
    PieceTraffic pieces = new PieceTraffic(this, store, proofs);
    lock.lock();
    try {
      phase = Phase.SWARMING;
      traffic = pieces;
      share.swarming(pieces);
      for (PeerConnection connection : List.copyOf(connections)) {
        attach(connection, pieces);
      }
    } finally {
      lock.unlock();
    }
    dialling.dial();
    try {
      stay(store, pieces);
    } finally {
      leaveAll();
      pieces.awaitChecks();
    }
  }

  /** Stays until the end; makes what is complete survive a power cut. */
  private void stay(ContentStore store, PieceTraffic pieces)
      throws StorageException, InterruptedException {
    boolean settled = pieces.complete();
    while (true) {
      boolean complete;
      boolean look;
      lock.lock();
      try {
        while (!stopping && failure == null && !lookWanted && (settled || !pieces.complete())) {
          changed.await();
          settled &= pieces.complete();
        }
        if (failure != null) {
          throw failure;
        }
        if (stopping) {
          return;
        }
        look = lookWanted;
        lookWanted = false;
        complete = pieces.complete();
      } finally {
        lock.unlock();
      }
      if (look && !store.changed().isEmpty()) {
        again = true;
        return;
      }
      if (complete && !settled) {
        store.settle();
        settled = true;
        dialling.completed();
        share.news();
      }
    }
  }

  private void leaveAll() {
    List<PeerConnection> all;
    lock.lock();
    try {
      stopping = true;
      traffic = null;
      all = List.copyOf(connections);
    } finally {
      lock.unlock();
    }
    all.forEach(connection -> connection.close("the share is stopped"));
  }

  /** Ends it; {@link Share#ended} follows. */
  void stop() {
    lock.lock();
    try {
      stopping = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The disk has failed. */
  void fail(StorageException outage) {
    lock.lock();
    try {
      if (failure == null) {
        failure = outage;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void phase(Phase now) {
    lock.lock();
    try {
      phase = now;
    } finally {
      lock.unlock();
    }
    share.news();
  }

  Phase phase() {
    lock.lock();
    try {
      return phase;
    } finally {
      lock.unlock();
    }
  }

  /** While CHECKING: bytes read, and to read. */
  long[] checking() {
    lock.lock();
    try {
      return new long[] {checkedBytes, checkTotalBytes};
    } finally {
      lock.unlock();
    }
  }

  /** Wakes whoever waits for something to change; with the lock. */
  void signal() {
    changed.signalAll();
  }

  /** Waits a little for something to change; with the lock. */
  void awaitChange(long nanos) throws InterruptedException {
    long _ = changed.awaitNanos(nanos);
  }

  /** Whether it is about to end; with the lock. */
  boolean stopping() {
    return stopping;
  }

  /** Whether something moves or is waited for. */
  boolean busy() {
    lock.lock();
    try {
      return !stopping && (!connections.isEmpty() || traffic == null || !traffic.complete());
    } finally {
      lock.unlock();
    }
  }

  // ---- connections
  // ---------------------------------------------------------------------------------

  /**
   * Takes a connection in, whose handshake is done.
   *
   * @return whether it was; else the caller closes it
   */
  boolean join(PeerConnection fresh) {
    lock.lock();
    try {
      boolean contact = fresh.carrier.node().isPresent();
      if (stopping
          || fresh.hello.peerId().equals(ownId)
          || workshop.isBanned(Workshop.blamed(fresh.carrier))
          || (!contact && connections.size() >= workshop.config().connectionsPerShareMax())
          || !replaces(fresh)
          || !workshop.enter(contact)) {
        return false;
      }
      connections.add(fresh);
      if (fresh.hello.extensions()) {
        fresh.send(handshake(fresh).message());
      }
      workshop
          .dht()
          .filter(_ -> fresh.hello.dht() && share.isPublic())
          .ifPresent(dht -> fresh.send(new PeerMessage.Port(dht.port())));
      PieceTraffic pieces = traffic;
      if (pieces != null) {
        attach(fresh, pieces);
      } else if (hashes != null) {
        hashes.ask(v2(), System.nanoTime());
      }
    } finally {
      lock.unlock();
    }
    fresh.start(this);
    share.news();
    return true;
  }

  /**
   * Of two connections with one peer, the one begun by the higher id stays, so that both ends keep
   * the same; one begun again by the same end replaces a silent one.
   */
  private boolean replaces(PeerConnection fresh) {
    for (PeerConnection old : connections) {
      if (old.closed() || !old.hello.peerId().equals(fresh.hello.peerId())) {
        continue;
      }
      boolean stays;
      if (old.incoming == fresh.incoming) {
        stays = System.nanoTime() - old.heardNanos < SAME_PEER_SILENT_NANOS;
      } else {
        boolean oursIsHigher =
            java.util.Arrays.compareUnsigned(ownId.bytes(), fresh.hello.peerId().bytes()) > 0;
        stays = oursIsHigher == fresh.incoming;
      }
      if (stays) {
        return false;
      }
      old.close("another connection with it is kept");
    }
    return true;
  }

  private void attach(PeerConnection connection, PieceTraffic pieces) {
    try {
      pieces.attach(connection);
    } catch (WireException e) {
      connection.close(e.getMessage() == null ? "it breaks the protocol" : e.getMessage());
    }
  }

  private ExtensionHandshake handshake(PeerConnection to) {
    Metainfo known = torrent;
    boolean tells = share.isPublic() && (known == null || !known.info().privateOnly());
    return new ExtensionHandshake(
        tells
            ? Map.of(
                ExtensionHandshake.METADATA, DescriptionExchange.ID,
                ExtensionHandshake.PEX, PeerExchange.ID)
            : Map.of(ExtensionHandshake.METADATA, DescriptionExchange.ID),
        Optional.of(CLIENT),
        share.listeningPort(),
        OptionalInt.of(REQUESTS_TAKEN),
        known == null ? OptionalInt.empty() : OptionalInt.of(known.info().bytes().remaining()),
        Optional.of(to.carrier.remote().getAddress().getAddress()),
        traffic != null && traffic.complete());
  }

  /** The connection has ended; called by its reader, once. */
  void left(PeerConnection connection) {
    lock.lock();
    try {
      if (!connections.remove(connection)) {
        return;
      }
      workshop.leave(connection.carrier.node().isPresent());
      description.forget(connection);
      if (hashes != null) {
        hashes.forget(connection);
      }
      if (traffic != null) {
        traffic.detach(connection);
      }
      LOG.debug("{} left {}: {}", connection, share.name(), connection.reason());
      dialling.ended(connection);
    } finally {
      lock.unlock();
    }
    dialling.dial();
    share.news();
  }

  /** Cuts off those who may not have it any more. */
  void recheckAccess() {
    lock.lock();
    try {
      for (PeerConnection connection : connections) {
        if (!share.admits(connection.carrier)) {
          connection.close("it may not have this any more");
        }
      }
    } finally {
      lock.unlock();
    }
  }

  List<PeerConnection> connections() {
    return List.copyOf(connections);
  }

  private List<PeerConnection> v2() {
    return connections.stream()
        .filter(
            connection ->
                connection.hello.v2()
                    || share
                        .hashes()
                        .v2()
                        .map(hash -> hash.matchesWire(connection.hello.infoHash()))
                        .orElse(false))
        .toList();
  }

  // ---- what connections say
  // --------------------------------------------------------------------------

  /**
   * Takes every complete message out of a buffer.
   *
   * @return bytes of blocks among them
   */
  int take(PeerConnection from, ByteBuffer in) throws WireException {
    int blocks = 0;
    lock.lock();
    try {
      long now = System.nanoTime();
      PeerMessage message = MessageReader.next(in);
      while (message != null && !from.closed()) {
        if (message instanceof PeerMessage.Piece(_, _, ByteBuffer block)) {
          blocks += block.remaining();
        }
        receive(from, message, now);
        message = MessageReader.next(in);
      }
    } finally {
      lock.unlock();
    }
    return blocks;
  }

  private void receive(PeerConnection from, PeerMessage message, long now) throws WireException {
    switch (message) {
      case PeerMessage.Extended(int id, ByteBuffer payload) -> extended(from, id, payload, now);
      case PeerMessage.Port(int port) -> meetDhtNode(from, port);
      case PeerMessage.Hashes(var range, ByteBuffer bytes) -> {
        HashExchange exchange = hashes;
        if (exchange != null && exchange.answered(from, range, bytes)) {
          signal();
        } else if (exchange != null) {
          exchange.ask(v2(), now);
        }
      }
      case PeerMessage.HashReject(var range) -> {
        if (hashes != null) {
          hashes.refused(from, range);
          hashes.ask(v2(), now);
        }
      }
      case PeerMessage.HashRequest(var range) -> {
        if (traffic != null) {
          traffic.answerHashes(from, range);
        } else {
          from.send(new PeerMessage.HashReject(range));
        }
      }
      case PeerMessage.KeepAlive _, PeerMessage.Unknown _ -> {}
      default -> {
        PieceTraffic pieces = traffic;
        if (pieces != null) {
          pieces.receive(from, message, now);
        } else {
          from.keep(message);
        }
      }
    }
  }

  private void extended(PeerConnection from, int id, ByteBuffer payload, long now)
      throws WireException {
    switch (id) {
      case ExtensionHandshake.ID -> {
        ExtensionHandshake said = ExtensionHandshake.read(payload);
        from.extensions = said;
        if (traffic != null) {
          traffic.requestsMax(from);
        }
        if (from.incoming) {
          from.listening().ifPresent(address -> dialling.known(address));
        }
        description.ask(connections, now);
      }
      case DescriptionExchange.ID -> {
        Optional<InfoDictionary> found = description.receive(from, payload, now);
        if (found.isPresent()) {
          described(found.get());
        } else {
          description.ask(connections, now);
        }
      }
      case PeerExchange.ID -> {
        if (tellsOfPeers()) {
          for (PexMessage.Added added : PexMessage.read(payload).added()) {
            dialling.heardLocked(added.address(), Source.EXCHANGE);
          }
          dialling.dialSoon();
        }
      }
      default -> {}
    }
  }

  private boolean tellsOfPeers() {
    return share.isPublic() && (torrent == null || !torrent.info().privateOnly());
  }

  /** Whether the content's description is here and asks that only its trackers are used. */
  boolean trackersOnly() {
    lock.lock();
    try {
      return torrent != null && torrent.info().privateOnly();
    } finally {
      lock.unlock();
    }
  }

  private void described(InfoDictionary info) {
    torrent = share.described(info);
    for (PeerConnection connection : connections) {
      if (connection.hello.extensions()) {
        connection.send(handshake(connection).message());
      }
    }
    signal();
  }

  private void meetDhtNode(PeerConnection from, int port) {
    if (share.isPublic() && port > 0) {
      workshop
          .dht()
          .ifPresent(
              dht ->
                  dht.bootstrap(
                      List.of(new InetSocketAddress(from.carrier.remote().getAddress(), port))));
    }
  }

  // ---- time and bandwidth
  // --------------------------------------------------------------------------

  /** Time has passed; called a few times each second. */
  void tick(long now) {
    lock.lock();
    try {
      if (stopping) {
        return;
      }
      for (PeerConnection connection : connections) {
        long writing = connection.writingNanos;
        if (now - connection.heardNanos > PeerConnection.SILENCE_NANOS) {
          connection.close("it has been silent for too long");
        } else if (writing != 0 && now - writing > PeerConnection.STUCK_NANOS) {
          connection.close("it takes nothing");
        }
      }
      description.ask(connections, now);
      if (hashes != null) {
        hashes.ask(v2(), now);
      }
      if (traffic != null) {
        traffic.tick(now);
        hold(now);
        look(now);
      }
      if (tellsOfPeers()) {
        PeerExchange.tell(connections, now);
      }
    } finally {
      lock.unlock();
    }
    dialling.tick(now);
  }

  /** Has the files looked at now and then while they are given: others may have changed them. */
  private void look(long now) {
    if (now - lookedNanos >= LOOK_NANOS && up.total() != lookedSentBytes) {
      lookedNanos = now;
      lookedSentBytes = up.total();
      lookWanted = true;
      changed.signalAll();
    }
  }

  /** Lets the system hold about a quarter of a second of what each peer takes. */
  private void hold(long now) {
    for (PeerConnection connection : connections) {
      if (connection.peer != null) {
        double wanted = connection.peer.upRate(now) * HELD_SECONDS;
        int bytes = (int) Math.clamp(wanted, HELD_BYTES_MIN, HELD_BYTES_MAX);
        if (bytes > connection.heldBytes * 3 / 2 || bytes < connection.heldBytes / 3) {
          connection.heldBytes = bytes;
          connection.carrier.holdAtMost(bytes);
        }
      }
    }
  }

  long uploadWaitNanos() {
    return up.waitNanos(System.nanoTime());
  }

  /** Counts blocks that came; nanoseconds for which nothing more is to be read. */
  long downloaded(int bytes, long now) {
    down.take(bytes, now);
    return down.waitNanos(now);
  }

  int fillBlocks(PeerConnection to, ByteBuffer out) {
    PieceTraffic pieces;
    lock.lock();
    try {
      pieces = traffic;
    } finally {
      lock.unlock();
    }
    return pieces == null || !to.uploads() ? 0 : pieces.fillBlocks(to, out, up);
  }

  void uploaded(PeerConnection to, int bytes) {
    lock.lock();
    try {
      if (traffic != null) {
        traffic.uploaded(to, bytes);
      }
    } finally {
      lock.unlock();
    }
  }

  List<PeerStatus> peers() {
    List<PeerStatus> all = new ArrayList<>();
    lock.lock();
    try {
      long now = System.nanoTime();
      for (PeerConnection connection : connections) {
        all.add(PieceTraffic.status(connection, share, now));
      }
    } finally {
      lock.unlock();
    }
    return all;
  }
}
