package mutual.files.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mutual.files.Await;
import mutual.files.Opened;
import mutual.files.engine.ShareStatus.State;
import mutual.files.torrent.TorrentMaker.Format;
import mutual.files.wire.MembersMessage;
import mutual.files.wire.MembersMessage.Member;
import mutual.files.wire.PeerMessage;
import mutual.files.wire.WireException;
import mutual.middleware.Identity;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Those who fetch a private share give to each other, as long as its provider vouches for them. */
@Timeout(90)
final class PrivateMembersTest {
  private static final int LARGE = 4_000_000;
  private static final int SLOW = 400_000;

  /** The number under which an engine takes the provider's word. */
  private static final int MEMBERS_ID = 3;

  @TempDir Path folder;
  @AutoClose private final Opened opened = new Opened();
  private TestPeer ann;
  private TestPeer ben;
  private TestPeer carl;
  private Share given;
  private Path source;

  @BeforeEach
  void start() throws Exception {
    ann = peer("ann");
    ben = peer("ben");
    carl = peer("carl");
    // Ben and Carl do not know each other.
    for (TestPeer each : List.of(ben, carl)) {
      ann.knows(each);
      each.knows(ann);
    }
    source = TestPeer.content(folder.resolve("photos"), 11, LARGE, 90_000);
    given = ann.share(source, Format.HYBRID, Audience.CONTACTS);
    given.limits(SLOW, 0);
  }

  private TestPeer peer(String name) throws IOException {
    return opened.add(new TestPeer(folder.resolve(name)));
  }

  private Share fetch(TestPeer whose) throws Exception {
    return whose.engine.fetch(PrivateLink.parse(given.link()), FetchPlan.into(whose.downloads()));
  }

  private static long received(Share share, TestPeer from) {
    return share.peers().stream()
        .filter(peer -> peer.node().equals(Optional.of(from.identity.id())))
        .mapToLong(PeerStatus::receivedBytes)
        .sum();
  }

  private static boolean connected(Share share, Identity with) {
    return share.peers().stream().anyMatch(peer -> peer.node().equals(Optional.of(with.id())));
  }

  private byte[] hash() {
    return given.hashes().wire().getFirst();
  }

  private boolean opens(TestPeer engine, Identity caller) throws Exception {
    Optional<SecuredPeer> answer = SecuredPeer.call(engine, caller, hash());
    if (answer.isPresent()) {
      answer.get().close();
    }
    return answer.isPresent();
  }

  private void assertExchanging(Share bens, Share carls) throws Exception {
    ben.await(() -> received(bens, carl) > 0);
    carl.await(() -> received(carls, ben) > 0);
  }

  @Test
  void thoseWhoFetchGiveToEachOther() throws Exception {
    Share bens = fetch(ben);
    Share carls = fetch(carl);
    assertExchanging(bens, carls);
    assertThat(opens(ben, Identity.ephemeral())).as("a stranger with the link").isFalse();
    ben.awaitComplete(bens);
    carl.awaitComplete(carls);
    ContentEngineTest.assertSame(source, ben.downloads().resolve("photos"));
    ContentEngineTest.assertSame(source, carl.downloads().resolve("photos"));
    assertThat(given.status().sentBytes())
        .as("the provider need not give two copies")
        .isLessThan(LARGE * 8L / 5);
    for (Share each : List.of(given, bens, carls)) {
      assertThat(each.trackers()).isEmpty();
    }
  }

  @Test
  void whoHasEverythingGivesToWhoStillFetches() throws Exception {
    given.limits(0, 0);
    Share carls = fetch(carl);
    carls.limits(0, SLOW);
    carl.await(() -> carls.status().receivedBytes() > 0);
    Share bens = fetch(ben);
    ben.awaitComplete(bens);
    given.limits(1, 0);
    long before = received(carls, ben);
    carl.await(() -> received(carls, ben) > before + 500_000);
    assertThat(connected(bens, ann.identity)).as("hears whom it may give to").isTrue();
    carls.limits(0, 0);
    carl.awaitComplete(carls);
  }

  @Test
  void whoHasHadEverythingForLongLooksInAndGives() throws Exception {
    TestPeer dora =
        opened.add(
            new TestPeer(folder.resolve("dora"), Patience.USUAL.withLookIn(Duration.ofSeconds(1))));
    ann.knows(dora);
    dora.knows(ann);
    given.limits(0, 0);
    Share doras = fetch(dora);
    dora.awaitComplete(doras);
    ann.await(() -> given.status().peers() == 0);
    given.limits(SLOW / 4, 0);
    doras.limits(SLOW, 0);
    Share carls = fetch(carl);
    carl.await(() -> received(carls, dora) > 0);
    doras.limits(0, 0);
    carl.awaitComplete(carls);
    assertThat(given.status().sentBytes()).isLessThan(LARGE * 3L / 2);
  }

  @Test
  void whoMayNotHaveItAnyMoreGetsNothingFromMembersEither() throws Exception {
    Share bens = fetch(ben);
    Share carls = fetch(carl);
    assertExchanging(bens, carls);
    assertThat(opens(ben, carl.identity)).isTrue();
    given.audience(Audience.peers(ben.identity.id()));
    carl.await(() -> carls.status().peers() == 0);
    ben.await(() -> !connected(bens, carl.identity));
    long received = carls.status().receivedBytes();
    assertThat(opens(ben, carl.identity)).isFalse();
    given.limits(0, 0);
    ben.awaitComplete(bens);
    assertThat(opens(ben, carl.identity)).isFalse();
    assertThat(carls.status().receivedBytes()).isEqualTo(received).isLessThan(LARGE);
    assertThat(carls.status().peers()).isZero();
  }

  @Test
  void whereNobodyMayHaveItAnyMoreMembersPartToo() throws Exception {
    Share bens = fetch(ben);
    Share carls = fetch(carl);
    assertExchanging(bens, carls);
    given.audience(Audience.NOBODY);
    ann.await(() -> given.status().peers() == 0);
    ben.await(() -> bens.status().peers() == 0);
    carl.await(() -> carls.status().peers() == 0);
    assertThat(opens(ben, carl.identity)).isFalse();
    assertThat(opens(carl, ben.identity)).isFalse();
  }

  @Test
  void membersStayTogetherForATimeWhenTheProviderIsGone() throws Exception {
    Share bens = fetch(ben);
    Share carls = fetch(carl);
    assertExchanging(bens, carls);
    ann.close();
    ben.await(() -> !connected(bens, ann.identity));
    carl.await(() -> !connected(carls, ann.identity));
    assertThat(connected(bens, carl.identity)).isTrue();
    assertThat(opens(ben, carl.identity)).isTrue();
    assertThat(opens(ben, Identity.ephemeral())).isFalse();
  }

  @Test
  void onlyTheProviderIsBelieved() throws Exception {
    Share bens = fetch(ben);
    ben.await(() -> connected(bens, ann.identity));
    Identity eve = Identity.ephemeral();
    try (SecuredPeer told = SecuredPeer.call(ann, carl.identity, hash()).orElseThrow()) {
      told.say(SecuredPeer.takesMembers(9, 1));
      List<Member> members = members(told, 9);
      while (members.isEmpty()) {
        members = members(told, 9);
      }
      assertThat(members).containsExactly(new Member(ben.identity.id(), ben.address()));
      // Ben is told of Carl at the same time.
      Await.until(() -> admitted(bens, carl.identity));
      try (SecuredPeer liar = SecuredPeer.call(ben, carl.identity, hash()).orElseThrow()) {
        Member accomplice =
            new Member(eve.id(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        liar.say(new MembersMessage(List.of(accomplice)).message(MEMBERS_ID));
        liar.awaitClosed();
      }
      assertThat(opens(ben, eve)).isFalse();
      assertThat(opens(ben, carl.identity)).as("what the provider said still counts").isTrue();
    }
    // He has left; Ben is told that too.
    Await.until(() -> !admitted(bens, carl.identity));
    assertThat(opens(ben, carl.identity)).isFalse();
  }

  private static boolean admitted(Share share, Identity who) {
    ShareSession session = share.session();
    return session != null && session.members().vouched().admits(who.id(), System.nanoTime());
  }

  private static List<Member> members(SecuredPeer from, int number) throws Exception {
    for (PeerMessage said = from.next(); said != null; said = from.next()) {
      if (said instanceof PeerMessage.Extended(int id, ByteBuffer payload) && id == number) {
        return MembersMessage.read(payload).members();
      }
    }
    throw new WireException("The engine has closed");
  }

  @Test
  void aProviderThatSpeaksNonsenseIsLeft() throws Exception {
    Identity provider = Identity.ephemeral();
    try (ServerSocketChannel door =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      ben.places.put(provider.id(), (InetSocketAddress) door.getLocalAddress());
      byte[] hash = new byte[20];
      hash[0] = 7;
      Share share =
          ben.engine.fetch(
              new PrivateLink(
                  provider.id(), mutual.files.torrent.InfoHash.v1(hash), Optional.empty()),
              FetchPlan.into(ben.downloads()));
      try (SecuredPeer peer = SecuredPeer.answer(door, provider, hash)) {
        ben.await(() -> connected(share, provider));
        peer.say(new MembersMessage(List.of()).message(MEMBERS_ID));
        peer.say(new PeerMessage.Extended(MEMBERS_ID, ByteBuffer.wrap(new byte[] {'x'})));
        peer.awaitClosed();
      }
      assertThat(share.status().state()).isEqualTo(State.DESCRIPTION);
    }
  }

  @Test
  void thePeerWhoseShareItIsCallsNobody() {
    given.addPeer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    assertThat(given.status().candidates()).isZero();
  }
}
