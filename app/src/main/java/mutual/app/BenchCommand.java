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
import mutual.benchmarks.files.ByteSize;
import mutual.benchmarks.files.FilesBenchmark;
import mutual.benchmarks.files.SwarmBenchmark;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mutual bench …}. */
@Command(
    name = "bench",
    description =
        "Measure how fast things are on this machine; docs/benchmarks.md has the targets.",
    subcommands = {
      BenchCommand.Ledger.class,
      BenchCommand.Journal.class,
      BenchCommand.Withdrawal.class,
      BenchCommand.FilesBench.class,
      BenchCommand.Swarm.class
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
    @Mixin Disk disk = new Disk();

    @Override
    public void run() {
      System.err.println("about half a minute …");
      disk.withTemporaryFolder(folder -> JournalBenchmark.run(System.out, folder));
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
    @Mixin Disk disk = new Disk();

    @Override
    public void run() {
      Serving.logTo(new ConsoleHandler());
      Logger.getLogger("").setLevel(Level.WARNING);
      disk.withTemporaryFolder(folder -> WithdrawalBenchmark.run(System.out, folder));
    }
  }

  @Command(
      name = "files",
      description = {
        "Content from one peer to another on this machine, beside what else people use for it, as",
        "far as that is installed. Takes some minutes and, at its full size, 4 GB of disk."
      },
      footerHeading = "%nExample:%n",
      footer = "  mutual bench files --size 256MiB --data /var/tmp")
  static final class FilesBench implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--size",
        paramLabel = "SIZE",
        description = "Of the one large file: 1GiB unless said, 64MiB with --quick.")
    @Nullable String size;

    @Option(names = "--quick", description = "Less of everything, for a first look.")
    boolean quick;

    @Mixin Disk disk = new Disk();

    @Override
    public void run() {
      long bytes = bytes(spec, size != null ? size : quick ? "64MiB" : "1GiB");
      disk.withTemporaryFolder(folder -> FilesBenchmark.run(System.out, folder, bytes, quick));
    }
  }

  private static long bytes(CommandSpec spec, String size) {
    try {
      return ByteSize.parse(size);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  @Command(
      name = "swarm",
      description = {
        "One seeder and eight who fetch at the same time, each behind a link of 20 Mbit/s, and",
        "how near they come to the shortest time possible; Mutual's and libtorrent's."
      },
      footerHeading = "%nExample:%n",
      footer = "  mutual bench swarm --size 64MiB")
  static final class Swarm implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--size",
        paramLabel = "SIZE",
        description = "Of the content: 256MiB unless said, 64MiB with --quick.")
    @Nullable String size;

    @Option(names = "--quick", description = "Less content, for a first look.")
    boolean quick;

    @Mixin Disk disk = new Disk();

    @Override
    public void run() {
      long bytes = bytes(spec, size != null ? size : quick ? "64MiB" : "256MiB");
      disk.withTemporaryFolder(folder -> SwarmBenchmark.run(System.out, folder, bytes));
    }
  }

  /** Work that needs a folder. */
  @FunctionalInterface
  interface FolderWork {
    void in(Path folder) throws IOException, InterruptedException;
  }

  /** Where benchmarks write. */
  static final class Disk {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "On which disk; the system's folder for temporary files unless said.")
    @Nullable Path data;

    /** Does some work in a folder that is removed afterwards. */
    void withTemporaryFolder(FolderWork work) {
      try {
        Path folder =
            data == null
                ? Files.createTempDirectory("mutual-bench-")
                : Files.createTempDirectory(Files.createDirectories(data), "mutual-bench-");
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
}
