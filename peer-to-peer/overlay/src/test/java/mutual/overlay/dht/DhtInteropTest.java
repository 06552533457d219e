package mutual.overlay.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import mutual.middleware.Identity;
import mutual.middleware.NodeId;
import mutual.overlay.Await;
import mutual.overlay.bencode.BString;
import mutual.overlay.bencode.BencodeValue;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our DHT nodes and libtorrent's in one DHT on the loopback address. */
final class DhtInteropTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final BString SALT = BString.of("salt");

  @TempDir Path folder;

  private final List<DhtNode> ours = new ArrayList<>();
  private final List<LibtorrentDht> theirs = new ArrayList<>();

  @AfterEach
  void stop() {
    ours.forEach(DhtNode::close);
    theirs.forEach(LibtorrentDht::close);
  }

  private void start(String host) throws Exception {
    InetAddress address = InetAddress.ofLiteral(host);
    for (int i = 0; i < 2; i++) {
      ours.add(DhtNode.builder().bind(new InetSocketAddress(address, 0)).start());
    }
    for (int i = 0; i < 2; i++) {
      theirs.add(
          new LibtorrentDht(
              folder, address instanceof java.net.Inet6Address ? "[" + host + "]" : host));
    }
    for (LibtorrentDht node : theirs) {
      ours.forEach(dht -> dht.bootstrap(List.of(new InetSocketAddress(address, node.port()))));
      ours.forEach(dht -> node.ask("node", host, dht.port()));
    }
    Await.until(() -> theirs.stream().allMatch(node -> node.nodes() >= 2));
    Await.until(
        () -> ours.stream().allMatch(dht -> dht.status().nodes4() + dht.status().nodes6() >= 3));
  }

  private static DhtId randomId() {
    return DhtId.random(new SecureRandom());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void peersAreFoundBothWays(String host) throws Exception {
    start(host);
    DhtId byUs = randomId();
    assertThat(ours.get(0).announce(byUs, 4711, _ -> {}).get(20, TimeUnit.SECONDS)).isPositive();
    Await.until(() -> theirs.get(1).ask("find", byUs).contains(":4711"));

    DhtId byThem = randomId();
    int port = Integer.parseInt(theirs.get(0).ask("announce", byThem));
    InetSocketAddress expected = new InetSocketAddress(InetAddress.ofLiteral(host), port);
    Await.until(
        () -> {
          List<InetSocketAddress> found = new ArrayList<>();
          ours.get(1).findPeers(byThem, found::add).join();
          return found.contains(expected);
        });
  }

  @Test
  void mutableItemsAreReadBothWays() throws Exception {
    start("127.0.0.1");
    Identity owner = Identity.ephemeral();
    for (int sequence = 1; sequence <= 2; sequence++) {
      MutableItem item = MutableItem.sign(owner, SALT, sequence, BString.of("ours-" + sequence));
      assertThat(ours.get(0).put(item, OptionalLong.empty()).get(20, TimeUnit.SECONDS))
          .isPositive();
      String key = HEX.formatHex(owner.id().bytes());
      String expected = sequence + " ours-" + sequence;
      Await.until(() -> theirs.get(0).ask("get", key, "salt").equals(expected));
    }

    byte[] seed = new byte[32];
    new Random(3).nextBytes(seed);
    byte[] key = new byte[NodeId.BYTES];
    Ed25519.generatePublicKey(seed, 0, key, 0);
    byte[] expanded = MessageDigest.getInstance("SHA-512").digest(seed);
    expanded[0] &= (byte) 0xf8;
    expanded[31] = (byte) ((expanded[31] & 0x3f) | 0x40);
    Await.until(
        () ->
            !theirs
                .get(1)
                .ask("put", HEX.formatHex(expanded), HEX.formatHex(key), "salt", "theirs")
                .startsWith("0 "));
    Optional<MutableItem> found =
        ours.get(1).get(NodeId.of(key), SALT, _ -> {}).get(20, TimeUnit.SECONDS);
    assertThat(found.map(MutableItem::value)).contains(BString.of("theirs"));
  }

  @Test
  void immutableItemsAreReadBothWays() throws Exception {
    start("127.0.0.1");
    BString value = BString.of("an-unchanging-value");
    assertThat(ours.get(0).put(value).get(20, TimeUnit.SECONDS)).isPositive();
    DhtId target = DhtId.sha1(mutual.overlay.bencode.Bencode.encode(value));
    assertThat(theirs.get(0).ask("get_immutable", target)).isEqualTo("an-unchanging-value");

    String[] put = theirs.get(1).ask("put_immutable", "their-value").split(" ", -1);
    assertThat(Integer.parseInt(put[0])).isPositive();
    Optional<BencodeValue> found =
        ours.get(1).get(DhtId.of(HEX.parseHex(put[1]))).get(20, TimeUnit.SECONDS);
    assertThat(found).contains(BString.of("their-value"));
  }
}
