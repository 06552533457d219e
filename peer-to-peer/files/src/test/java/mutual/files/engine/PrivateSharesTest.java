package mutual.files.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import mutual.files.Await;
import mutual.files.Opened;
import mutual.files.engine.ShareStatus.State;
import mutual.files.torrent.InfoHash;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.TorrentMaker.Format;
import mutual.files.wire.Handshake;
import mutual.middleware.Identity;
import mutual.middleware.SecureChannel;
import mutual.overlay.dht.DhtId;
import mutual.overlay.dht.DhtNode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Private shares are for whom they are meant, and nobody else hears that they exist. */
@Timeout(60)
final class PrivateSharesTest {
  private static final int LARGE = 2_000_000;

  @TempDir Path folder;
  @AutoClose private final Opened opened = new Opened();
  private TestPeer ann;
  private TestPeer ben;
  private Path source;

  @BeforeEach
  void start() throws Exception {
    ann = peer("ann");
    ben = peer("ben");
    ann.knows(ben);
    ben.knows(ann);
    source = TestPeer.content(folder.resolve("photos"), 9, LARGE, 70_000);
  }

  private TestPeer peer(String name) throws IOException {
    return opened.add(new TestPeer(folder.resolve(name)));
  }

  private Share fetch(TestPeer whose, Share given) throws Exception {
    return whose.engine.fetch(PrivateLink.parse(given.link()), FetchPlan.into(whose.downloads()));
  }

  /** What a caller hears who asks for a hash; empty if the connection is just closed. */
  private static byte[] heardPlain(InetSocketAddress engine, byte[] hash) throws IOException {
    try (RawPeer stranger = new RawPeer(engine)) {
      stranger.write(RawPeer.hello(hash, new Random(2)));
      ByteBuffer heard = ByteBuffer.allocate(Handshake.BYTES);
      try {
        while (heard.hasRemaining() && stranger.channel.read(heard) >= 0) {
          // More may come.
        }
      } catch (IOException e) {
        // Reset: nothing more comes.
      }
      return java.util.Arrays.copyOf(heard.array(), heard.position());
    }
  }

  private static byte[] heardSecured(TestPeer engine, Identity caller, byte[] hash)
      throws Exception {
    try (SocketChannel socket = SocketChannel.open(engine.address());
        SecureChannel secured =
            SecureChannel.connect(caller, engine.identity.id(), socket, Duration.ofSeconds(10))) {
      secured.write(ByteBuffer.wrap(RawPeer.hello(hash, new Random(2))));
      ByteBuffer heard = ByteBuffer.allocate(Handshake.BYTES);
      try {
        while (heard.hasRemaining() && secured.read(heard) >= 0) {
          // More may come.
        }
      } catch (EOFException | java.net.SocketException e) {
        // Reset: nothing more comes.
      }
      return java.util.Arrays.copyOf(heard.array(), heard.position());
    }
  }

  @Test
  void aStrangerWithTheLinkHearsNoMoreThanForAHashThatNobodyHas() throws Exception {
    Share given = ann.share(source, Format.HYBRID, Audience.CONTACTS);
    byte[] unknown = new byte[20];
    Identity stranger = Identity.ephemeral();
    for (byte[] hash : given.hashes().wire()) {
      assertThat(heardPlain(ann.address(), hash))
          .isEqualTo(heardPlain(ann.address(), unknown))
          .isEmpty();
      assertThat(heardSecured(ann, stranger, hash))
          .isEqualTo(heardSecured(ann, stranger, unknown))
          .isEmpty();
      assertThat(heardSecured(ann, ben.identity, hash)).hasSize(Handshake.BYTES);
    }
  }

  @Test
  void aStrangersEngineGetsNothingByAnyLink() throws Exception {
    Share given = ann.share(source, Format.V1, Audience.CONTACTS);
    TestPeer eve = peer("eve");
    eve.places.put(ann.identity.id(), ann.address());
    Share byLink = fetch(eve, given);
    TestPeer mallory = peer("mallory");
    Share byHash =
        mallory.engine.fetch(
            Magnet.parse("magnet:?xt=urn:btih:" + given.hashes().v1().orElseThrow().hex()),
            FetchPlan.into(mallory.downloads()));
    byHash.addPeer(ann.address());
    // Meanwhile a contact gets all of it.
    Share meant = fetch(ben, given);
    ben.awaitComplete(meant);
    for (Share share : List.of(byLink, byHash)) {
      assertThat(share.status().state()).isEqualTo(State.DESCRIPTION);
      assertThat(share.status().receivedBytes()).isZero();
      assertThat(share.status().peers()).isZero();
    }
    assertThat(ann.engine.offersFor(eve.identity.id())).isEmpty();
    assertThat(ann.engine.offersFor(ben.identity.id())).containsExactly(given);
  }

  @Test
  void aGroupsMembersGetItAndOtherContactsDoNot() throws Exception {
    TestPeer carl = peer("carl");
    ann.contacts.put(carl.identity.id(), "family");
    carl.knows(ann);
    Share given = ann.share(source, Format.V2, Audience.groups("family"));
    Share notMeant = fetch(ben, given);
    Share meant = fetch(carl, given);
    carl.awaitComplete(meant);
    ContentEngineTest.assertSame(source, carl.downloads().resolve("photos"));
    assertThat(notMeant.status().receivedBytes()).isZero();
    assertThat(notMeant.status().peers()).isZero();
  }

  @Test
  void aProviderIsAskedAtOnceWhenItBecomesReachable() throws Exception {
    Share given = ann.share(source, Format.V1, Audience.CONTACTS);
    // By itself it would not ask again while this test runs.
    Patience patience = Patience.USUAL.withSearch(Duration.ofHours(1));
    try (TestPeer dora = new TestPeer(folder.resolve("dora"), patience)) {
      ann.knows(dora);
      Share share = fetch(dora, given);
      dora.await(() -> dora.asked.get() > 0);
      dora.places.put(ann.identity.id(), ann.address());
      dora.engine.reachable(ann.identity.id());
      dora.awaitComplete(share);
    }
  }

  private Share running(Share given) throws Exception {
    given.limits(300_000, 0);
    Share share = fetch(ben, given);
    ben.await(() -> share.status().receivedBytes() > 0);
    return share;
  }

  private void assertCutOff(Share given, Share share) throws Exception {
    ann.await(() -> given.status().peers() == 0);
    ben.await(() -> share.status().peers() == 0);
    assertThat(share.status().hereBytes()).isLessThan(LARGE);
    assertThat(heardSecured(ann, ben.identity, given.hashes().wire().getFirst())).isEmpty();
  }

  @Test
  void aNarrowerAudienceCutsARunningTransferOff() throws Exception {
    Share given = ann.share(source, Format.V1, Audience.CONTACTS);
    Share share = running(given);
    given.audience(Audience.groups("family"));
    assertCutOff(given, share);
  }

  @Test
  void aContactThatIsRemovedIsCutOff() throws Exception {
    Share given = ann.share(source, Format.V1, Audience.CONTACTS);
    Share share = running(given);
    ann.contacts.clear();
    ann.engine.recheckAccess();
    assertCutOff(given, share);
  }

  @Test
  void aShareThatIsNoMorePublicIsClosedToStrangers() throws Exception {
    Share given = ann.share(source, Format.V1, Audience.EVERYONE);
    given.limits(300_000, 0);
    TestPeer eve = peer("eve");
    Share share = eve.engine.fetch(Magnet.parse(given.link()), FetchPlan.into(eve.downloads()));
    share.addPeer(ann.address());
    eve.await(() -> share.status().receivedBytes() > 0);
    given.audience(Audience.CONTACTS);
    ann.await(() -> given.status().peers() == 0);
    assertThat(heardPlain(ann.address(), given.hashes().wire().getFirst())).isEmpty();
  }

  @Test
  void theDhtHearsOfPublicSharesAlone() throws Exception {
    InetSocketAddress any = new InetSocketAddress(ann.address().getAddress(), 0);
    try (DhtNode listener = DhtNode.builder().bind(any).start();
        DhtNode looker = DhtNode.builder().bind(any).start();
        DhtNode own = DhtNode.builder().bind(any).start();
        TestPeer dan =
            new TestPeer(folder.resolve("dan"), Optional.of(own), UnaryOperator.identity())) {
      InetSocketAddress first = new InetSocketAddress(any.getAddress(), listener.port());
      own.bootstrap(List.of(first));
      looker.bootstrap(List.of(first));
      Await.until(() -> own.status().nodes4() > 0 && looker.status().nodes4() > 0);
      dan.knows(ben);
      ben.knows(dan);
      Share hidden = dan.share(source, Format.HYBRID, Audience.CONTACTS);
      Path other = TestPeer.content(folder.resolve("open"), 10, 1_000);
      Share shown = dan.share(other, Format.V1, Audience.EVERYONE);
      // A contact's fetching is not told of either.
      Share fetched = fetch(ben, hidden);
      ben.awaitComplete(fetched);
      Await.until(() -> !found(looker, shown.hashes().all().getFirst()).isEmpty());
      // Anything said of the other would have been said before.
      for (InfoHash hash : hidden.hashes().all()) {
        assertThat(found(looker, hash)).isEmpty();
      }
      assertThat(hidden.trackers()).isEmpty();
    }
  }

  private static List<InetSocketAddress> found(DhtNode node, InfoHash hash) {
    List<InetSocketAddress> found = new ArrayList<>();
    node.findPeers(DhtId.of(hash.wire()), found::add).join();
    return found;
  }
}
