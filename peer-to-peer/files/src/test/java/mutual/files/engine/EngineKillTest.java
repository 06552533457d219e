package mutual.files.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import mutual.files.Await;
import mutual.files.torrent.TorrentMaker.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine that is killed again and again loses nothing that was verified. */
@Timeout(120)
final class EngineKillTest {
  private static final long SEED = 20_261_126;
  private static final int KILLS = 10;
  private static final int LENGTH = 24_000_000;

  /** What may be on its way when the end comes: pieces being gathered, checked, written. */
  private static final int LOST_AT_A_KILL_BYTES_MAX = 3_000_000;

  @TempDir Path folder;

  @Test
  void killsLoseLittleAndNothingIsReadAgain() throws Exception {
    Random random = new Random(SEED);
    try (TestPeer seed = new TestPeer(folder.resolve("seed"))) {
      Path source = TestPeer.content(folder.resolve("film"), 12, LENGTH, 100_000);
      Share given = seed.share(source, Format.HYBRID, Audience.EVERYONE);
      given.limits(6_000_000, 0);
      Path own = folder.resolve("own");
      Path downloads = folder.resolve("downloads");
      long hereBefore = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        OtherEngine engine = new OtherEngine(command -> command, own, "127.0.0.1", 0);
        if (kill == 0) {
          String _ = engine.ask("fetch", given.link(), downloads);
        } else {
          long before = hereBefore;
          Await.until(
              () -> engine.state().equals("FETCHING") && engine.hereBytes() >= before,
              () -> before + " of which are here: " + engine.ask("status"));
        }
        String _ = engine.ask("peer", "127.0.0.1", seed.engine.port());
        long enough = hereBefore + random.nextInt(LENGTH / KILLS);
        Await.until(() -> engine.hereBytes() >= enough, () -> engine.ask("status"));
        hereBefore = engine.hereBytes();
        engine.kill();
      }
      given.limits(0, 0);
      try (OtherEngine last = new OtherEngine(command -> command, own, "127.0.0.1", 0)) {
        String _ = last.ask("peer", "127.0.0.1", seed.engine.port());
        last.awaitComplete();
      }
      ContentEngineTest.assertSame(source, downloads.resolve("film"));
      assertThat(given.status().sentBytes())
          .as("seed " + SEED)
          .isLessThan(LENGTH + 100_000 + (long) KILLS * LOST_AT_A_KILL_BYTES_MAX);
    }
  }
}
