package mutual.files.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import mutual.files.wire.Handshake;
import mutual.files.wire.WireException;
import mutual.middleware.SecureChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the one TCP port to those who call: plain BitTorrent and our own over TLS are told apart by
 * their first byte. Who asks for what is not here, or not for them, hears nothing.
 */
final class Doorman implements AutoCloseable {
  private static final int BACKLOG = 128;
  private static final int TLS_FIRST_BYTE = 0x16;
  private static final Logger LOG = LoggerFactory.getLogger(Doorman.class);

  private final Workshop workshop;
  private final ServerSocketChannel door;
  private final Function<byte[], Optional<Share>> shares;
  private final WaitingRoom room = new WaitingRoom();
  private volatile @Nullable Instant reached;
  private volatile @Nullable Thread welcoming;

  /**
   * Opens the port.
   *
   * @param shares finds a share by the 20 bytes of a handshake
   */
  Doorman(Workshop workshop, InetSocketAddress at, Function<byte[], Optional<Share>> shares)
      throws IOException {
    this.workshop = workshop;
    this.shares = shares;
    door = ServerSocketChannel.open();
    try {
      door.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      door.bind(at, BACKLOG);
    } catch (IOException | RuntimeException e) {
      door.close();
      throw e;
    }
  }

  void open() {
    welcoming = Thread.ofVirtual().name("files-door").start(this::welcome);
  }

  int port() {
    return door.socket().getLocalPort();
  }

  /** When somebody from another host has called for the first time. */
  Optional<Instant> reached() {
    return Optional.ofNullable(reached);
  }

  private void welcome() {
    while (door.isOpen()) {
      try {
        SocketChannel caller = door.accept();
        if (caller.getRemoteAddress() instanceof InetSocketAddress from) {
          WaitingRoom.Caller place = room.enter(from, caller);
          Thread.ofVirtual().name("files-hello").start(() -> greet(caller, place));
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("A caller could not be taken in", e);
      }
    }
  }

  private void greet(SocketChannel caller, WaitingRoom.Caller place) {
    boolean stays = false;
    try (Alarm _ = workshop.alarm(caller, workshop.patience().hello())) {
      caller.setOption(StandardSocketOptions.TCP_NODELAY, true);
      stays = hello(caller, place);
    } catch (IOException | WireException e) {
      LOG.debug("A caller left: {}", e.toString());
    } finally {
      boolean _ = place.leave();
      if (!stays) {
        try {
          caller.close();
        } catch (IOException e) {
          LOG.debug("A caller could not be sent away", e);
        }
      }
    }
  }

  private boolean hello(SocketChannel caller, WaitingRoom.Caller place)
      throws IOException, WireException {
    ByteBuffer first = ByteBuffer.allocate(Handshake.BYTES);
    if (caller.read(first) < 0) {
      return false;
    }
    place.speaks();
    Carrier carrier =
        switch (first.get(0)) {
          case Handshake.FIRST_BYTE -> new PlainCarrier(caller);
          case TLS_FIRST_BYTE -> {
            SecureChannel secured =
                SecureChannel.accept(
                    workshop.identity(),
                    caller,
                    ByteBuffer.wrap(first.array(), 0, first.position()),
                    workshop.patience().hello());
            first.clear();
            yield new SecureCarrier(secured, caller);
          }
          default -> throw new WireException("Neither BitTorrent nor TLS");
        };
    boolean stays = false;
    try {
      stays = enter(carrier, first, place);
      return stays;
    } finally {
      if (!stays) {
        carrier.close();
      }
    }
  }

  private boolean enter(Carrier carrier, ByteBuffer first, WaitingRoom.Caller place)
      throws IOException, WireException {
    Handshake theirs = readHandshake(carrier, first);
    Share share = theirs == null ? null : shares.apply(theirs.infoHash()).orElse(null);
    if (theirs == null || share == null || !share.admission().admits(carrier)) {
      return false;
    }
    if (reached == null && !carrier.remote().getAddress().isLoopbackAddress()) {
      reached = Instant.now();
    }
    ShareSession session = share.session();
    if (session == null) {
      return false;
    }
    carrier.write(share.hello(theirs.infoHash(), session.members().ownId()));
    return place.leave()
        && session
            .members()
            .join(new PeerConnection(carrier, theirs, /* incoming= */ true, Optional.empty()));
  }

  /**
   * Reads the other end's handshake.
   *
   * @param buffer what has been read of it already; room for all of it
   * @return null if the other end closes instead
   */
  static @Nullable Handshake readHandshake(Carrier carrier, ByteBuffer buffer)
      throws IOException, WireException {
    while (buffer.hasRemaining()) {
      if (carrier.read(buffer) < 0) {
        return null;
      }
    }
    return Handshake.read(buffer.flip());
  }

  /** Frees the port, and lets all go that are not in yet. */
  @Override
  public void close() {
    try {
      door.close();
      // The system frees the port only when nobody waits at the door any more.
      Thread waiter = welcoming;
      if (waiter != null) {
        waiter.join();
      }
      room.close();
    } catch (IOException e) {
      LOG.debug("The port was closed with an error", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
