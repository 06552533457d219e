package mutual.overlay.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import mutual.middleware.Identity;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.BString;
import org.junit.jupiter.api.Test;

/** Hostile datagrams, and laws of the tables. Replay with {@code -Dmutual.seed=N}. */
final class DhtProperties {
  private static final String[] METHODS = {
    "ping", "find_node", "get_peers", "announce_peer", "get", "put", "nonsense"
  };
  private static final String[] KEYS = {
    "id",
    "target",
    "info_hash",
    "port",
    "token",
    "v",
    "k",
    "sig",
    "seq",
    "salt",
    "cas",
    "want",
    "nodes",
    "nodes6",
    "values",
    "implied_port"
  };

  private final long seed = Long.getLong("mutual.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  private InetSocketAddress address(Random from) {
    byte[] host = new byte[from.nextInt(4) == 0 ? 16 : 4];
    from.nextBytes(host);
    host[0] = (byte) (20 + from.nextInt(100));
    try {
      return new InetSocketAddress(InetAddress.getByAddress(host), 1 + from.nextInt(65_535));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private BDictionary dictionary() {
    BDictionary.Builder made = BDictionary.builder();
    for (int i = random.nextInt(8); i > 0; i--) {
      String key = KEYS[random.nextInt(KEYS.length)];
      switch (random.nextInt(4)) {
        case 0 -> made.put(key, random.nextLong());
        case 1 -> made.put(key, bytes(random.nextInt(100)));
        case 2 -> made.put(key, bytes(random.nextBoolean() ? 20 : 26 * random.nextInt(30)));
        default -> made.put(key, BDictionary.EMPTY);
      }
    }
    return random.nextBoolean() ? made.put("id", bytes(20)).build() : made.build();
  }

  @Test
  void anyDatagramIsSurvivedAndNoTableOutgrowsItsLimit() {
    List<byte[]> sent = new ArrayList<>();
    DhtCore core =
        new DhtCore(
            (to, datagram) -> {
              if (sent.size() < 1000) {
                sent.add(datagram);
              }
            },
            new Random(seed),
            new DhtLimits(1_000_000, 1_000_000, 256, 16, 64),
            false,
            Map.of(),
            0);
    Searches searches = new Searches(core);
    InetSocketAddress known = address(random);
    core.bootstrap(List.of(known));
    long now = 0;
    for (int i = 0; i < 20_000; i++) {
      if (i % 50 == 0) {
        now += 1_000;
        long _ = core.tick(now);
        searches.peers(DhtId.random(random), OptionalInt.of(1), _ -> {}, _ -> {});
        searches.mutable(Identity.ephemeral().id(), BString.of(""), _ -> {}, _ -> {});
      }
      core.receive(
          random.nextBoolean() ? known : address(random), ByteBuffer.wrap(datagram(sent)), now);
      assertThat(core.table(AddressFamily.IPV4).size()).isLessThan(8 * DhtId.BITS);
    }
    assertThat(core.desk().items().size())
        .as("seed %d", seed)
        .isLessThanOrEqualTo(ItemStore.ITEMS_MAX);
  }

  private byte[] datagram(List<byte[]> sent) {
    BString transaction = BString.of(bytes(random.nextInt(6)));
    if (!sent.isEmpty() && random.nextBoolean()) {
      // An answer of any kind to one of our own queries.
      transaction =
          KrpcMessage.read(ByteBuffer.wrap(sent.get(random.nextInt(sent.size()))))
              .map(KrpcMessage::transaction)
              .orElse(transaction);
    }
    KrpcMessage message =
        switch (random.nextInt(4)) {
          case 0, 1 ->
              new KrpcMessage.Query(
                  transaction,
                  METHODS[random.nextInt(METHODS.length)],
                  dictionary(),
                  random.nextBoolean());
          case 2 -> new KrpcMessage.Response(transaction, dictionary(), java.util.Optional.empty());
          default -> new KrpcMessage.Failure(transaction, random.nextInt(), "x");
        };
    byte[] datagram = message.write();
    if (random.nextInt(4) == 0) {
      datagram[random.nextInt(datagram.length)] = (byte) random.nextInt();
    }
    return random.nextInt(10) == 0 ? bytes(random.nextInt(1500)) : datagram;
  }

  @Test
  void theTableFindsTheNearestOfWhatItHolds() {
    for (int round = 0; round < 50; round++) {
      RoutingTable table = new RoutingTable(DhtId.random(random), 0);
      List<DhtContact> offered = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        DhtContact node = new DhtContact(DhtId.random(random), address(random));
        table.answered(node, i);
        offered.add(node);
      }
      assertThat(offered).as("seed %d", seed).containsAll(table.all());
      assertThat(table.size()).as("seed %d", seed).isBetween(8, 300);
      DhtId target = DhtId.random(random);
      List<DhtContact> nearest = table.nearest(target, 8);
      DhtContact last = nearest.getLast();
      for (DhtContact node : table.all()) {
        if (!nearest.contains(node)) {
          assertThat(target.compareDistances(last.id(), node.id()))
              .as("seed %d", seed)
              .isNegative();
        }
      }
      // Who never answers again loses the place, and in the end is forgotten.
      for (int i = 0; i < RoutingTable.FAILURES_FORGOTTEN; i++) {
        table.failed(last);
      }
      assertThat(table.all()).as("seed %d", seed).doesNotContain(last);
    }
  }

  @Test
  void distancesAreAMetric() {
    for (int i = 0; i < 2_000; i++) {
      DhtId a = DhtId.random(random);
      DhtId b = DhtId.random(random);
      int bits = random.nextInt(DhtId.BITS);
      DhtId sharing = a.randomSharing(bits, random);
      assertThat(a.sharedBits(sharing)).as("seed %d", seed).isEqualTo(bits);
      assertThat(sharing.sharedBits(a)).as("seed %d", seed).isEqualTo(bits);
      assertThat(a.compareDistances(a, b)).as("seed %d", seed).isNegative();
      assertThat(a.compareDistances(b, b)).isZero();
    }
  }
}
