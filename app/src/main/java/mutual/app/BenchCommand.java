package mutual.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import mutual.benchmarks.JournalBenchmark;
import mutual.benchmarks.LedgerBenchmark;
import mutual.benchmarks.WithdrawalBenchmark;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mutual bench …}. */
@Command(
    name = "bench",
    description =
        "Measure how fast things are on this machine; docs/benchmarks.md has the targets.",
    subcommands = {
      BenchCommand.Ledger.class,
      BenchCommand.Journal.class,
      BenchCommand.Withdrawal.class
    },
    footerHeading = "%nExample:%n",
    footer = "  mutual bench ledger")
final class BenchCommand extends CommandGroup {
  @Command(
      name = "ledger",
      description = "The bare ledger in one thread, on many accounts and on one hot account.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bench ledger")
  static final class Ledger implements Runnable {
    @Override
    public void run() {
      System.err.println("about a minute …");
      LedgerBenchmark.run(System.out);
    }
  }

  @Command(
      name = "journal",
      description = "The durable log: single commands, many at once, batches.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bench journal --data /var/tmp")
  static final class Journal implements Runnable {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "On which disk; the system's folder for temporary files unless said.")
    @Nullable Path data;

    @Override
    public void run() {
      System.err.println("about half a minute …");
      withTemporaryFolder(data, folder -> JournalBenchmark.run(System.out, folder));
    }
  }

  @Command(
      name = "withdrawal",
      description = {
        "A whole bank in a process of its own, under withdrawals and transfers from this one; and",
        "the same transfers in PostgreSQL, if that is installed. Takes some minutes."
      },
      footerHeading = "%nExample:%n",
      footer = "  mutual bench withdrawal --data /var/tmp")
  static final class Withdrawal implements Runnable {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "On which disk; the system's folder for temporary files unless said.")
    @Nullable Path data;

    @Override
    public void run() {
      Serving.logTo(new ConsoleHandler());
      Logger.getLogger("").setLevel(Level.WARNING);
      withTemporaryFolder(data, folder -> WithdrawalBenchmark.run(System.out, folder));
    }
  }

  /** Work that needs a folder. */
  @FunctionalInterface
  interface FolderWork {
    void in(Path folder) throws IOException, InterruptedException;
  }

  static void withTemporaryFolder(@Nullable Path parent, FolderWork work) {
    try {
      Path folder =
          parent == null
              ? Files.createTempDirectory("mutual-bench-")
              : Files.createTempDirectory(Files.createDirectories(parent), "mutual-bench-");
      try {
        work.in(folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
