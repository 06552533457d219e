package mutual.files.engine;

import java.nio.file.Path;
import mutual.files.torrent.TorrentMaker.Format;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Engines on two hosts of one local network meet by nothing but its multicasts (BEP 14). */
@Timeout(60)
final class LanMeetingTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"10.77.0.1, 10.77.0.2, 24", "fd77::1, fd77::2, 64"})
  void publicContentIsFetchedFromANeighbour(String a, String b, String prefix) throws Exception {
    Path source = TestPeer.content(folder.resolve("music"), 4, 600_000, 0, 70_000);
    try (TwoHosts hosts = new TwoHosts(a + "/" + prefix, b + "/" + prefix);
        OtherEngine gives =
            new OtherEngine(c -> hosts.on("a", c), folder.resolve("gives"), a, 0, "lan");
        OtherEngine takes =
            new OtherEngine(c -> hosts.on("b", c), folder.resolve("takes"), b, 0, "lan")) {
      String link = gives.share(source, Format.HYBRID);
      Path downloads = folder.resolve("downloads");
      String _ = takes.ask("fetch", link, downloads);
      takes.awaitComplete();
      ContentEngineTest.assertSame(source, downloads.resolve("music"));
    }
  }
}
