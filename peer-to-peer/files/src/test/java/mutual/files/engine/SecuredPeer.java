package mutual.files.engine;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import mutual.files.wire.ExtensionHandshake;
import mutual.files.wire.Handshake;
import mutual.files.wire.PeerMessage;
import mutual.middleware.Identity;
import mutual.middleware.SecureChannel;
import org.jspecify.annotations.Nullable;

/** A bare connection with an engine by TLS, over which a test says whatever it wants. */
final class SecuredPeer implements AutoCloseable {
  private static final Duration HELLO_MAX = Duration.ofSeconds(10);

  private final SecureChannel channel;
  private final Hearing hearing;

  private SecuredPeer(SecureChannel channel) {
    this.channel = channel;
    hearing = new Hearing(channel::read);
  }

  /** Calls an engine; empty if it closes instead of answering for the hash. */
  static Optional<SecuredPeer> call(TestPeer engine, Identity as, byte[] hash) throws Exception {
    SecureChannel channel =
        SecureChannel.connect(
            as, engine.identity.id(), SocketChannel.open(engine.address()), HELLO_MAX);
    SecuredPeer peer = new SecuredPeer(channel);
    channel.write(ByteBuffer.wrap(RawPeer.hello(hash, new Random(as.id().hashCode()))));
    if (peer.hearing.fill(ByteBuffer.allocate(Handshake.BYTES))) {
      return Optional.of(peer);
    }
    peer.close();
    return Optional.empty();
  }

  /** Answers an engine that calls. */
  static SecuredPeer answer(ServerSocketChannel door, Identity as, byte[] hash) throws IOException {
    SecuredPeer peer =
        new SecuredPeer(SecureChannel.accept(as, door.accept(), ByteBuffer.allocate(0), HELLO_MAX));
    if (!peer.hearing.fill(ByteBuffer.allocate(Handshake.BYTES))) {
      throw new EOFException("The engine has called and gone");
    }
    peer.channel.write(ByteBuffer.wrap(RawPeer.hello(hash, new Random(as.id().hashCode()))));
    return peer;
  }

  /** What says that it takes the provider's word on members, and where it listens. */
  static PeerMessage takesMembers(int id, int port) {
    return new ExtensionHandshake(
            Map.of(ExtensionHandshake.MEMBERS, id),
            Optional.of("Raw"),
            OptionalInt.of(port),
            OptionalInt.of(500),
            OptionalInt.empty(),
            Optional.empty(),
            false)
        .message();
  }

  void say(PeerMessage message) throws IOException {
    channel.write(ByteBuffer.wrap(RawPeer.bytes(message)));
  }

  /** The engine's next message; null if it has closed. */
  @Nullable PeerMessage next() throws IOException {
    return hearing.next();
  }

  /** Reads until the engine closes; the test's own time is the bound. */
  void awaitClosed() throws IOException {
    hearing.awaitClosed();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
