package mutual.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import mutual.files.engine.Audience;
import mutual.files.engine.ContentEngine;
import mutual.files.engine.EngineConfig;
import mutual.files.engine.FetchPlan;
import mutual.files.engine.PrivateLink;
import mutual.files.engine.PrivatePeers;
import mutual.files.engine.Share;
import mutual.files.engine.ShareStatus.State;
import mutual.middleware.Identity;
import mutual.middleware.NodeId;
import mutual.overlay.Contact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that run, and what they share with each other. */
final class PeerNodeTest {
  private static final int FILE_BYTES = 3_000_000;
  private static final int SLOW_BYTES_PER_SECOND = 300_000;

  @TempDir Path folder;

  private PeerNode start(String name) throws IOException {
    return TestPeer.start(folder.resolve(name), name);
  }

  private static boolean complete(Share share) {
    return share.status().state() == State.COMPLETE;
  }

  @Test
  void twoProcessesDoNotUseOneFolder() throws Exception {
    try (PeerNode _ = start("ann")) {
      assertThatThrownBy(() -> start("ann"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("already running on " + folder.resolve("ann"));
    }
    try (PeerNode again = start("ann")) {
      assertThat(again.name()).isEqualTo("ann");
    }
  }

  @Test
  void portsStayTheSameAndAreToldWhileItRuns() throws Exception {
    Path ann = folder.resolve("ann");
    int content;
    try (PeerNode peer = start("ann")) {
      content = peer.engine().port();
      assertThat(peer.config().contentPort()).isEqualTo(content);
      RunningPeer running = RunningPeer.load(ann).orElseThrow();
      assertThat(running.id()).isEqualTo(peer.id());
      assertThat(running.address().port()).isEqualTo(peer.nodePort());
      assertThat(peer.dashboard().toString()).matches("http://127.0.0.1:[0-9]+/\\?token=token");
    }
    assertThat(RunningPeer.load(ann)).isEmpty();
    PeerConfig kept = PeerConfig.load(ann).orElseThrow();
    try (PeerNode again = TestPeer.start(kept)) {
      assertThat(again.config()).isEqualTo(kept);
      assertThat(again.engine().port()).isEqualTo(content);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket other = new ServerSocket()) {
      other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int taken = other.getLocalPort();
      PeerConfig config = TestPeer.config(folder, "ann").withPorts(0, taken, 0);
      assertThatThrownBy(() -> TestPeer.start(config))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(taken + ", for content");
    }
  }

  @Test
  void whatIsSharedWithAGroupIsFetchedByItsMembersAndNobodyElse() throws Exception {
    Path file = TestPeer.file(folder.resolve("film.bin"), FILE_BYTES, 1);
    try (PeerNode ann = start("ann");
        PeerNode bob = start("bob");
        PeerNode cem = start("cem")) {
      TestPeer.introduce(ann, bob, "family");
      TestPeer.introduce(ann, cem);
      Share given = TestPeer.share(ann, file, Audience.groups("family"));
      PrivateLink link = PrivateLink.parse(given.link());

      assertThat(cem.offers()).isEmpty();
      Share strangersTry = cem.engine().fetch(link, FetchPlan.into(folder.resolve("cem-d")));
      try (ContentEngine stranger = strangerWhoKnowsTheWay(ann)) {
        Share another = stranger.fetch(link, FetchPlan.into(folder.resolve("s-d")));
        assertThat(bob.offers())
            .singleElement()
            .satisfies(
                offer -> {
                  assertThat(offer.contact().name()).isEqualTo("ann");
                  assertThat(offer.name()).isEqualTo("film.bin");
                  assertThat(offer.bytes()).isEqualTo(FILE_BYTES);
                  assertThat(offer.link()).isEqualTo(link);
                });
        Share fetched = bob.engine().fetch(link, FetchPlan.into(folder.resolve("bob-d")));
        Await.until(() -> complete(fetched));
        assertThat(folder.resolve("bob-d/film.bin")).hasSameBinaryContentAs(file);
        assertThat(another.info()).as("a stranger with the link").isEmpty();
      }
      assertThat(strangersTry.info()).as("a contact outside of the group").isEmpty();

      ann.overlay()
          .contacts()
          .put(ann.overlay().contacts().find(cem.id()).orElseThrow().withGroups(List.of("family")));
      Await.until(() -> complete(strangersTry));
    }
  }

  /** An engine that is told where another is, and is no contact of it. */
  private ContentEngine strangerWhoKnowsTheWay(PeerNode to) throws IOException {
    InetSocketAddress place =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), to.engine().port());
    return ContentEngine.start(
        EngineConfig.in(folder.resolve("stranger")).withAddress(place.getAddress()),
        Identity.ephemeral(),
        new PrivatePeers() {
          @Override
          public boolean admits(Audience audience, NodeId peer) {
            return false;
          }

          @Override
          public List<InetSocketAddress> find(NodeId provider) {
            return List.of(place);
          }
        },
        Optional.empty());
  }

  @Test
  void whoIsRemovedGetsNothingMore() throws Exception {
    Path file = TestPeer.file(folder.resolve("film.bin"), FILE_BYTES, 2);
    try (PeerNode ann = start("ann");
        PeerNode bob = start("bob")) {
      TestPeer.introduce(ann, bob);
      ann.engine().limits(SLOW_BYTES_PER_SECOND, 0);
      Share given = TestPeer.share(ann, file, Audience.CONTACTS);
      Share fetched =
          bob.engine().fetch(PrivateLink.parse(given.link()), FetchPlan.into(folder.resolve("d")));
      Await.until(() -> given.status().sentBytes() > 0 && !given.peers().isEmpty());
      ann.overlay().contacts().remove(bob.id());
      Await.until(() -> given.peers().isEmpty());
      long sent = given.status().sentBytes();
      assertThat(sent).isLessThan(FILE_BYTES);
      bob.overlay().links().tryAgain();
      Await.until(() -> !TestPeer.reaches(bob, ann));
      assertThat(given.status().sentBytes()).isEqualTo(sent);
      assertThat(complete(fetched)).isFalse();
    }
  }

  @Test
  void fetchingGoesOnAfterARestart() throws Exception {
    Path file = TestPeer.file(folder.resolve("film.bin"), FILE_BYTES, 3);
    try (PeerNode ann = start("ann")) {
      Share given = TestPeer.share(ann, file, Audience.CONTACTS);
      PeerConfig kept;
      try (PeerNode bob = start("bob")) {
        TestPeer.introduce(ann, bob);
        kept = bob.config();
        bob.engine().limits(0, SLOW_BYTES_PER_SECOND);
        Share fetched =
            bob.engine().fetch(PrivateLink.parse(given.link()), FetchPlan.into(kept.downloads()));
        Await.until(() -> fetched.status().hereBytes() > 0);
        assertThat(complete(fetched)).isFalse();
      }
      try (PeerNode bob = TestPeer.start(kept)) {
        assertThat(bob.engine().downLimitBytesPerSecond()).isEqualTo(SLOW_BYTES_PER_SECOND);
        bob.engine().limits(0, 0);
        assertThat(bob.overlay().contacts().all()).extracting(Contact::name).containsExactly("ann");
        Share fetched = bob.engine().shares().getFirst();
        Await.until(() -> complete(fetched));
        assertThat(kept.downloads().resolve("film.bin")).hasSameBinaryContentAs(file);
        assertThat(fetched.provider()).contains(ann.id());
      }
    }
  }

  @Test
  void aFolderThatWasNotThereIsMadeForItsOwnerOnly() throws Exception {
    Path deep = folder.resolve("a/b");
    try (PeerNode _ = TestPeer.start(deep, "Ann")) {
      assertThat(Files.getPosixFilePermissions(deep)).hasSize(3);
      assertThat(new TreeSet<>(Files.getPosixFilePermissions(deep)).first().name())
          .startsWith("OWNER");
    }
  }
}
