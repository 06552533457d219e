package mutual.overlay.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import mutual.middleware.Identity;
import mutual.overlay.Await;
import mutual.overlay.bencode.BString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with sockets on the loopback address. */
final class DhtNodeTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @TempDir Path folder;
  private final List<DhtNode> nodes = new ArrayList<>();

  @AfterEach
  void stop() {
    nodes.forEach(DhtNode::close);
  }

  private DhtNode start(DhtNode.Builder builder) throws Exception {
    DhtNode node = builder.bind(new InetSocketAddress(LOOPBACK, 0)).start();
    nodes.add(node);
    return node;
  }

  private static InetSocketAddress address(DhtNode node) {
    return new InetSocketAddress(LOOPBACK, node.port());
  }

  @Test
  void findsPeersAndItemsOfOthers() throws Exception {
    for (int i = 0; i < 12; i++) {
      DhtNode node = start(DhtNode.builder());
      node.bootstrap(List.of(address(nodes.getFirst())));
    }
    Await.until(() -> nodes.stream().allMatch(node -> node.status().nodes4() >= 5));
    DhtId infoHash = DhtId.random(new SecureRandom());
    assertThat(nodes.get(3).announce(infoHash, 4711, _ -> {}).get(20, TimeUnit.SECONDS))
        .isPositive();
    List<InetSocketAddress> found = new ArrayList<>();
    assertThat(nodes.get(9).findPeers(infoHash, found::add).get(20, TimeUnit.SECONDS)).isOne();
    assertThat(found).containsExactly(new InetSocketAddress(LOOPBACK, 4711));

    Identity owner = Identity.ephemeral();
    MutableItem item = MutableItem.sign(owner, BString.of("s"), 5, BString.of("value"));
    assertThat(nodes.get(1).put(item, OptionalLong.empty()).get(20, TimeUnit.SECONDS)).isPositive();
    List<MutableItem> better = new ArrayList<>();
    assertThat(
            nodes.get(11).get(owner.id(), BString.of("s"), better::add).get(20, TimeUnit.SECONDS))
        .contains(item);
    assertThat(better).containsExactly(item);
  }

  @Test
  void aloneEndsItsSearchesAtOnce() throws Exception {
    DhtNode alone = start(DhtNode.builder());
    DhtId infoHash = DhtId.random(new SecureRandom());
    assertThat(alone.findPeers(infoHash, _ -> {}).get(5, TimeUnit.SECONDS)).isZero();
    assertThat(alone.status().connected()).isFalse();
  }

  @Test
  void remembersNodesOverARestart() throws Exception {
    DhtNode other = start(DhtNode.builder());
    Path memory = folder.resolve("dht.txt");
    DhtNode first = start(DhtNode.builder().remember(memory));
    first.bootstrap(List.of(address(other)));
    Await.until(() -> first.status().nodes4() == 1);
    first.close();
    DhtNode again = start(DhtNode.builder().remember(memory));
    Await.until(() -> again.status().nodes4() == 1);
  }

  @Test
  void aDamagedMemoryIsBegunAnew() throws Exception {
    Path memory = folder.resolve("dht.txt");
    java.nio.file.Files.writeString(memory, "own nonsense\n%%%\n");
    DhtNode node = start(DhtNode.builder().remember(memory));
    assertThat(node.status().connected()).isFalse();
  }
}
