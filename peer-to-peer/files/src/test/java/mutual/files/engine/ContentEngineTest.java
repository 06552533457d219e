package mutual.files.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.TorrentMaker.Format;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two engines on one machine. */
final class ContentEngineTest {
  @TempDir Path folder;
  private TestPeer ann;
  private TestPeer ben;

  @BeforeEach
  void start() throws Exception {
    ann = new TestPeer(folder.resolve("ann"));
    ben = new TestPeer(folder.resolve("ben"));
  }

  @AfterEach
  void stop() {
    ann.close();
    ben.close();
  }

  static void assertSame(Path one, Path other) throws Exception {
    try (Stream<Path> tree = Files.walk(one)) {
      for (Path each : tree.filter(Files::isRegularFile).toList()) {
        assertThat(other.resolve(one.relativize(each))).hasSameBinaryContentAs(each);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void publicContentIsFetchedByItsMagnetLink(Format format) throws Exception {
    Path source = TestPeer.content(folder.resolve("music"), 1, 3_000_000, 70_000, 0, 500_000, 1);
    Share given = ann.share(source, format, Audience.EVERYONE);
    Share fetched = ben.engine.fetch(Magnet.parse(given.link()), FetchPlan.into(ben.downloads()));
    fetched.addPeer(ann.address());
    ben.awaitComplete(fetched);
    assertSame(source, ben.downloads().resolve("music"));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void contactsFetchPrivateContentByKey(Format format) throws Exception {
    ann.knows(ben);
    ben.knows(ann);
    Path source = TestPeer.content(folder.resolve("photos"), 2, 2_000_000, 12_345);
    Share given = ann.share(source, format, Audience.CONTACTS);
    Share fetched =
        ben.engine.fetch(PrivateLink.parse(given.link()), FetchPlan.into(ben.downloads()));
    ben.awaitComplete(fetched);
    assertSame(source, ben.downloads().resolve("photos"));
  }
}
