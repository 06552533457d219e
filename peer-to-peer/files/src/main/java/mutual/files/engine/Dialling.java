package mutual.files.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
  static final long CONNECT_SECONDS_MAX = 8;

  /** Members that a share looks for by itself; more may call. */
  private static final int WANTED = 40;

  private static final Logger LOG = LoggerFactory.getLogger(Dialling.class);
  private static final long FIND_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final ShareSession session;
  private final Workshop workshop;
  private final Share share;
  private final Finders finders;

  // ---- guarded by the session's lock
  private final Candidates candidates = new Candidates();
  private int underWay;
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
    if (share.provider().isPresent() && source != Source.PERSON) {
      return;
    }
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

  /** Like {@link #dial}, from where the lock is held. */
  void dialSoon() {
    Thread.ofVirtual().name("files-dial").start(this::dial);
  }

  /** Connects to whom it is time to. Without the lock. */
  void dial() {
    session.lock.lock();
    try {
      long now = System.nanoTime();
      while (!stopped
          && !session.stopping()
          && session.members().all().size() + underWay < WANTED
          && workshop.dials().tryAcquire()) {
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
        underWay++;
        Thread.ofVirtual().name("files-dial").start(() -> connect(next));
      }
    } finally {
      session.lock.unlock();
    }
  }

  private boolean connected(InetSocketAddress address) {
    return session.members().all().stream()
        .anyMatch(connection -> connection.listening().filter(address::equals).isPresent());
  }

  private void connect(InetSocketAddress address) {
    boolean joined = false;
    try {
      for (byte[] hash : share.hashes().wire()) {
        if (shake(address, hash)) {
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
  private boolean shake(InetSocketAddress address, byte[] hash) throws IOException, WireException {
    SocketChannel channel = SocketChannel.open();
    try (Alarm _ = workshop.alarm(channel, CONNECT_SECONDS_MAX)) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(address);
      Carrier carrier = carrier(channel);
      carrier.write(share.hello(hash, session.members().ownId()));
      Handshake theirs = Doorman.readHandshake(carrier, ByteBuffer.allocate(Handshake.BYTES));
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

  private Carrier carrier(SocketChannel channel) throws IOException {
    Optional<NodeId> provider = share.provider();
    if (provider.isEmpty()) {
      return new PlainCarrier(channel);
    }
    try {
      return new SecureCarrier(
          SecureChannel.connect(
              workshop.identity(),
              provider.get(),
              channel,
              Duration.ofSeconds(CONNECT_SECONDS_MAX)),
          channel);
    } catch (WrongNodeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** A connection has ended; with the lock. */
  void ended(PeerConnection connection) {
    connection.dialled.ifPresent(
        address ->
            candidates.ended(
                address,
                // Where both have everything there is no hurry to meet again.
                connection.peer == null || connection.peer.isSeed(),
                System.nanoTime()));
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

  /** Asks where the contact is whose share this is, as long as nobody is connected. */
  private void findProvider(long now) {
    @Nullable NodeId provider = share.provider().orElse(null);
    if (provider == null) {
      return;
    }
    session.lock.lock();
    try {
      if (finding
          || stopped
          || underWay > 0
          || !session.members().isEmpty()
          || (foundNanos != 0 && now - foundNanos < FIND_NANOS)) {
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
