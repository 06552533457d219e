package mutual.files.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import mutual.files.swarm.Candidates;
import mutual.files.swarm.Candidates.Source;
import mutual.files.wire.Handshake;
import mutual.files.wire.WireException;
import mutual.middleware.NodeId;
import mutual.middleware.SecureChannel;
import mutual.middleware.WrongNodeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects a share with members of its swarm, wherever they were heard of. */
final class Dialling {
  /** Time for a connection and both handshakes. */
  private static final Duration CONNECT_MAX = Duration.ofSeconds(8);

  /** Members that a share looks for by itself; more may call. */
  private static final int WANTED = 40;

  private static final Logger LOG = LoggerFactory.getLogger(Dialling.class);

  private final ShareSession session;
  private final Workshop workshop;
  private final Share share;
  private final Finders finders;

  // ---- guarded by the session's lock
  private final Candidates candidates = new Candidates();
  private int underWay;
  private int callingProvider;
  private boolean finding;

  /** Whether the provider has been heard of while it was being asked for. */
  private boolean findAgain;

  private long foundNanos;
  private boolean stopped;

  Dialling(ShareSession session) {
    this.session = session;
    this.workshop = session.workshop();
    this.share = session.share();
    this.finders = new Finders(session, this);
  }

  void start() {
    share.firstPeers().forEach(peer -> heard(peer, Source.PERSON));
    finders.start();
    tick(System.nanoTime());
  }

  void stop() {
    session.lock.lock();
    try {
      stopped = true;
    } finally {
      session.lock.unlock();
    }
    finders.stop();
  }

  void completed() {
    finders.completed();
  }

  Finders finders() {
    return finders;
  }

  int known() {
    return candidates.size();
  }

  /** Somebody says that a member is there. Without the lock. */
  void heard(InetSocketAddress address, Source source) {
    session.lock.lock();
    try {
      heardLocked(address, source);
    } finally {
      session.lock.unlock();
    }
    dial();
  }

  void heardLocked(InetSocketAddress address, Source source) {
    boolean ofContact = share.provider().isPresent();
    // Who fetches a private share calls its giver, who calls nobody.
    if (ofContact ? source == Source.PERSON : share.isPublic()) {
      add(address, source);
    }
  }

  private void add(InetSocketAddress address, Source source) {
    // A stranger's word must not make us speak to what listens on this very host only.
    if (source == Source.PERSON
        || !address.getAddress().isLoopbackAddress()
        || workshop.config().bind().getAddress().isLoopbackAddress()) {
      boolean _ = candidates.add(address, source, System.nanoTime());
    }
  }

  /** A member that has called listens there; with the lock. */
  void known(InetSocketAddress address) {
    heardLocked(address, Source.EXCHANGE);
  }

  /**
   * The provider vouches for those who listen there, and for others not any more; with the lock.
   */
  void vouched(Collection<InetSocketAddress> places, Collection<InetSocketAddress> gone) {
    gone.forEach(candidates::forget);
    places.forEach(place -> add(place, Source.EXCHANGE));
    dialSoon();
  }

  /** Whose key is to be proven at an address; empty if anybody may be there. */
  private Optional<NodeId> expected(InetSocketAddress address) {
    return session.members().vouched().at(address).or(share::provider);
  }

  private boolean isProvider(Optional<NodeId> node) {
    return node.isPresent() && node.equals(share.provider());
  }

  /** Like {@link #dial}, from where the lock is held. */
  void dialSoon() {
    Thread.ofVirtual().name("files-dial").start(this::dial);
  }

  /** Connects to whom it is time to. Without the lock. */
  void dial() {
    session.lock.lock();
    try {
      long now = System.nanoTime();
      while (!stopped && !session.stopping() && mayDial() && workshop.dials().tryAcquire()) {
        InetSocketAddress next = candidates.next(now);
        if (next == null) {
          workshop.dials().release();
          return;
        }
        if (connected(next)) {
          workshop.dials().release();
          candidates.ended(next, true, now);
          continue;
        }
        Optional<NodeId> node = expected(next);
        underWay++;
        callingProvider += isProvider(node) ? 1 : 0;
        Thread.ofVirtual().name("files-dial").start(() -> connect(next, node));
      }
    } finally {
      session.lock.unlock();
    }
  }

  /** Whether more members are wanted; however many there are, the provider is. */
  private boolean mayDial() {
    if (share.provider().isEmpty() && !share.isPublic()) {
      return false;
    }
    boolean wanted = session.members().all().size() + underWay < WANTED;
    return wanted
        || (share.provider().isPresent()
            && candidates.size(Source.PERSON) > 0
            && !session.members().hasProvider());
  }

  private boolean connected(InetSocketAddress address) {
    Optional<NodeId> node = expected(address);
    return session.members().all().stream()
        .anyMatch(
            connection ->
                connection.listening().filter(address::equals).isPresent()
                    || (node.isPresent() && node.equals(connection.carrier.node())));
  }

  private void connect(InetSocketAddress address, Optional<NodeId> node) {
    boolean joined = false;
    try {
      for (byte[] hash : share.hashes().wire()) {
        if (shake(address, node, hash)) {
          joined = true;
          break;
        }
      }
    } catch (IOException | WireException e) {
      LOG.debug("{} at {}: {}", share.name(), address, e.toString());
    } finally {
      workshop.dials().release();
      session.lock.lock();
      try {
        underWay--;
        callingProvider -= isProvider(node) ? 1 : 0;
        if (joined) {
          candidates.succeeded(address);
        } else {
          candidates.ended(address, true, System.nanoTime());
        }
      } finally {
        session.lock.unlock();
      }
      if (!joined) {
        dial();
      }
    }
  }

  /** Connects and joins; false if the other end does not take up this hash. */
  private boolean shake(InetSocketAddress address, Optional<NodeId> node, byte[] hash)
      throws IOException, WireException {
    SocketChannel channel = SocketChannel.open();
    try (Alarm _ = workshop.alarm(channel, CONNECT_MAX)) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(address);
      Carrier carrier = carrier(channel, node);
      Handshake theirs = greet(carrier, hash);
      if (theirs == null) {
        carrier.close();
        return false;
      }
      if (share.hashes().matching(theirs.infoHash()).isEmpty()) {
        carrier.close();
        throw new WireException("It answers for another torrent");
      }
      boolean joined =
          session
              .members()
              .join(
                  new PeerConnection(carrier, theirs, /* incoming= */ false, Optional.of(address)));
      if (!joined) {
        carrier.close();
        throw new IOException("the connection is not needed");
      }
      return true;
    } catch (IOException | WireException e) {
      channel.close();
      throw e;
    }
  }

  /** Exchanges handshakes; null if the other end does not take up this hash. */
  private @Nullable Handshake greet(Carrier carrier, byte[] hash)
      throws IOException, WireException {
    Handshake theirs = null;
    try {
      carrier.write(share.hello(hash, session.members().ownId()));
      theirs = Doorman.readHandshake(carrier, ByteBuffer.allocate(Handshake.BYTES));
      return theirs;
    } finally {
      // Its key was proven, so it is there and gives nothing: what it has said is over.
      if (theirs == null && isProvider(carrier.node())) {
        refused();
      }
    }
  }

  private void refused() {
    session.lock.lock();
    try {
      session.members().refusedByProvider();
    } finally {
      session.lock.unlock();
    }
  }

  private Carrier carrier(SocketChannel channel, Optional<NodeId> node) throws IOException {
    if (node.isEmpty()) {
      return new PlainCarrier(channel);
    }
    try {
      return new SecureCarrier(
          SecureChannel.connect(workshop.identity(), node.get(), channel, CONNECT_MAX), channel);
    } catch (WrongNodeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** A connection has ended; with the lock. */
  void ended(PeerConnection connection) {
    boolean seed = connection.peer != null && connection.peer.isSeed();
    connection.dialled.ifPresent(
        address -> {
          if (seed && complete() && share.provider().isPresent()) {
            candidates.forget(address); // Who wants something calls, or the provider is looked for.
          } else {
            // Where both have everything there is no hurry to meet again.
            candidates.ended(address, connection.peer == null || seed, System.nanoTime());
          }
        });
  }

  /** Time has passed. Without the lock. */
  void tick(long now) {
    findProvider(now);
    finders.tick(now);
    dial();
  }

  private boolean complete() {
    PieceTraffic pieces = session.members().traffic();
    return pieces != null && pieces.complete();
  }

  /** The provider answers: it is asked at once where its engine is. Without the lock. */
  void providerReachable() {
    session.lock.lock();
    try {
      if (complete()) {
        return;
      }
      foundNanos = 0;
      findAgain = finding;
    } finally {
      session.lock.unlock();
    }
    findProvider(System.nanoTime());
  }

  private long searchNanos() {
    Patience patience = workshop.patience();
    return (complete() ? patience.lookIn() : patience.search()).toNanos();
  }

  /** Asks where the contact is whose share this is, as long as it is not connected. */
  private void findProvider(long now) {
    @Nullable NodeId provider = share.provider().orElse(null);
    if (provider == null) {
      return;
    }
    session.lock.lock();
    try {
      if (finding
          || stopped
          || callingProvider > 0
          || session.members().hasProvider()
          || (foundNanos != 0 && now - foundNanos < searchNanos())) {
        return;
      }
      finding = true;
    } finally {
      session.lock.unlock();
    }
    Thread.ofVirtual().name("files-find").start(() -> find(provider));
  }

  private void find(NodeId provider) {
    List<InetSocketAddress> places = List.of();
    try {
      places = workshop.contacts().find(provider);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      session.lock.lock();
      try {
        finding = false;
        foundNanos = findAgain && places.isEmpty() ? 0 : System.nanoTime();
        findAgain = false;
        for (InetSocketAddress place : places) {
          candidates.forget(place);
          heardLocked(place, Source.PERSON);
        }
      } finally {
        session.lock.unlock();
      }
    }
    dial();
    findProvider(System.nanoTime());
  }
}
