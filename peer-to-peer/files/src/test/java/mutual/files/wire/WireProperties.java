package mutual.files.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mutual.files.Seeds;
import org.junit.jupiter.api.Test;

/** Laws of the peer protocol's bytes. */
final class WireProperties {
  private static final int PIECES = 1_000;

  @Test
  void whatIsWrittenIsReadHoweverItIsCut() {
    Seeds.check(
        300,
        (_, random) -> {
          List<PeerMessage> sent = new ArrayList<>();
          ByteBuffer wire = ByteBuffer.allocate(1 << 20);
          for (int i = 0; i < 20; i++) {
            PeerMessage message = any(random);
            int before = wire.position();
            MessageWriter.write(message, wire);
            assertThat(wire.position() - before).isEqualTo(MessageWriter.bytes(message));
            sent.add(message);
          }
          wire.flip();
          ByteBuffer in = ByteBuffer.allocate(512 << 10);
          int read = 0;
          while (wire.hasRemaining()) {
            int part = Math.min(wire.remaining(), 1 + random.nextInt(40_000));
            in.put(wire.slice(wire.position(), part));
            wire.position(wire.position() + part);
            in.flip();
            for (PeerMessage got = MessageReader.next(in); got != null; ) {
              assertThat(got).isEqualTo(sent.get(read++));
              got = MessageReader.next(in);
            }
            in.compact();
          }
          assertThat(read).isEqualTo(sent.size());
        });
  }

  @Test
  void anyBytesAreReadOrRefused() {
    Seeds.check(
        2_000,
        (_, random) -> {
          ByteBuffer in = ByteBuffer.allocate(600);
          random.nextBytes(in.array());
          for (int at = 0; at < 500; at += 40) {
            // Lengths that are likely let the reader get at the rest.
            in.putInt(at, random.nextInt(80)).put(at + 4, (byte) random.nextInt(24));
          }
          try {
            for (PeerMessage got = MessageReader.next(in); got != null; ) {
              assertThat(MessageWriter.bytes(got)).isPositive();
              got = MessageReader.next(in);
            }
            assertThat(MessageReader.bytesMissing(in)).isBetween(1, WireLimits.MESSAGE_BYTES_MAX);
          } catch (WireException e) {
            assertThat(e).hasMessageMatching(".+");
          }
        });
  }

  @Test
  void handshakesAreReadAsTheyWereWritten() {
    Seeds.check(
        100,
        (_, random) -> {
          byte[] hash = new byte[20];
          random.nextBytes(hash);
          PeerId id = PeerId.draw(random);
          Handshake sent = Handshake.ours(hash, id, random.nextBoolean(), random.nextBoolean());
          ByteBuffer wire = ByteBuffer.allocate(Handshake.BYTES);
          sent.write(wire);
          Handshake got = Handshake.read(wire.flip());
          assertThat(got.infoHash()).isEqualTo(hash);
          assertThat(got.peerId()).isEqualTo(id);
          assertThat(got.reserved()).isEqualTo(sent.reserved());
          assertThat(got.fast() && got.extensions()).isTrue();
          assertThat(id.client()).isEqualTo("MU0100");
        });
  }

  private static ByteBuffer bytes(Random random, int max) {
    byte[] bytes = new byte[1 + random.nextInt(max)];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private static HashRange range(Random random) {
    byte[] root = new byte[32];
    random.nextBytes(root);
    int length = 1 << random.nextInt(10);
    return new HashRange(
        root, random.nextInt(20), random.nextInt(50) * length, length, random.nextInt(20));
  }

  private static PeerMessage any(Random random) {
    int piece = random.nextInt(PIECES);
    int begin = random.nextInt(1 << 24);
    int length = 1 + random.nextInt(WireLimits.REQUEST_BYTES_MAX);
    return switch (random.nextInt(20)) {
      case 0 -> new PeerMessage.KeepAlive();
      case 1 -> new PeerMessage.Choke();
      case 2 -> new PeerMessage.Unchoke();
      case 3 -> new PeerMessage.Interested();
      case 4 -> new PeerMessage.NotInterested();
      case 5 -> new PeerMessage.Have(piece);
      case 6 -> new PeerMessage.Bitfield(bytes(random, 100));
      case 7 -> new PeerMessage.Request(piece, begin, length);
      case 8 -> new PeerMessage.Piece(piece, begin, bytes(random, WireLimits.BLOCK_BYTES));
      case 9 -> new PeerMessage.Cancel(piece, begin, length);
      case 10 -> new PeerMessage.Port(random.nextInt(1 << 16));
      case 11 -> new PeerMessage.Suggest(piece);
      case 12 -> new PeerMessage.HaveAll();
      case 13 -> new PeerMessage.HaveNone();
      case 14 -> new PeerMessage.Reject(piece, begin, length);
      case 15 -> new PeerMessage.AllowedFast(piece);
      case 16 -> new PeerMessage.Extended(random.nextInt(256), bytes(random, 5_000));
      case 17 -> new PeerMessage.HashRequest(range(random));
      case 18 -> {
        HashRange range = range(random);
        byte[] hashes = new byte[(range.length() + random.nextInt(10)) * 32];
        random.nextBytes(hashes);
        yield new PeerMessage.Hashes(range, ByteBuffer.wrap(hashes));
      }
      default -> new PeerMessage.HashReject(range(random));
    };
  }
}
