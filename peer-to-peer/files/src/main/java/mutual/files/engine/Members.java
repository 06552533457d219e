package mutual.files.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import mutual.files.swarm.Candidates.Source;
import mutual.files.torrent.InfoDictionary;
import mutual.files.torrent.Metainfo;
import mutual.files.wire.ExtensionHandshake;
import mutual.files.wire.MembersMessage;
import mutual.files.wire.MessageReader;
import mutual.files.wire.PeerId;
import mutual.files.wire.PeerMessage;
import mutual.files.wire.PexMessage;
import mutual.files.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of a swarm that a session is connected with, and what they say. Unless said
 * otherwise, methods are called with the session's lock held.
 */
final class Members {
  private static final Logger LOG = LoggerFactory.getLogger(Members.class);
  private static final String CLIENT = "Mutual 0.1";

  /** The number under which the provider's word on members is taken. */
  private static final int MEMBERS_ID = 3;

  private static final int REQUESTS_TAKEN = 2_000;
  private static final long SAME_PEER_SILENT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ShareSession session;
  private final ReentrantLock lock;
  private final Workshop workshop;
  private final Share share;
  private final PeerId ownId = PeerId.draw(Workshop.random());
  private final Set<PeerConnection> connections = new LinkedHashSet<>();
  private final DescriptionExchange description;
  private @Nullable Metainfo torrent;
  private @Nullable HashExchange hashes;
  private @Nullable PieceTraffic traffic;
  private final Vouched vouched;
  private final Vouching vouching;

  /** Without the lock. */
  Members(ShareSession session) {
    this.session = session;
    lock = session.lock;
    workshop = session.workshop();
    share = session.share();
    torrent = share.metainfo();
    vouched = new Vouched(workshop.identity().id());
    vouching = new Vouching(share, workshop);
    description =
        new DescriptionExchange(share.hashes(), Optional.ofNullable(torrent).map(Metainfo::info));
  }

  PeerId ownId() {
    return ownId;
  }

  /** Whom the provider vouches for, if this is a contact's share. */
  Vouched vouched() {
    return vouched;
  }

  /** How members of this node's own private share hear of each other. */
  Vouching vouching() {
    return vouching;
  }

  /** The content's description, as soon as it is known. */
  @Nullable Metainfo torrent() {
    return torrent;
  }

  /** From now on hashes of pieces are fetched. */
  void fetchHashes(HashExchange exchange) {
    hashes = exchange;
    exchange.ask(v2(), System.nanoTime());
  }

  /** From now on pieces are exchanged. */
  void exchangePieces(PieceTraffic pieces) {
    traffic = pieces;
    for (PeerConnection connection : List.copyOf(connections)) {
      attach(connection, pieces);
    }
  }

  /** Closes all connections; nothing is exchanged any more. */
  void leaveAll() {
    traffic = null;
    connections.forEach(connection -> connection.close("the share is stopped"));
  }

  boolean isEmpty() {
    return connections.isEmpty();
  }

  @Nullable PieceTraffic traffic() {
    return traffic;
  }

  // ---- who is one
  // ---------------------------------------------------------------------------------

  /**
   * Takes a connection in, whose handshake is done. Without the lock.
   *
   * @return whether it was; else the caller closes it
   */
  boolean join(PeerConnection fresh) {
    lock.lock();
    try {
      boolean contact = share.admission().isContact(fresh.carrier);
      if (session.stopping()
          || fresh.hello.peerId().equals(ownId)
          || !share.admission().admits(fresh.carrier)
          || workshop.isBanned(Workshop.blamed(fresh.carrier))
          || (!contact && connections.size() >= workshop.config().connectionsPerShareMax())
          || !replaces(fresh)
          || !workshop.enter(contact)) {
        return false;
      }
      fresh.contact = contact;
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
    fresh.start(session);
    share.news();
    return true;
  }

  /**
   * Of two connections with one peer, the one begun by the higher id stays, so that both ends keep
   * the same; one begun again by the same end replaces a silent one. Nobody replaces another's
   * connection by claiming its id: a proven key has to be the same.
   */
  private boolean replaces(PeerConnection fresh) {
    for (PeerConnection old : connections) {
      if (old.closed()
          || !old.hello.peerId().equals(fresh.hello.peerId())
          || !old.carrier.node().equals(fresh.carrier.node())) {
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
    Map<String, Integer> ids = new HashMap<>();
    ids.put(ExtensionHandshake.METADATA, DescriptionExchange.ID);
    if (tells) {
      ids.put(ExtensionHandshake.PEX, PeerExchange.ID);
    }
    if (isProvider(to)) {
      ids.put(ExtensionHandshake.MEMBERS, MEMBERS_ID);
    }
    return new ExtensionHandshake(
        ids,
        Optional.of(CLIENT),
        share.listeningPort(),
        OptionalInt.of(REQUESTS_TAKEN),
        known == null ? OptionalInt.empty() : OptionalInt.of(known.info().bytes().remaining()),
        Optional.of(to.carrier.remote().getAddress().getAddress()),
        traffic != null && traffic.complete());
  }

  private boolean isProvider(PeerConnection connection) {
    return connection.carrier.node().filter(share.admission()::isProvider).isPresent();
  }

  /** Whether the contact whose share this is is connected. */
  boolean hasProvider() {
    return connections.stream().anyMatch(each -> !each.closed() && isProvider(each));
  }

  /** The connection has ended; called by its reader, once, without the lock. */
  void left(PeerConnection connection) {
    lock.lock();
    try {
      if (!connections.remove(connection)) {
        return;
      }
      workshop.leave(connection.contact);
      vouched.left(connection);
      description.forget(connection);
      if (hashes != null) {
        hashes.forget(connection);
      }
      if (traffic != null) {
        traffic.detach(connection);
      }
      LOG.debug("{} left {}: {}", connection, share.name(), connection.reason());
      session.dialling().ended(connection);
    } finally {
      lock.unlock();
    }
    session.dialling().dial();
    share.news();
  }

  /** Cuts off those who may not have it any more, and has them cut off by the other members. */
  void recheckAccess() {
    for (PeerConnection connection : connections) {
      if (!share.admission().admits(connection.carrier)) {
        connection.close("it may not have this any more");
      }
    }
    vouching.tell(connections);
  }

  /** The provider has answered, and does not give the share to this node. */
  void refusedByProvider() {
    vouchedChanged(vouched.refused());
  }

  private void vouchedChanged(Set<InetSocketAddress> gone) {
    session.dialling().vouched(vouched.places(), gone);
    recheckAccess();
  }

  /** Those whose connection is open. */
  List<PeerConnection> all() {
    return connections.stream().filter(connection -> !connection.closed()).toList();
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

  // ---- what they say
  // --------------------------------------------------------------------------

  /**
   * Takes every complete message out of a buffer. Without the lock.
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
          session.signal();
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
          traffic.keep(from, now);
        }
        if (from.incoming) {
          from.listening().ifPresent(address -> session.dialling().known(address));
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
      case MEMBERS_ID -> {
        if (!isProvider(from)) {
          throw new WireException("It is not the provider, and speaks of members");
        }
        vouchedChanged(vouched.hear(from, MembersMessage.read(payload).members()));
      }
      case PeerExchange.ID -> {
        if (tellsOfPeers()) {
          for (PexMessage.Added added : PexMessage.read(payload).added()) {
            session.dialling().heardLocked(added.address(), Source.EXCHANGE);
          }
          session.dialling().dialSoon();
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
    return torrent != null && torrent.info().privateOnly();
  }

  private void described(InfoDictionary info) {
    torrent = share.described(info);
    for (PeerConnection connection : connections) {
      if (connection.hello.extensions()) {
        connection.send(handshake(connection).message());
      }
    }
    session.signal();
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

  // ---- time
  // ----------------------------------------------------------------------------------------

  void tick(long now) {
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
    vouching.look(connections, now);
    vouching.tell(connections);
    if (traffic != null) {
      traffic.tick(now);
      SystemBuffer.adapt(connections, now);
      for (PeerConnection connection : connections) {
        traffic.keep(connection, now);
      }
    }
    Set<InetSocketAddress> gone = vouched.expire(now);
    if (!gone.isEmpty()) {
      vouchedChanged(gone);
    }
    if (tellsOfPeers()) {
      PeerExchange.tell(connections, now);
    }
  }

  List<PeerStatus> status(long now) {
    List<PeerStatus> all = new ArrayList<>();
    for (PeerConnection connection : all()) {
      all.add(PieceTraffic.status(connection, share, now));
    }
    return all;
  }
}
