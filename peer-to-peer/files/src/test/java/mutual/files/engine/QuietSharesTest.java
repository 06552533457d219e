package mutual.files.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mutual.files.Await;
import mutual.files.lan.LsdListener;
import mutual.files.torrent.InfoHash;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.Metainfo;
import mutual.files.torrent.TorrentMaker.Format;
import mutual.files.tracker.RawHttpTracker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who listens on the local network or is a tracker hears nothing of private shares; {@link
 * PrivateSharesTest} says so of the DHT.
 */
@Timeout(60)
final class QuietSharesTest {
  private static final Pattern ANNOUNCED = Pattern.compile("info_hash=([^& ]*)");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"10.77.0.1, 10.77.0.2, 24, 239.192.152.143", "fd77::1, fd77::2, 64, ff15::efc0:988f"})
  void theLocalNetworkHearsOfPublicSharesAlone(String a, String b, String prefix, String group)
      throws Exception {
    Path hidden = TestPeer.content(folder.resolve("photos"), 4, 60_000, 0, 7_000);
    Path shown = TestPeer.content(folder.resolve("music"), 5, 60_000);
    try (TwoHosts hosts = new TwoHosts(a + "/" + prefix, b + "/" + prefix)) {
      Queue<String> heard = new ConcurrentLinkedQueue<>();
      Process listener =
          hosts.start("b", new ProcessBuilder(OtherEngine.command(LsdListener.class, group)));
      BufferedReader lines = listener.inputReader();
      assertThat(lines.readLine()).isEqualTo("ready");
      Thread.ofVirtual().start(() -> lines.lines().forEach(heard::add));
      try (OtherEngine gives =
          new OtherEngine(c -> hosts.on("a", c), folder.resolve("gives"), a, 0, "lan")) {
        gives.ask("share", hidden, Format.HYBRID, "contacts");
        gives.awaitComplete();
        List<String> open = wire(gives.ask("share", shown, Format.V1));
        Await.until(() -> heard.containsAll(open), () -> "heard: " + heard);
        // Anything said of the other would have been said before.
        assertThat(Set.copyOf(heard)).isEqualTo(Set.copyOf(open));
        // Only its audience has kept it quiet.
        List<String> opened = wire(gives.ask("audience", "everyone"));
        Await.until(() -> heard.containsAll(opened), () -> "heard: " + heard);
      }
      listener.getOutputStream().close();
    }
  }

  private static List<String> wire(String magnet) throws Exception {
    return Magnet.parse(magnet).hashes().wire().stream().map(HexFormat.of()::formatHex).toList();
  }

  @Test
  void trackersHearOfPublicSharesAlone() throws Exception {
    Path source = TestPeer.content(folder.resolve("photos"), 6, 100_000);
    Path other = TestPeer.content(folder.resolve("music"), 7, 1_000);
    try (RawHttpTracker tracker = RawHttpTracker.saying("d8:intervali1800e5:peers0:e");
        TestPeer honest = new TestPeer(folder.resolve("honest"));
        TestPeer we = new TestPeer(folder.resolve("we"))) {
      Metainfo torrent = tracked(honest.share(source, Format.V1, Audience.EVERYONE), tracker);
      Share share = we.engine.fetch(torrent, FetchPlan.into(we.downloads()));
      share.addPeer(honest.address());
      we.awaitComplete(share);
      Await.until(() -> heard(tracker, share.id(), "event=started").count() > 0);
      // What had trackers when it was public says goodbye to them, and no more.
      share.audience(Audience.CONTACTS);
      Await.until(() -> heard(tracker, share.id(), "event=stopped").count() == 1);
      long before = heard(tracker, share.id(), "").count();
      we.restart();
      Share again = we.engine.find(share.id()).orElseThrow();
      assertThat(again.audience()).isEqualTo(Audience.CONTACTS);
      we.awaitComplete(again);
      Share open =
          we.engine.fetch(
              tracked(honest.share(other, Format.V1, Audience.EVERYONE), tracker),
              FetchPlan.into(we.downloads()));
      Await.until(() -> heard(tracker, open.id(), "event=started").count() > 0);
      assertThat(heard(tracker, share.id(), "").count()).isEqualTo(before);
      // Only its audience has kept it quiet.
      again.audience(Audience.EVERYONE);
      Await.until(() -> heard(tracker, share.id(), "").count() > before);
    }
  }

  private static Metainfo tracked(Share given, RawHttpTracker tracker) throws Exception {
    return Metainfo.parse(given.torrent().orElseThrow())
        .withTrackers(List.of(List.of(tracker.url())));
  }

  private static java.util.stream.Stream<String> heard(
      RawHttpTracker tracker, InfoHash hash, String event) {
    return tracker.requests.stream()
        .filter(
            request -> {
              Matcher announced = ANNOUNCED.matcher(request);
              return announced.find()
                  && URLDecoder.decode(announced.group(1), ISO_8859_1)
                      .equals(new String(hash.wire(), ISO_8859_1))
                  && request.contains(event);
            });
  }
}
