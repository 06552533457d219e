package mutual.files.engine;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import mutual.files.wire.ExtensionHandshake;
import mutual.files.wire.Handshake;
import mutual.files.wire.MessageWriter;
import mutual.files.wire.MetadataMessage;
import mutual.files.wire.PeerId;
import mutual.files.wire.PeerMessage;
import mutual.files.wire.WireException;
import org.jspecify.annotations.Nullable;

/** A bare connection to an engine, over which a test says whatever it wants. */
final class RawPeer implements AutoCloseable {
  /** Under which number it takes descriptions. */
  static final int METADATA_ID = 9;

  /** What to do with what the engine says. */
  interface Answer {
    void to(RawPeer self, PeerMessage said) throws IOException;
  }

  final SocketChannel channel;
  private final Hearing hearing;
  final AtomicBoolean over = new AtomicBoolean();

  RawPeer(InetSocketAddress engine) throws IOException {
    channel = SocketChannel.open(engine);
    hearing = new Hearing(channel::read);
  }

  void write(byte... bytes) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(bytes);
    while (out.hasRemaining()) {
      int _ = channel.write(out);
    }
  }

  static byte[] bytes(PeerMessage message) {
    ByteBuffer out = ByteBuffer.allocate(MessageWriter.bytes(message));
    MessageWriter.write(message, out);
    return out.array();
  }

  void say(PeerMessage... messages) throws IOException {
    for (PeerMessage message : messages) {
      write(bytes(message));
    }
  }

  static byte[] hello(byte[] hash, Random random) {
    return hello(hash, random, /* v2= */ true);
  }

  private static byte[] hello(byte[] hash, Random random, boolean v2) {
    ByteBuffer out = ByteBuffer.allocate(Handshake.BYTES);
    Handshake.ours(hash, PeerId.draw(random), false, v2).write(out);
    return out.array();
  }

  /** What says that it has a description of this length. */
  static PeerMessage describes(OptionalInt metadataBytes) {
    return new ExtensionHandshake(
            Map.of(ExtensionHandshake.METADATA, METADATA_ID),
            Optional.of("Raw"),
            OptionalInt.empty(),
            OptionalInt.of(500),
            metadataBytes,
            Optional.empty(),
            false)
        .message();
  }

  /** Does the handshake; false if the engine closes instead. */
  boolean shake(byte[] hash, Random random) throws IOException {
    return shake(hello(hash, random));
  }

  /** The same as one that knows version 1 only. */
  boolean shakeAsOld(byte[] hash, Random random) throws IOException {
    return shake(hello(hash, random, /* v2= */ false));
  }

  private boolean shake(byte[] hello) throws IOException {
    write(hello);
    return hearing.fill(ByteBuffer.allocate(Handshake.BYTES));
  }

  /** The engine's next message; null if it has closed. */
  @Nullable PeerMessage next() throws IOException {
    return hearing.next();
  }

  /** Reads until the engine closes; the test's own time is the bound. */
  void awaitClosed() throws IOException {
    hearing.awaitClosed();
  }

  /** Answers until the engine closes, on a thread of its own. */
  RawPeer serve(Answer answer) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                for (PeerMessage said = next(); said != null; said = next()) {
                  answer.to(this, said);
                }
              } catch (IOException e) {
                // The engine or the test has closed it.
              } finally {
                over.set(true);
              }
            });
    return this;
  }

  /** What it is asked for of a description; null if it is asked for something else. */
  static MetadataMessage.@Nullable Ask ask(PeerMessage said) throws IOException {
    try {
      return said instanceof PeerMessage.Extended(int id, ByteBuffer payload)
              && id == METADATA_ID
              && MetadataMessage.read(payload) instanceof MetadataMessage.Ask ask
          ? ask
          : null;
    } catch (WireException e) {
      throw new EOFException(e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
