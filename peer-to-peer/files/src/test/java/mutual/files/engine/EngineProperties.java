package mutual.files.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import mutual.files.Await;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.TorrentMaker.Format;
import mutual.files.wire.HashRange;
import mutual.files.wire.MetadataMessage;
import mutual.files.wire.PeerMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is said to an engine, it neither dies nor hangs nor takes wrong content. */
@Timeout(120)
final class EngineProperties {
  private static final long SEED = Long.getLong("mutual.seed", 20_261_126L);
  private static final int CONVERSATIONS = 120;
  private static final int MESSAGES_MAX = 60;
  private static final int PIECES = 90;

  @TempDir Path folder;

  @Test
  void noConversationHarmsAnEngine() throws Exception {
    Random random = new Random(SEED);
    String replay = "replay with -Dmutual.seed=" + SEED;
    Path source = TestPeer.content(folder.resolve("music"), 8, 1_300_000, 50_001, 0, 1);
    try (TestPeer honest = new TestPeer(folder.resolve("honest"));
        TestPeer described = new TestPeer(folder.resolve("described"));
        TestPeer linked = new TestPeer(folder.resolve("linked"))) {
      Share given = honest.share(source, Format.HYBRID, Audience.EVERYONE);
      Share one =
          described.engine.fetch(
              mutual.files.torrent.Metainfo.parse(given.torrent().orElseThrow()),
              FetchPlan.into(described.downloads()));
      Share two =
          linked.engine.fetch(Magnet.parse(given.link()), FetchPlan.into(linked.downloads()));
      List<byte[]> hashes = given.hashes().wire();
      List<RawPeer> open = new ArrayList<>();
      for (int i = 0; i < CONVERSATIONS; i++) {
        TestPeer whom = List.of(honest, described, linked).get(random.nextInt(3));
        RawPeer raw = new RawPeer(whom.address());
        open.add(raw);
        byte[] talk = talk(random, hashes.get(random.nextInt(2)));
        Thread.ofVirtual().start(() -> say(raw, talk));
        Thread.ofVirtual().start(() -> hear(raw));
      }
      for (Share each : List.of(one, two)) {
        each.addPeer(honest.address());
      }
      described.awaitComplete(one);
      linked.awaitComplete(two);
      for (RawPeer each : open) {
        each.close();
      }
      for (TestPeer each : List.of(described, linked)) {
        ContentEngineTest.assertSame(source, each.downloads().resolve("music"));
      }
      for (Share each : List.of(given, one, two)) {
        Await.until(() -> each.status().peers() == 0, () -> replay + " " + each.status());
        assertThat(each.status().state()).as(replay).isEqualTo(ShareStatus.State.COMPLETE);
      }
      Await.until(
          () -> Threads.named(folder, "peer-read", "peer-write", "files-hello") == 0, () -> replay);
    }
  }

  private static void hear(RawPeer raw) {
    ByteBuffer heard = ByteBuffer.allocate(64 << 10);
    try {
      while (raw.channel.read(heard.clear()) >= 0) {
        // What it says does not matter.
      }
    } catch (IOException e) {
      // It was closed for what it said.
    }
  }

  private static void say(RawPeer raw, byte[] talk) {
    try {
      raw.write(talk);
      raw.channel.shutdownOutput();
    } catch (IOException e) {
      // It was closed for what it said.
    }
  }

  /** A handshake and random messages; in some, bytes are changed. */
  private static byte[] talk(Random random, byte[] hash) {
    ByteBuffer all = ByteBuffer.allocate(4 << 20);
    all.put(RawPeer.hello(hash, random));
    for (int i = random.nextInt(MESSAGES_MAX); i > 0; i--) {
      all.put(RawPeer.bytes(message(random)));
    }
    byte[] talk = java.util.Arrays.copyOf(all.array(), all.position());
    for (int i = random.nextInt(4); i > 1; i--) {
      talk[random.nextInt(talk.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return talk;
  }

  private static int number(Random random, int usual) {
    return random.nextInt(8) == 0 ? random.nextInt(Integer.MAX_VALUE) : random.nextInt(usual);
  }

  private static ByteBuffer noise(Random random, int most) {
    byte[] bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private static HashRange range(Random random) {
    byte[] root = new byte[32];
    random.nextBytes(root);
    return new HashRange(
        root, random.nextInt(4), number(random, 64), 1 << random.nextInt(9), random.nextInt(8));
  }

  private static PeerMessage message(Random random) {
    int piece = number(random, PIECES);
    int begin = random.nextBoolean() ? 0 : number(random, 32 << 10);
    int length = random.nextBoolean() ? 16 << 10 : number(random, 64 << 10);
    return switch (random.nextInt(20)) {
      case 0 -> new PeerMessage.KeepAlive();
      case 1 -> new PeerMessage.Choke();
      case 2 -> new PeerMessage.Unchoke();
      case 3 -> new PeerMessage.Interested();
      case 4 -> new PeerMessage.NotInterested();
      case 5 -> new PeerMessage.Have(piece);
      case 6 -> new PeerMessage.Bitfield(noise(random, 20));
      case 7 -> new PeerMessage.HaveAll();
      case 8 -> new PeerMessage.HaveNone();
      case 9 -> new PeerMessage.Request(piece, begin, length);
      case 10 -> new PeerMessage.Piece(piece, begin, ByteBuffer.allocate(16 << 10));
      case 11 -> new PeerMessage.Cancel(piece, begin, length);
      case 12 -> new PeerMessage.Suggest(piece);
      case 13 -> new PeerMessage.Reject(piece, begin, length);
      case 14 -> new PeerMessage.AllowedFast(piece);
      case 15 -> new PeerMessage.HashRequest(range(random));
      case 16 -> new PeerMessage.Hashes(range(random), ByteBuffer.allocate(32 * 12));
      case 17 -> RawPeer.describes(OptionalInt.of(number(random, 4_000)));
      case 18 ->
          new MetadataMessage.Give(
                  random.nextInt(3), 2_000 + random.nextInt(9), noise(random, 2_000))
              .message(1);
      default -> new PeerMessage.Extended(random.nextInt(4), noise(random, 200));
    };
  }
}
