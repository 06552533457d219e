package mutual.benchmarks.files;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The same content brought by one contender after the other, a row of a table for each. */
final class Race {
  /**
   * How one transfer went.
   *
   * @param bytes that were there at the end
   * @param cpuSeconds of both processes, from when the fetcher was told until all was there
   * @param peakBytes of the fetcher's memory
   */
  record Result(long bytes, long nanos, double cpuSeconds, long peakBytes) {
    double seconds() {
      return nanos / 1e9;
    }

    double megabytesPerSecond() {
      return bytes / 1e6 / seconds();
    }

    double cpuSecondsPerGigabyte() {
      return cpuSeconds / (bytes / 1e9);
    }
  }

  private final PrintStream out;
  private final PrintStream progress;
  private final Path folder;

  Race(PrintStream out, PrintStream progress, Path folder) {
    this.out = out;
    this.progress = progress;
    this.folder = folder;
  }

  /** The first is what the others' rates are compared with. */
  void run(Content content, List<Contender> contenders) throws IOException, InterruptedException {
    boolean many = content.files() > 1;
    out.printf(
        "| %s | %sMB/s | of the limit | processor time per GB | fetcher's memory |%n",
        many
            ? "%,d files of %s"
                .formatted(content.files(), ByteSize.of(content.bytes() / content.files()))
            : "one file of " + ByteSize.of(content.bytes()),
        many ? "files/s | " : "");
    out.println(many ? "|---|---|---|---|---|---|" : "|---|---|---|---|---|");
    double limit = 0;
    List<Path> left = new ArrayList<>();
    for (Contender contender : contenders) {
      if (!contender.missing().isEmpty()) {
        out.printf(
            "| %s | not installed: apt-get install %s |%n", contender.name(), contender.missing());
        continue;
      }
      progress.println(contender.name() + " …");
      try {
        Path own = Files.createDirectories(folder.resolve("contender-" + left.size()));
        left.add(own);
        Result result = measure(contender, content, own);
        limit = limit == 0 ? result.megabytesPerSecond() : limit;
        print(contender, content, result, limit);
      } catch (IOException e) {
        progress.println(e.getMessage());
        out.printf(
            "| %s | failed: %s |%n",
            contender.name(), String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      }
      if (!many) {
        deleteAll(left);
      }
    }
    // For minutes after thousands of files were deleted, ext4 takes long to make new ones: what one
    // contender leaves must not be the next one's burden.
    deleteAll(left);
    out.println();
  }

  private static void deleteAll(List<Path> folders) throws IOException {
    for (Path each : folders) {
      Content.delete(each);
    }
    folders.clear();
  }

  private Result measure(Contender contender, Content content, Path own)
      throws IOException, InterruptedException {
    // What others have left to be written is not this one's burden.
    Tool.run("sync");
    try (Crew crew = new Crew(own)) {
      Contender.Pair pair = contender.start(content, crew);
      double cpu = pair.giver().cpuSeconds() + pair.fetcher().cpuSeconds();
      long begun = System.nanoTime();
      long bytes = pair.fetch(contender.max());
      long nanos = System.nanoTime() - begun;
      Result result =
          new Result(
              bytes,
              nanos,
              pair.giver().cpuSeconds() + pair.fetcher().cpuSeconds() - cpu,
              pair.fetcher().peakBytes());
      if (bytes == content.bytes()) {
        content.expectSame(pair.fetched());
      }
      return result;
    }
  }

  private void print(Contender contender, Content content, Result result, double limit) {
    boolean all = result.bytes() == content.bytes();
    String files =
        content.files() > 1
            ? all ? "%,d | ".formatted(Math.round(content.files() / result.seconds())) : "- | "
            : "";
    out.printf(
        Locale.ROOT,
        "| %s%s | %s%.1f | %.0f%% | %.1f s | %d MB |%n",
        contender.name(),
        all ? "" : " (stopped after %d s)".formatted(contender.max().toSeconds()),
        files,
        result.megabytesPerSecond(),
        100 * result.megabytesPerSecond() / limit,
        result.cpuSecondsPerGigabyte(),
        result.peakBytes() / 1_000_000);
  }
}
