package mutual.benchmarks.files;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import mutual.files.torrent.TorrentMaker.Format;

/** What an engine costs that has nothing to do, and how soon a contact's share can be read. */
final class SmallThings {
  private static final int IDLE_FILE_BYTES = 64 << 10;
  private static final int FIRST_FILE_BYTES = 4 << 20;
  private static final int FIRST_TIMES = 21;
  private static final int SETTLE_SECONDS = 10;
  private static final String LOOPBACK = "127.0.0.1";

  private final PrintStream out;
  private final PrintStream progress;
  private final Path folder;

  SmallThings(PrintStream out, PrintStream progress, Path folder) {
    this.out = out;
    this.progress = progress;
    this.folder = folder;
  }

  void run(int shares, int idleSeconds) throws IOException, InterruptedException {
    out.println("| Mutual | |");
    out.println("|---|---|");
    idle(shares, idleSeconds);
    firstByte();
    out.println();
  }

  private void idle(int shares, int seconds) throws IOException, InterruptedException {
    progress.println(shares + " idle shares …");
    Path own = Files.createDirectories(folder.resolve("idle"));
    for (int i = 0; i < shares; i++) {
      Content _ = Content.file(own.resolve("content-" + i + ".bin"), IDLE_FILE_BYTES, i);
    }
    Path at = folder.resolve("idle-engine");
    try (Tool engine = LinePeers.engine(at, List.of(), LOOPBACK)) {
      String[] _ = engine.ask("give-each", own);
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      double cpu = engine.cpuSeconds();
      TimeUnit.SECONDS.sleep(seconds);
      double used = engine.cpuSeconds() - cpu;
      out.printf(
          Locale.ROOT,
          "| memory with %,d idle shares | %d MB |%n",
          shares,
          engine.residentBytes() / 1_000_000);
      out.printf(
          Locale.ROOT, "| processor time of those | %.2f%% of one core |%n", 100 * used / seconds);
    } finally {
      Content.delete(own);
      Content.delete(at);
    }
  }

  private void firstByte() throws IOException, InterruptedException {
    progress.println("first bytes …");
    Path own = Files.createDirectories(folder.resolve("first"));
    try (Tool giver = LinePeers.engine(own.resolve("giver"), List.of(), LOOPBACK);
        Tool fetcher = LinePeers.engine(own.resolve("fetcher"), List.of(), LOOPBACK)) {
      Content film = Content.file(own.resolve("film.bin"), FIRST_FILE_BYTES, 0);
      String link = LinePeers.introduce(giver, fetcher, film, Format.V2);
      long[] nanos = new long[FIRST_TIMES];
      for (int i = 0; i < FIRST_TIMES; i++) {
        String[] answer = fetcher.ask("first-byte", link, own.resolve("fetched-" + i));
        nanos[i] = Long.parseLong(answer[1]);
      }
      long[] later = Arrays.copyOfRange(nanos, 1, FIRST_TIMES);
      Arrays.sort(later);
      out.printf(
          Locale.ROOT,
          "| first byte of a contact's share, both processes just started | %.1f ms |%n",
          nanos[0] / 1e6);
      out.printf(
          Locale.ROOT,
          "| the same again, by a fresh engine in the same process: median, slowest of %d |"
              + " %.1f ms, %.1f ms |%n",
          later.length,
          later[later.length / 2] / 1e6,
          later[later.length - 1] / 1e6);
    } finally {
      Content.delete(own);
    }
  }
}
