package mutual.files.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import mutual.files.Await;
import mutual.files.Opened;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.Metainfo;
import mutual.files.torrent.TorrentMaker.Format;
import mutual.overlay.dht.DhtNode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Our engine and libtorrent give each other content of every version, in every way to meet. */
final class LibtorrentInteropTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir Path folder;
  @AutoClose private final Opened opened = new Opened();
  private Path source;

  @BeforeEach
  void makeContent() throws IOException {
    source =
        TestPeer.content(
            folder.resolve("given/music"), 3, 1_500_000, 70_001, 0, 32 << 10, 1, 16_383, 300_000);
  }

  private TestPeer ours(String name) throws IOException {
    return opened.add(new TestPeer(folder.resolve(name)));
  }

  private LibtorrentPeer theirs(String name, String... wanted) throws IOException {
    return opened.add(new LibtorrentPeer(folder.resolve(name), LOOPBACK, wanted));
  }

  private Path write(Share share) throws IOException {
    return Files.write(folder.resolve("ours.torrent"), share.torrent().orElseThrow());
  }

  private static Metainfo read(Path torrent) throws Exception {
    return Metainfo.parse(Files.readAllBytes(torrent));
  }

  private void assertFetched(Path downloads) throws Exception {
    ContentEngineTest.assertSame(source, downloads.resolve("music"));
  }

  @ParameterizedTest
  @CsvSource({"V1, true", "V1, false", "V2, true", "V2, false", "HYBRID, true", "HYBRID, false"})
  void weFetchWhatTheySeed(Format format, boolean byLink) throws Exception {
    LibtorrentPeer they = theirs("they");
    Path torrent = folder.resolve("theirs.torrent");
    String link = they.make(source, format, torrent);
    int _ = they.seed(torrent, folder.resolve("given"));
    TestPeer we = ours("we");
    FetchPlan plan = FetchPlan.into(we.downloads());
    Share share =
        byLink ? we.engine.fetch(Magnet.parse(link), plan) : we.engine.fetch(read(torrent), plan);
    share.addPeer(they.address());
    we.awaitComplete(share);
    assertFetched(we.downloads());
    assertThat(share.hashes()).isEqualTo(read(torrent).hashes());
  }

  @ParameterizedTest
  @CsvSource({"V1, true", "V1, false", "V2, true", "V2, false", "HYBRID, true", "HYBRID, false"})
  void theyFetchWhatWeSeed(Format format, boolean byLink) throws Exception {
    TestPeer we = ours("we");
    Share share = we.share(source, format, Audience.EVERYONE);
    LibtorrentPeer they = theirs("they");
    int fetching = they.fetch(byLink ? share.link() : write(share));
    they.meet(fetching, we.address());
    they.awaitSeeding(fetching);
    assertFetched(they.downloads());
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void theyReachUsInTheirUsualOrderOfAttempts(Format format) throws Exception {
    TestPeer we = ours("we");
    Share share = we.share(source, format, Audience.EVERYONE);
    LibtorrentPeer they = theirs("they", "defaults");
    int fetching = they.fetch(write(share));
    they.meet(fetching, we.address());
    they.awaitSeeding(fetching);
    assertFetched(they.downloads());
  }

  @Test
  void whatTheyFetchFromUsWeFetchFromThem() throws Exception {
    TestPeer we = ours("we");
    Share share = we.share(source, Format.HYBRID, Audience.EVERYONE);
    LibtorrentPeer they = theirs("they");
    int fetching = they.fetch(share.link());
    they.meet(fetching, we.address());
    they.awaitSeeding(fetching);
    TestPeer third = ours("third");
    Share again = third.engine.fetch(Magnet.parse(share.link()), FetchPlan.into(third.downloads()));
    again.addPeer(they.address());
    third.awaitComplete(again);
    assertFetched(third.downloads());
  }

  @Test
  void ourHybridIsFetchedByOneThatKnowsOnlyVersionOne() throws Exception {
    TestPeer we = ours("we");
    Share share = we.share(source, Format.HYBRID, Audience.EVERYONE);
    String link = "magnet:?xt=urn:btih:" + share.hashes().v1().orElseThrow().hex();
    LibtorrentPeer they = theirs("they");
    int fetching = they.fetch(link);
    they.meet(fetching, we.address());
    they.awaitSeeding(fetching);
    assertFetched(they.downloads());
  }

  @Test
  void onlyChosenFilesAreFetched() throws Exception {
    LibtorrentPeer they = theirs("they");
    Path torrent = folder.resolve("theirs.torrent");
    String link = they.make(source, Format.HYBRID, torrent);
    int _ = they.seed(torrent, folder.resolve("given"));
    TestPeer we = ours("we");
    int wanted =
        read(torrent).info().files().stream()
            .filter(file -> file.displayPath().equals("file-6"))
            .findFirst()
            .orElseThrow()
            .index();
    Share share =
        we.engine.fetch(Magnet.parse(link + "&so=" + wanted), FetchPlan.into(we.downloads()));
    share.addPeer(they.address());
    we.awaitComplete(share);
    assertThat(we.downloads().resolve("music/file-6"))
        .hasSameBinaryContentAs(source.resolve("file-6"));
    assertThat(we.downloads().resolve("music/file-0")).doesNotExist();
    assertThat(share.status().receivedBytes()).isLessThan(400_000);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aThirdMemberIsHeardOfByPeerExchange(boolean weListen) throws Exception {
    // The one in the middle knows both; the seed and the last learn of each other from it.
    TestPeer seed = ours("seed");
    Share given = seed.share(source, Format.HYBRID, Audience.EVERYONE);
    Path torrent = write(given);
    LibtorrentPeer middle = theirs("middle");
    int between = Integer.parseInt(middle.ask("add", torrent, folder.resolve("middle"), 20_000));
    middle.meet(between, seed.address());
    if (weListen) {
      TestPeer last = ours("last");
      Share share = last.engine.fetch(read(torrent), FetchPlan.into(last.downloads()));
      // Slow enough for the seed to be seen among its peers: two seeds soon part.
      share.limits(0, 200_000);
      share.addPeer(middle.address());
      // Whichever of the two calls the other.
      last.await(() -> share.peers().stream().anyMatch(p -> p.client().startsWith("Mutual")));
      share.limits(0, 0);
      last.awaitComplete(share);
      assertFetched(last.downloads());
    } else {
      LibtorrentPeer last = theirs("last");
      int fetching = last.fetch(torrent);
      TestPeer bridge = ours("bridge");
      // Wants one byte only, so that it stays and gives nothing else.
      Share share =
          bridge.engine.fetch(
              read(torrent), new FetchPlan(bridge.downloads(), List.of("file-4"), false, false));
      share.addPeer(seed.address());
      share.addPeer(last.address());
      last.awaitSeeding(fetching);
      assertFetched(last.downloads());
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1", "::1"})
  void membersMeetInTheDhtAlone(String host) throws Exception {
    InetAddress address = InetAddress.ofLiteral(host);
    DhtNode ourNode = opened.add(DhtNode.builder().bind(new InetSocketAddress(address, 0)).start());
    TestPeer we =
        opened.add(
            new TestPeer(
                folder.resolve("we"), Optional.of(ourNode), all -> all.withAddress(address)));
    LibtorrentPeer they = opened.add(new LibtorrentPeer(folder.resolve("they"), address, "dht"));
    ourNode.bootstrap(List.of(they.address()));
    Await.until(() -> ourNode.status().nodes4() + ourNode.status().nodes6() > 0);
    Share share = we.share(source, Format.V2, Audience.EVERYONE);
    int fetching = they.fetch(share.link());
    they.awaitSeeding(fetching);
    assertFetched(they.downloads());
  }

  @Test
  void weFindThemInTheDht() throws Exception {
    DhtNode ourNode =
        opened.add(DhtNode.builder().bind(new InetSocketAddress(LOOPBACK, 0)).start());
    LibtorrentPeer they = theirs("they", "dht");
    ourNode.bootstrap(List.of(they.address()));
    Await.until(() -> ourNode.status().nodes4() > 0);
    Path torrent = folder.resolve("theirs.torrent");
    String link = they.make(source, Format.HYBRID, torrent);
    int _ = they.seed(torrent, folder.resolve("given"));
    TestPeer we =
        opened.add(
            new TestPeer(folder.resolve("we"), Optional.of(ourNode), UnaryOperator.identity()));
    Share share = we.engine.fetch(Magnet.parse(link), FetchPlan.into(we.downloads()));
    we.awaitComplete(share);
    assertFetched(we.downloads());
  }

  @Test
  void allOfItGoesByVersionSixOfTheInternetProtocol() throws Exception {
    InetAddress six = InetAddress.ofLiteral("::1");
    TestPeer we =
        opened.add(
            new TestPeer(folder.resolve("we"), Optional.empty(), all -> all.withAddress(six)));
    Share share = we.share(source, Format.HYBRID, Audience.EVERYONE);
    LibtorrentPeer they = opened.add(new LibtorrentPeer(folder.resolve("they"), six));
    int fetching = they.fetch(share.link());
    they.meet(fetching, new InetSocketAddress(six, we.engine.port()));
    they.awaitSeeding(fetching);
    assertFetched(they.downloads());
  }
}
