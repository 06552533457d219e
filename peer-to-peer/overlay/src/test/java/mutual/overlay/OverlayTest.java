package mutual.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import mutual.contracts.peer.v1.ContactsGrpc;
import mutual.contracts.peer.v1.GreetRequest;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeId;
import mutual.overlay.dht.DhtNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OverlayTest {
  @TempDir Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private Peer start(String name) {
    Peer peer = new Peer(folder.resolve(name), name);
    open.add(peer);
    return peer;
  }

  @Test
  void anInvitationMakesBothContactsWhoReachEachOther() {
    Peer ann = start("Ann");
    Peer bob = start("Bob");
    Invitation invitation =
        ann.overlay.invite(
            Optional.of("Robert"), new TreeSet<>(List.of("family")), Duration.ofHours(1));
    assertThat(bob.accept(invitation).name()).isEqualTo("Ann");
    assertThat(ann.overlay.contacts().named("robert"))
        .map(contact -> contact.id())
        .contains(bob.id());
    assertThat(ann.overlay.contacts().members("family")).hasSize(1);
    Await.until(() -> ann.reaches(bob) && bob.reaches(ann));

    // The one who has accepted may do so again, others may not.
    assertThat(bob.accept(invitation).name()).isEqualTo("Ann");
    Peer eve = start("Eve");
    assertThatThrownBy(() -> eve.accept(invitation)).hasMessageContaining("used already");
    assertThat(ann.overlay.contacts().all()).hasSize(1);
    assertThat(eve.overlay.contacts().all()).isEmpty();
  }

  @Test
  void whoWaitsForAContactIsToldWhenItIsReachable() throws Exception {
    Peer ann = start("Ann");
    Peer bob = start("Bob");
    Contact contact = bob.accept(ann.invite());
    assertThat(bob.overlay.links().awaitReachable(contact.id(), Duration.ofMinutes(1)))
        .get()
        .isInstanceOf(LinkState.Reachable.class);
    // Nobody waits for strangers, nor longer than wanted.
    assertThat(bob.overlay.links().awaitReachable(bob.id(), Duration.ofMinutes(1))).isEmpty();
    bob.overlay.contacts().add(start("Cem").id(), "Cem", new TreeSet<>(), 0);
    NodeId cem = bob.overlay.contacts().named("Cem").orElseThrow().id();
    assertThat(bob.overlay.links().awaitReachable(cem, Duration.ofMillis(1)))
        .get()
        .isNotInstanceOf(LinkState.Reachable.class);
  }

  @Test
  void strangersAreRefusedAndSoAreThoseWhoAreNoContactsAnyMore() {
    Peer ann = start("Ann");
    Peer bob = start("Bob");
    Invitation first = ann.invite();
    Invitation forged =
        new Invitation(
            first.inviter(),
            mutual.overlay.bencode.BString.of(new byte[16]),
            first.addresses(),
            first.expires(),
            "Ann");
    assertThatThrownBy(() -> bob.accept(forged)).hasMessageContaining("not known here");
    assertThatThrownBy(() -> greet(bob, ann)).hasMessageContaining("PERMISSION_DENIED");
    Contact _ = bob.accept(first);
    greet(bob, ann);
    ann.overlay.contacts().remove(bob.id());
    assertThatThrownBy(() -> greet(bob, ann)).hasMessageContaining("PERMISSION_DENIED");
    assertThatThrownBy(() -> bob.accept(bob.invite())).hasMessageContaining("your own");
  }

  private static void greet(Peer from, Peer to) {
    var _ =
        from.overlay
            .client()
            .stub(to.id(), ContactsGrpc::newBlockingStub)
            .greet(GreetRequest.getDefaultInstance());
  }

  @Test
  void contactsSurviveARestartAndAreFoundAtANewPort() {
    Peer ann = start("Ann");
    Peer bob = start("Bob");
    Contact _ = bob.accept(ann.invite());
    Await.until(() -> ann.reaches(bob) && bob.reaches(ann));
    bob.close();
    ann.overlay.links().tryAgain();
    Await.until(
        () ->
            ann.overlay.links().state(bob.id()).orElseThrow()
                    instanceof LinkState.Unreachable unreachable
                && unreachable.reason().contains("127.0.0.1:" + bob.port));
    Peer again = start("Bob");
    assertThat(again.id()).isEqualTo(bob.id());
    assertThat(again.overlay.contacts().all()).hasSize(1);
    Await.until(() -> ann.reaches(again) && again.reaches(ann));
  }

  @Test
  void contactsThatHaveBothMovedFindEachOtherByTheDht() throws Exception {
    List<DhtNode> nodes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      DhtNode node =
          DhtNode.builder()
              .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
              .start();
      nodes.add(node);
      open.add(node);
      node.bootstrap(
          List.of(
              new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), nodes.getFirst().port())));
    }
    Await.until(() -> nodes.stream().allMatch(node -> node.status().nodes4() == 3));
    Peer ann = start("Ann");
    Peer bob = start("Bob");
    Contact _ = bob.accept(ann.invite());
    Await.until(() -> ann.reaches(bob) && bob.reaches(ann));
    ann.close();
    bob.close();
    Peer ann2 = new Peer(folder.resolve("Ann"), "Ann", Optional.of(nodes.get(0)));
    open.add(ann2);
    Peer bob2 = new Peer(folder.resolve("Bob"), "Bob", Optional.of(nodes.get(1)));
    open.add(bob2);
    Await.until(() -> ann2.reaches(bob2) && bob2.reaches(ann2));
  }

  private Path copyOf(String name) throws IOException {
    Path copied = folder.resolve("copy");
    Files.createDirectories(copied);
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      for (Path file : files.toList()) {
        Path _ =
            Files.copy(
                file,
                copied.resolve(file.getFileName()),
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return copied;
  }

  @Test
  void aSecondPeerWithTheSameKeyIsNoticed() throws Exception {
    Peer ann = start("Ann");
    Peer bob = start("Bob");
    Contact _ = bob.accept(ann.invite());
    Await.until(() -> ann.reaches(bob) && bob.reaches(ann));
    Path copied = copyOf("Bob");
    Peer thief = new Peer(copied, "Bob");
    open.add(thief);
    assertThat(thief.id()).isEqualTo(bob.id());
    Await.until(() -> thief.reaches(ann));
    bob.overlay.links().tryAgain();
    Await.until(() -> bob.overlay.copiedKey().isPresent());
    assertThat(bob.overlay.copiedKey().orElseThrow())
        .containsExactly(new NodeAddress("127.0.0.1", thief.port));
    assertThat(ann.overlay.copiedKey()).isEmpty();
  }

  @Test
  void whoAnnouncesMyKeyOnTheLanIsACopyOnlyIfTheyProveIt() throws Exception {
    Peer bob = start("Bob");
    Peer eve = start("Eve");
    List<NodeAddress> evesPlace = List.of(new NodeAddress("127.0.0.1", eve.port));
    bob.overlay.sighted(new LanDiscovery.Sighting(bob.id(), 42, evesPlace));
    Path copied = copyOf("Bob");
    Peer thief = new Peer(copied, "Bob");
    open.add(thief);
    List<NodeAddress> thiefsPlace = List.of(new NodeAddress("127.0.0.1", thief.port));
    Await.until(
        () -> {
          bob.overlay.sighted(new LanDiscovery.Sighting(bob.id(), 43, thiefsPlace));
          return bob.overlay.copiedKey().isPresent();
        });
    assertThat(bob.overlay.copiedKey()).contains(thiefsPlace);
  }

  @Test
  void rumoursDoNotCrowdOutWhatAContactHasSaid() {
    Peer ann = start("Ann");
    Peer bob = start("Bob");
    Contact _ = bob.accept(ann.invite());
    Await.until(() -> ann.reaches(bob));
    bob.close();
    for (int i = 1; i <= 500; i++) {
      ann.overlay
          .links()
          .rumour(bob.id(), LinkState.Source.LAN, List.of(new NodeAddress("127.0.0.1", i)));
    }
    // Somebody else answers at a rumoured address: not believed.
    Peer eve = start("Eve");
    ann.overlay
        .links()
        .rumour(bob.id(), LinkState.Source.LAN, List.of(new NodeAddress("127.0.0.1", eve.port)));
    Peer again = start("Bob");
    Await.until(() -> ann.reaches(again));
  }
}
