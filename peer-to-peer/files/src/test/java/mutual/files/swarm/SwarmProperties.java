package mutual.files.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import mutual.files.Seeds;
import mutual.files.wire.PeerMessage;
import mutual.files.wire.WireException;
import org.junit.jupiter.api.Test;

/** Laws of the deciding parts, over random input. */
final class SwarmProperties {
  private static final List<Priority> LEVELS = List.of(Priority.values());

  @Test
  void aPieceSetIsWhatItsBitsSay() {
    Seeds.check(
        200,
        (_, random) -> {
          int pieces = 1 + random.nextInt(300);
          PieceSet set = new PieceSet(pieces);
          for (int i = 0; i < pieces; i++) {
            if (random.nextBoolean()) {
              set.add(random.nextInt(pieces));
            }
          }
          assertThat(PieceSet.read(set.toBits(), pieces)).isEqualTo(set);
          List<Integer> members = new ArrayList<>();
          set.forEach(members::add);
          assertThat(members).hasSize(set.count()).isSorted();
          int missing = set.nextMissing(0);
          assertThat(missing == pieces || !set.has(missing)).isTrue();
        });
  }

  @Test
  void theOrderIsByPriorityThenRareness() {
    Seeds.check(
        100,
        (_, random) -> {
          int pieces = 1 + random.nextInt(60);
          PieceOrder order = new PieceOrder(pieces, random);
          Priority[] priorities = new Priority[pieces];
          Arrays.fill(priorities, Priority.SKIP);
          for (int step = 0; step < 300; step++) {
            int piece = random.nextInt(pieces);
            if (random.nextInt(3) == 0) {
              priorities[piece] = LEVELS.get(random.nextInt(LEVELS.size()));
              order.place(piece, priorities[piece]);
            } else {
              int by = order.availability(piece) > 0 && random.nextBoolean() ? -1 : 1;
              order.change(piece, by, priorities[piece]);
            }
          }
          long wanted = Arrays.stream(priorities).filter(p -> p != Priority.SKIP).count();
          assertThat(order.size()).isEqualTo((int) wanted);
          for (int i = 1; i < order.size(); i++) {
            int before = order.at(i - 1);
            int after = order.at(i);
            int byPriority = priorities[before].compareTo(priorities[after]);
            assertThat(byPriority).isNotNegative();
            if (byPriority == 0) {
              assertThat(order.availability(before)).isLessThanOrEqualTo(order.availability(after));
            }
          }
        });
  }

  @Test
  void aLimitIsKeptOverAnyTime() {
    Seeds.check(
        100,
        (_, random) -> {
          long limit = 1_000 + random.nextLong(10_000_000);
          TokenBucket bucket = new TokenBucket(limit, 0);
          long now = 0;
          long moved = 0;
          for (int i = 0; i < 2_000; i++) {
            now += bucket.waitNanos(now) + random.nextLong(100);
            bucket.take(16 << 10, now);
            moved += 16 << 10;
          }
          double allowed = limit * (now / 1e9) + limit * 0.1 + 3 * (16 << 10);
          assertThat((double) moved).isLessThanOrEqualTo(allowed);
          assertThat((double) moved).isGreaterThanOrEqualTo(allowed * 0.5);
        });
  }

  /** Whatever a peer says, it is thrown out or believed; the member keeps its balance. */
  @Test
  void nothingThatAPeerSaysBreaksAMember() {
    Seeds.check(
        300,
        (_, random) -> {
          int pieces = 1 + random.nextInt(20);
          PiecePickerTest.Said said = new PiecePickerTest.Said();
          Swarm swarm =
              new Swarm(
                  new SwarmShape.Even(pieces * 40_000L, 40_000),
                  SwarmSettings.DEFAULT.slots(2),
                  random.nextBoolean() ? PieceSet.full(pieces) : new PieceSet(pieces),
                  random,
                  said);
          List<SwarmPeer> peers = new ArrayList<>();
          for (int i = 0; i < 5; i++) {
            peers.add(swarm.connect(i, random.nextBoolean(), 500, List.of(), 0));
          }
          long now = 0;
          for (int step = 0; step < 500; step++) {
            now += random.nextLong(1_000_000_000);
            SwarmPeer peer = peers.get(random.nextInt(peers.size()));
            try {
              swarm.receive(peer, anything(random, pieces), now);
            } catch (WireException e) {
              swarm.disconnect(peer, now);
            }
            for (int piece : List.copyOf(said.gathered)) {
              swarm.pieceChecked(
                  piece, random.nextBoolean(), List.of(new byte[1], new byte[1], new byte[1]), now);
            }
            said.gathered.clear();
            swarm.nextUpload(peer);
            swarm.tick(now);
            assertThat(swarm.missing()).isBetween(0, pieces);
            assertThat(peer.uploads.size()).isLessThanOrEqualTo(Uploads.REQUESTS_MAX);
            assertThat(peer.asked.size()).isLessThanOrEqualTo(RequestPace.MAX);
          }
          peers.forEach(peer -> swarm.disconnect(peer, Long.MAX_VALUE / 2));
          for (int piece = 0; piece < pieces; piece++) {
            assertThat(swarm.availability(piece)).isZero();
          }
        });
  }

  private static PeerMessage anything(Random random, int pieces) {
    int piece = random.nextInt(pieces + 1);
    int begin = random.nextInt(4) * Block.BYTES;
    int length = random.nextInt(4) == 0 ? 40_000 - 2 * Block.BYTES : Block.BYTES;
    return switch (random.nextInt(14)) {
      case 0 -> new PeerMessage.Choke();
      case 1, 2 -> new PeerMessage.Unchoke();
      case 3 -> new PeerMessage.Interested();
      case 4 -> new PeerMessage.NotInterested();
      case 5 -> new PeerMessage.Have(piece);
      case 6 -> new PeerMessage.HaveAll();
      case 7 -> new PeerMessage.Request(piece, begin, length);
      case 8 -> new PeerMessage.Cancel(piece, begin, length);
      case 9 -> new PeerMessage.Reject(piece, begin, length);
      case 10 -> new PeerMessage.Suggest(piece);
      case 11 -> new PeerMessage.AllowedFast(piece);
      default -> new PeerMessage.Piece(piece, begin, ByteBuffer.allocate(length));
    };
  }
}
