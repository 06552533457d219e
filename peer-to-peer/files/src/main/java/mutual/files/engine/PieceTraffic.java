package mutual.files.engine;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import mutual.files.disk.ContentStore;
import mutual.files.disk.StorageException;
import mutual.files.swarm.PieceSet;
import mutual.files.swarm.Priority;
import mutual.files.swarm.Swarm;
import mutual.files.swarm.SwarmEffects;
import mutual.files.swarm.SwarmPeer;
import mutual.files.swarm.SwarmSettings;
import mutual.files.torrent.MerkleTree;
import mutual.files.torrent.PieceHashes;
import mutual.files.torrent.PieceMap;
import mutual.files.wire.HashRange;
import mutual.files.wire.MessageWriter;
import mutual.files.wire.PeerMessage;
import mutual.files.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of a share on their way between disk and peers: carries out what its {@link Swarm}
 * decides. Unless said otherwise, methods are called with the session's lock held.
 */
final class PieceTraffic implements SwarmEffects {
  private static final int HASH_ANSWERS_MAX = 16;

  /** How often it is looked at how much memory there is. */
  private static final long SETTINGS_NANOS = 1_000_000_000L;

  private final ShareSession session;
  private final Share share;
  private final ContentStore store;
  private final PieceHashes hashes;
  private final PieceMap map;
  private final Gatherer gatherer;
  private final Swarm swarm;
  private final Map<SwarmPeer, PeerConnection> connections = new HashMap<>();
  private @Nullable PeerConnection joining;
  private final ReadAhead readAhead;
  private BitSet skipped;
  private int checking;
  private long settingsNanos = System.nanoTime();

  /** Without the lock. */
  PieceTraffic(ShareSession session, ContentStore store, PieceHashes hashes) {
    this.session = session;
    this.share = session.share();
    this.store = store;
    this.hashes = hashes;
    this.map = store.info().pieces();
    this.gatherer = new Gatherer(map.pieceLength());
    this.swarm =
        new Swarm(new TorrentShape(map), settings(), have(), RandomGenerator.getDefault(), this);
    readAhead = new ReadAhead(share, this);
    skipped = share.unwantedPieces();
    prioritise(skipped, Priority.SKIP);
  }

  private SwarmSettings settings() {
    return SwarmSettings.DEFAULT
        .inOrder(share.sequential())
        .openAtMost(gatherer.pieces(session.workshop().gatheredBytesMax()));
  }

  /** Pieces of nothing but padding need not be fetched. */
  private PieceSet have() {
    PieceSet have = new PieceSet(map.pieceCount());
    store.verified().stream().forEach(have::add);
    for (int piece = 0; piece < map.pieceCount(); piece++) {
      if (map.dataLength(piece) == 0) {
        have.add(piece);
      }
    }
    return have;
  }

  ContentStore store() {
    return store;
  }

  Swarm swarm() {
    return swarm;
  }

  /** What those who read its files need next. */
  ReadAhead readAhead() {
    return readAhead;
  }

  /** Whether all that is wanted is here. */
  boolean complete() {
    return swarm.complete();
  }

  /** Behaves as the share's owner wishes now. Without the lock. */
  void settingsChanged() {
    session.lock.lock();
    try {
      swarm.settings(settings());
    } finally {
      session.lock.unlock();
    }
  }

  /** Fetches what is wanted now, and nothing else. Without the lock. */
  void select() {
    session.lock.lock();
    try {
      BitSet now = share.unwantedPieces();
      BitSet added = (BitSet) now.clone();
      added.andNot(skipped);
      BitSet wantedAgain = (BitSet) skipped.clone();
      wantedAgain.andNot(now);
      prioritise(added, Priority.SKIP);
      prioritise(wantedAgain, Priority.NORMAL);
      skipped = now;
      readAhead.renew();
      session.signal();
    } finally {
      session.lock.unlock();
    }
  }

  /** Wants some pieces more or less. */
  void prioritise(BitSet pieces, Priority priority) {
    prioritise(pieces.stream().boxed().toList(), priority);
  }

  /** Wants some pieces more or less; urgent ones in this order. */
  void prioritise(List<Integer> pieces, Priority priority) {
    if (!pieces.isEmpty()) {
      swarm.prioritise(pieces, priority, System.nanoTime());
    }
  }

  // ---- members
  // ---------------------------------------------------------------------------------------

  void attach(PeerConnection connection) throws WireException {
    long now = System.nanoTime();
    joining = connection;
    SwarmPeer peer =
        swarm.connect(
            Workshop.blamed(connection.carrier),
            connection.hello.fast(),
            PeerConnection.REQUESTS_DEFAULT,
            List.of(),
            now);
    joining = null;
    connection.peer = peer;
    connections.put(peer, connection);
    keep(connection, now);
    requestsMax(connection);
    for (PeerMessage message : connection.early) {
      swarm.receive(peer, message, now);
    }
    connection.early.clear();
  }

  void detach(PeerConnection connection) {
    SwarmPeer peer = connection.peer;
    if (peer != null) {
      connections.remove(peer);
      swarm.disconnect(peer, System.nanoTime());
    }
  }

  /** Sees whether the connection is of use though both ends have everything. */
  void keep(PeerConnection connection, long now) {
    SwarmPeer peer = connection.peer;
    if (peer != null) {
      swarm.keep(peer, session.members().vouching().keeps(connection), now);
    }
  }

  void requestsMax(PeerConnection connection) {
    SwarmPeer peer = connection.peer;
    var said = connection.extensions;
    if (peer != null && said != null && said.requests().isPresent()) {
      swarm.requestsMax(peer, said.requests().getAsInt());
    }
  }

  void receive(PeerConnection from, PeerMessage message, long now) throws WireException {
    SwarmPeer peer = from.peer;
    if (peer != null) {
      swarm.receive(peer, message, now);
    }
  }

  void tick(long now) {
    if (now - settingsNanos > SETTINGS_NANOS) {
      settingsNanos = now;
      swarm.settings(settings());
    }
    swarm.tick(now);
  }

  // ---- giving
  // -----------------------------------------------------------------------------------------

  /**
   * Puts blocks that the peer has asked for behind what is in the buffer, as many as fit and may be
   * sent now; none if they are not what they were when they were verified. Without the lock.
   *
   * @return bytes of blocks
   */
  int fillBlocks(PeerConnection to, ByteBuffer out, Bandwidth up) {
    int sum = 0;
    int first = out.position();
    boolean settled = settled();
    BitSet files = new BitSet();
    while (out.remaining() >= PeerWriter.BLOCK_ROOM_BYTES && up.waitNanos(System.nanoTime()) <= 0) {
      PeerMessage.Request request = next(to);
      if (request == null) {
        break;
      }
      int length = request.length();
      int begin = out.position();
      MessageWriter.pieceHeader(request.piece(), request.begin(), length, out);
      try {
        store.read(request.piece(), request.begin(), out.slice(out.position(), length));
        map.ranges(request.piece(), request.begin(), length).forEach(r -> files.set(r.file()));
        out.position(out.position() + length);
        up.take(length, System.nanoTime());
        sum += length;
      } catch (StorageException e) {
        out.position(begin);
        unreadable(to, request, e);
        break;
      }
    }
    if (settled && changed(files)) {
      out.position(first);
      session.lookAtFiles();
      return 0;
    }
    return sum;
  }

  /** Whether nothing is written any more, so that who changes a file is somebody else. */
  private boolean settled() {
    session.lock.lock();
    try {
      return swarm.complete();
    } finally {
      session.lock.unlock();
    }
  }

  private boolean changed(BitSet files) {
    try {
      return store.isChanged(files);
    } catch (StorageException e) {
      session.fail(e);
      return true;
    }
  }

  private PeerMessage.@Nullable Request next(PeerConnection to) {
    session.lock.lock();
    try {
      SwarmPeer peer = to.peer;
      PeerMessage.Request request =
          peer == null || session.stopping() ? null : swarm.nextUpload(peer);
      if (request == null) {
        to.noUploads();
      }
      return request;
    } finally {
      session.lock.unlock();
    }
  }

  private void unreadable(PeerConnection to, PeerMessage.Request request, StorageException e) {
    session.lock.lock();
    try {
      if (to.peer != null) {
        swarm.uploadFailed(to.peer, request);
      }
    } finally {
      session.lock.unlock();
    }
    session.fail(e);
  }

  void uploaded(PeerConnection to, int bytes) {
    if (to.peer != null) {
      swarm.uploaded(to.peer, bytes, System.nanoTime());
    }
  }

  /** Answers a question for hashes; what needs the disk is done on a worker. */
  void answerHashes(PeerConnection to, HashRange range) {
    if (to.answersWaiting >= HASH_ANSWERS_MAX) {
      to.send(new PeerMessage.HashReject(range));
      return;
    }
    to.answersWaiting++;
    checking++;
    session
        .workshop()
        .hashers()
        .execute(
            () -> {
              Optional<byte[]> answer = hashes.answer(HashExchange.request(range), this::leaves);
              to.send(
                  answer.isPresent()
                      ? new PeerMessage.Hashes(range, ByteBuffer.wrap(answer.get()))
                      : new PeerMessage.HashReject(range));
              ended(() -> to.answersWaiting--);
            });
  }

  private Optional<byte[]> leaves(int piece) {
    if (!store.has(piece)) {
      return Optional.empty();
    }
    ByteBuffer data = ByteBuffer.allocate(map.dataLength(piece));
    try {
      store.read(piece, 0, data);
      return Optional.of(MerkleTree.leaves(data.flip()));
    } catch (StorageException e) {
      session.fail(e);
      return Optional.empty();
    }
  }

  // ---- what the swarm wants done
  // ----------------------------------------------------------------------

  @Override
  public void send(SwarmPeer peer, PeerMessage message) {
    PeerConnection to = connections.get(peer);
    PeerConnection entering = joining;
    if (to != null) {
      to.send(message);
    } else if (entering != null) {
      entering.send(message);
    }
  }

  @Override
  public void uploadWaits(SwarmPeer peer) {
    PeerConnection to = connections.get(peer);
    if (to != null) {
      to.uploadsWait();
    }
  }

  @Override
  public void store(SwarmPeer peer, PeerMessage.Piece block) {
    gatherer.store(block.piece(), block.begin(), block.block());
  }

  @Override
  public void gathered(int piece) {
    byte[] bytes = gatherer.take(piece);
    if (bytes == null) {
      throw new IllegalStateException("piece " + piece + " is said to be here and is not");
    }
    boolean digests = swarm.wantsDigests(piece);
    checking++;
    session.workshop().hashers().execute(() -> check(piece, bytes, digests));
  }

  @Override
  public void forgotten(int piece) {
    gatherer.forget(piece);
  }

  @Override
  public void close(SwarmPeer peer, String reason) {
    PeerConnection connection = connections.get(peer);
    if (connection != null) {
      connection.close(reason);
    }
  }

  @Override
  public void banned(Object identity, String reason) {
    session.workshop().ban(identity);
  }

  /** Compares a piece with its hashes and stores it; on a worker, without the lock. */
  private void check(int piece, byte[] bytes, boolean digestsWanted) {
    int length = map.dataLength(piece);
    boolean right =
        hashes.check(piece, ByteBuffer.wrap(bytes, 0, length)) == PieceHashes.Verdict.MATCHES;
    List<byte[]> digests = right && !digestsWanted ? List.of() : blockDigests(bytes, length);
    StorageException outage = null;
    if (right) {
      try {
        store.write(piece, ByteBuffer.wrap(bytes, 0, length));
      } catch (StorageException e) {
        outage = e;
      }
    }
    boolean stored = outage == null;
    ended(
        () -> {
          gatherer.done(bytes);
          if (!session.stopping()) {
            if (stored) {
              swarm.pieceChecked(piece, right, digests, System.nanoTime());
            } else {
              swarm.pieceUnstored(piece, System.nanoTime());
            }
          }
          if (stored && right) {
            share.arrived(piece);
          }
        });
    if (outage != null) {
      session.fail(outage);
    }
  }

  private void ended(Runnable then) {
    session.lock.lock();
    try {
      checking--;
      then.run();
      session.signal();
    } finally {
      session.lock.unlock();
    }
  }

  private static List<byte[]> blockDigests(byte[] bytes, int length) {
    List<byte[]> digests = new ArrayList<>();
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      for (int at = 0; at < length; at += PieceMap.BLOCK_BYTES) {
        sha1.update(bytes, at, Math.min(PieceMap.BLOCK_BYTES, length - at));
        digests.add(sha1.digest());
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("The JDK lacks SHA-1", e);
    }
    return digests;
  }

  /** Waits until no worker uses the store any more. Without the lock. */
  void awaitChecks() throws InterruptedException {
    session.lock.lock();
    try {
      while (checking > 0) {
        session.awaitChange(Long.MAX_VALUE);
      }
    } finally {
      session.lock.unlock();
    }
  }

  static PeerStatus status(PeerConnection connection, Share share, long now) {
    SwarmPeer peer = connection.peer;
    int pieces = share.info().map(info -> info.pieces().pieceCount()).orElse(0);
    return new PeerStatus(
        connection.carrier.remote(),
        connection.carrier.node(),
        connection.client(),
        connection.incoming,
        peer == null || pieces == 0 ? 0 : (double) peer.pieces() / pieces,
        peer == null ? 0 : peer.downRate(now),
        peer == null ? 0 : peer.upRate(now),
        peer == null ? 0 : peer.received(),
        peer == null ? 0 : peer.sent(),
        peer == null || peer.choking(),
        peer == null || peer.choked(),
        peer != null && peer.interested());
  }
}
