package mutual.overlay.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import mutual.middleware.Identity;
import mutual.overlay.bencode.BString;
import mutual.overlay.dht.SimulatedDht.Network;
import mutual.overlay.dht.SimulatedDht.SimulatedNode;
import org.junit.jupiter.api.Test;

/** Hundreds of nodes on simulated time and network. Replay with {@code -Dmutual.seed=N}. */
final class DhtSimulation {
  private static final int NODES = 300;
  private static final BString SALT = BString.of("test");

  private final long seed = Long.getLong("mutual.seed", new Random().nextLong());
  private final SimulatedDht dht = new SimulatedDht(seed);

  private void grow(int count) {
    for (int i = 0; i < count; i++) {
      List<InetSocketAddress> known =
          dht.nodes.isEmpty() ? List.of() : List.of(dht.any().address, dht.any().address);
      SimulatedNode _ = dht.add(false, known);
      dht.run(200);
    }
    dht.run(60_000);
  }

  private int announce(SimulatedNode node, DhtId infoHash, int port) {
    AtomicInteger told = new AtomicInteger(-1);
    node.searches.peers(infoHash, OptionalInt.of(port), _ -> {}, told::set);
    assertThat(dht.runUntil(() -> told.get() >= 0, 60_000)).as("seed %d", seed).isTrue();
    return told.get();
  }

  private Set<InetSocketAddress> find(SimulatedNode node, DhtId infoHash) {
    Set<InetSocketAddress> found = new HashSet<>();
    AtomicInteger done = new AtomicInteger(-1);
    node.searches.peers(infoHash, OptionalInt.empty(), found::add, done::set);
    assertThat(dht.runUntil(() -> done.get() >= 0, 60_000)).as("seed %d", seed).isTrue();
    return found;
  }

  private int put(SimulatedNode node, MutableItem item) {
    AtomicInteger stored = new AtomicInteger(-1);
    node.searches.put(item, OptionalLong.empty(), stored::set);
    assertThat(dht.runUntil(() -> stored.get() >= 0, 60_000)).as("seed %d", seed).isTrue();
    return stored.get();
  }

  private Optional<MutableItem> get(SimulatedNode node, Identity owner) {
    AtomicReference<Optional<MutableItem>> found = new AtomicReference<>();
    node.searches.mutable(owner.id(), SALT, _ -> {}, found::set);
    assertThat(dht.runUntil(() -> found.get() != null, 60_000)).as("seed %d", seed).isTrue();
    return found.get();
  }

  @Test
  void everyNodeFindsWhatAnyOtherAnnounces() {
    grow(NODES);
    for (SimulatedNode node : dht.all()) {
      assertThat(node.core.table(AddressFamily.IPV4).size()).as("seed %d", seed).isPositive();
    }
    for (int i = 0; i < 40; i++) {
      DhtId infoHash = DhtId.random(dht.random);
      SimulatedNode sharer = dht.any();
      assertThat(announce(sharer, infoHash, 7000)).as("seed %d", seed).isGreaterThanOrEqualTo(7);
      assertThat(find(dht.any(), infoHash))
          .as("seed %d", seed)
          .containsExactly(new InetSocketAddress(sharer.address.getAddress(), 7000));
      assertThat(find(dht.any(), DhtId.random(dht.random))).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void idsFollowAddressesOnceOthersAgreeOnThem() {
    grow(100);
    for (SimulatedNode node : dht.all()) {
      DhtId own = node.core.table(AddressFamily.IPV4).own();
      assertThat(SecureIds.fits(own, node.address.getAddress())).as("seed %d", seed).isTrue();
    }
  }

  @Test
  void findsWithLossAndAfterATurnoverOfHalfTheNodes() {
    grow(NODES);
    dht.network = new Network(0.1, 20, 300);
    SimulatedNode sharer = dht.any();
    // Many, since all that hold a single one may be among those who go.
    List<DhtId> infoHashes = new ArrayList<>();
    List<Identity> owners = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      DhtId infoHash = DhtId.random(dht.random);
      infoHashes.add(infoHash);
      assertThat(announce(sharer, infoHash, 7000)).as("seed %d", seed).isPositive();
      Identity owner = Identity.ephemeral();
      owners.add(owner);
      assertThat(put(sharer, MutableItem.sign(owner, SALT, 1, BString.of("one"))))
          .as("seed %d", seed)
          .isPositive();
    }
    List<SimulatedNode> before = dht.all();
    before.remove(sharer);
    for (int i = 0; i < NODES / 2; i++) {
      dht.stop(before.remove(dht.random.nextInt(before.size())));
      SimulatedNode _ = dht.add(false, List.of(sharer.address, dht.any().address));
      dht.run(1_000);
    }
    int found = 0;
    for (DhtId infoHash : infoHashes) {
      found += find(dht.any(), infoHash).isEmpty() ? 0 : 1;
    }
    int held = 0;
    for (Identity owner : owners) {
      held += get(dht.any(), owner).isPresent() ? 1 : 0;
    }
    // With half of the holders gone and a tenth of all datagrams lost.
    assertThat(found).as("seed %d", seed).isGreaterThanOrEqualTo(infoHashes.size() * 8 / 10);
    assertThat(held).as("seed %d", seed).isGreaterThanOrEqualTo(owners.size() * 8 / 10);

    // Announced again, everybody finds it again.
    DhtId infoHash = infoHashes.getFirst();
    dht.network = Network.GOOD;
    assertThat(announce(sharer, infoHash, 7000)).as("seed %d", seed).isPositive();
    for (int i = 0; i < 20; i++) {
      assertThat(find(dht.any(), infoHash)).as("seed %d", seed).isNotEmpty();
    }
  }

  @Test
  void aNewerItemReplacesTheOlderAndNeverTheOtherWayRound() {
    grow(100);
    Identity owner = Identity.ephemeral();
    MutableItem first = MutableItem.sign(owner, SALT, 1, BString.of("first"));
    MutableItem second = MutableItem.sign(owner, SALT, 2, BString.of("second"));
    assertThat(put(dht.any(), first)).as("seed %d", seed).isGreaterThanOrEqualTo(7);
    assertThat(get(dht.any(), owner)).as("seed %d", seed).contains(first);
    assertThat(put(dht.any(), second)).as("seed %d", seed).isGreaterThanOrEqualTo(7);
    assertThat(get(dht.any(), owner)).as("seed %d", seed).contains(second);
    assertThat(put(dht.any(), first)).as("seed %d", seed).isLessThanOrEqualTo(1);
    assertThat(get(dht.any(), owner)).as("seed %d", seed).contains(second);
  }

  @Test
  void aReadOnlyNodeFindsButIsNotAsked() {
    grow(60);
    SimulatedNode reader = dht.add(true, List.of(dht.any().address));
    dht.run(30_000);
    DhtId infoHash = DhtId.random(dht.random);
    assertThat(announce(dht.any(), infoHash, 7000)).as("seed %d", seed).isPositive();
    assertThat(find(reader, infoHash)).as("seed %d", seed).hasSize(1);
    for (SimulatedNode node : dht.all()) {
      assertThat(node.core.table(AddressFamily.IPV4).contains(reader.address))
          .as("seed %d", seed)
          .isFalse();
    }
  }

  @Test
  void liarsWhoSurroundAnInfoHashFromOneNetworkDoNotHideItsPeers() {
    grow(150);
    DhtId infoHash = DhtId.random(dht.random);
    SimulatedNode sharer = dht.any();
    // Forged neighbours: ids beside the info hash, all at one address, answering with nothing.
    InetSocketAddress liar = new InetSocketAddress("99.1.2.3", 6881);
    List<DhtContact> forged = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      forged.add(
          new DhtContact(
              infoHash.randomSharing(100 + i, dht.random),
              new InetSocketAddress(liar.getAddress(), 2000 + i)));
    }
    for (SimulatedNode node : dht.all()) {
      forged.forEach(
          contact -> node.core.table(AddressFamily.IPV4).answered(contact, dht.nowMillis));
    }
    assertThat(announce(sharer, infoHash, 7000)).as("seed %d", seed).isGreaterThanOrEqualTo(6);
    assertThat(find(dht.any(), infoHash)).as("seed %d", seed).hasSize(1);
  }
}
