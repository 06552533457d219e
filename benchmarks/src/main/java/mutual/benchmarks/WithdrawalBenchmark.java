package mutual.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mutual.benchmarks.PostgresTransfers.BatchFunction;
import mutual.middleware.Identity;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * A whole bank as its clients see it: a server in a process of its own, and here its cash machines
 * and programs, over mutual TLS; every answer is of something durable. Beside it, on the same disk
 * in the same run, the same transfers in PostgreSQL, if it is installed.
 */
public final class WithdrawalBenchmark {
  /**
   * How much of everything.
   *
   * @param machines sessions at the most; each has a machine of its own
   * @param warmUp withdrawals before anything counts, and a fifth as many transfers
   * @param withdrawals of each row, for each session; bounded by {@code withdrawalsMax}
   * @param paced operations at low load, each kind
   * @param batches of a row
   * @param postgresSeconds of a row; 0: without PostgreSQL
   */
  record Sizes(
      int accounts,
      int cards,
      int machines,
      List<Integer> sessions,
      int warmUp,
      int withdrawals,
      int withdrawalsMax,
      int paced,
      int batchTransfers,
      int batches,
      long postgresSeconds,
      String serverHeap) {
    static final Sizes FULL =
        new Sizes(
            10_000,
            4_000,
            128,
            List.of(1, 16, 64, 128),
            100_000,
            2_000,
            30_000,
            3_000,
            8_190,
            100,
            8,
            "3g");
  }

  private static final int BATCHES_IN_FLIGHT = 4;
  private static final int POSTGRES_CLIENTS = 16;
  private static final int POSTGRES_BATCH_CLIENTS = 4;
  private static final int POSTGRES_BATCH_TRANSFERS = 1_000;
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final PrintStream out;
  private final PrintStream progress;
  private final Path folder;
  private final Sizes sizes;
  private double singlesPerSecond;
  private double batchedPerSecond;
  private double hotPerSecond;

  private WithdrawalBenchmark(PrintStream out, PrintStream progress, Path folder, Sizes sizes) {
    this.out = out;
    this.progress = progress;
    this.folder = folder;
    this.sizes = sizes;
  }

  /** Prints tables in Markdown, and on standard error what is being done; takes some minutes. */
  public static void run(PrintStream out, Path folder) throws IOException, InterruptedException {
    run(out, System.err, folder, Sizes.FULL);
  }

  static void run(PrintStream out, PrintStream progress, Path folder, Sizes sizes)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    WithdrawalBenchmark benchmark = new WithdrawalBenchmark(out, progress, folder, sizes);
    try {
      benchmark.bank();
      benchmark.postgres();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an operation failed", e.getCause());
    } catch (SQLException e) {
      throw new IOException("PostgreSQL failed", e);
    }
  }

  private void bank() throws IOException, InterruptedException, ExecutionException {
    progress.println("opening a bank with " + sizes.accounts + " accounts …");
    List<Identity> keys = Stream.generate(Identity::ephemeral).limit(sizes.machines).toList();
    try (BankUnderLoad bank =
            BankUnderLoad.start(
                folder,
                sizes.accounts,
                sizes.cards,
                keys.stream().map(Identity::id).toList(),
                sizes.serverHeap);
        Sessions sessions = new Sessions(bank, keys)) {
      Load load = new Load(bank::cpuNanos);
      withdrawals(bank, sessions, load);
      lowLoad(bank, sessions, load);
      singles(bank, sessions, load);
      batches(bank, sessions, load);
    }
    delete(folder.resolve("bank"));
  }

  private void withdrawals(BankUnderLoad bank, Sessions sessions, Load load)
      throws IOException, InterruptedException, ExecutionException {
    progress.println("warming up …");
    var _ = withdraw(sessions, load, sizes.machines, sizes.warmUp);
    var _ = load.run(sizes.machines, sizes.warmUp / 5, sessions::transfer);
    var _ = bank.settle();
    out.println(
        "| sessions | withdrawals/s | calls/s | authorise p50 / p99 | confirm p50 / p99 | processor"
            + " time each: server, client |");
    out.println("|---|---|---|---|---|---|");
    for (int count : sizes.sessions) {
      int operations = Math.min(sizes.withdrawalsMax, sizes.withdrawals * count);
      progress.println("withdrawals in " + count + " sessions …");
      Withdrawn withdrawn = withdraw(sessions, load, count, operations);
      out.printf(
          Locale.ROOT,
          "| %d | %,d | %,d | %s | %s | %.0f µs, %.0f µs |%n",
          count,
          Math.round(withdrawn.result.perSecond()),
          Math.round(2 * withdrawn.result.perSecond()),
          millis(withdrawn.authorise),
          millis(withdrawn.confirm),
          withdrawn.result.serverMicrosEach(),
          withdrawn.result.clientMicrosEach());
      var _ = bank.settle();
    }
    out.println();
  }

  private record Withdrawn(Load.Result result, Histogram authorise, Histogram confirm) {}

  /** Each withdrawal is authorised, then confirmed, and counts when that is answered. */
  private Withdrawn withdraw(Sessions sessions, Load load, int count, int operations)
      throws InterruptedException, ExecutionException {
    List<Sessions.Withdrawal> prepared = sessions.prepare(operations);
    sessions.connect(count);
    Histogram authorise = new ConcurrentHistogram(3);
    Histogram confirm = new ConcurrentHistogram(3);
    Load.Result result =
        load.run(
            count,
            operations,
            (session, operation) -> {
              long begun = System.nanoTime();
              sessions.authorise(session, prepared.get(operation));
              long authorised = System.nanoTime();
              sessions.confirm(session, prepared.get(operation));
              authorise.recordValue(authorised - begun);
              confirm.recordValue(System.nanoTime() - authorised);
            });
    return new Withdrawn(result, authorise, confirm);
  }

  private void lowLoad(BankUnderLoad bank, Sessions sessions, Load load) throws IOException {
    progress.println("low load …");
    List<Sessions.Withdrawal> prepared = sessions.prepare(sizes.paced);
    sessions.connect(1);
    out.println("| one session, 100 commands a second | p50 | p99 | slowest |");
    out.println("|---|---|---|---|");
    paced("authorise a withdrawal", load, (s, n) -> sessions.authorise(s, prepared.get(n)));
    paced("confirm a withdrawal", load, (s, n) -> sessions.confirm(s, prepared.get(n)));
    paced("make a transfer", load, sessions::transfer);
    out.println();
    var _ = bank.settle();
  }

  private void paced(String name, Load load, Load.Work work) {
    Histogram latencies = load.paced(sizes.paced, PACE_NANOS, work).latencies();
    out.printf(
        Locale.ROOT,
        "| %s | %.2f ms | %.2f ms | %.2f ms |%n",
        name,
        latencies.getValueAtPercentile(50) / 1e6,
        latencies.getValueAtPercentile(99) / 1e6,
        latencies.getMaxValue() / 1e6);
  }

  private void singles(BankUnderLoad bank, Sessions sessions, Load load)
      throws IOException, InterruptedException, ExecutionException {
    out.println("| transfers | per second | p50 / p99 | processor time each: server, client |");
    out.println("|---|---|---|---|");
    for (int count : sizes.sessions) {
      progress.println("single transfers in " + count + " sessions …");
      int operations = Math.min(sizes.withdrawalsMax, 2 * sizes.withdrawals * count);
      sessions.connect(count);
      Load.Result result = load.run(count, operations, sessions::transfer);
      singlesPerSecond = Math.max(singlesPerSecond, result.perSecond());
      print("one a request, " + count + " sessions", 1, result);
      var _ = bank.settle();
    }
  }

  private void batches(BankUnderLoad bank, Sessions sessions, Load load)
      throws IOException, InterruptedException, ExecutionException {
    progress.println("batches …");
    int size = sizes.batchTransfers;
    sessions.connect(BATCHES_IN_FLIGHT);
    var _ =
        load.run(BATCHES_IN_FLIGHT, sizes.batches / 2, (s, n) -> sessions.batch(s, n, size, false));
    var _ = bank.settle();
    long begun = System.nanoTime();
    Load.Result spread =
        load.run(BATCHES_IN_FLIGHT, sizes.batches, (s, n) -> sessions.batch(s, n, size, false));
    long lag = bank.settle();
    double settled = (System.nanoTime() - begun) / 1e9;
    print("batches of %,d, %d in flight".formatted(size, BATCHES_IN_FLIGHT), size, spread);
    batchedPerSecond = spread.perSecond() * size;
    progress.println("batches on one account …");
    Load.Result hot =
        load.run(BATCHES_IN_FLIGHT, sizes.batches, (s, n) -> sessions.batch(s, n, size, true));
    var _ = bank.settle();
    print("the same, all into one account", size, hot);
    hotPerSecond = hot.perSecond() * size;
    long transfers = (long) sizes.batches * size;
    out.println();
    out.printf(
        Locale.ROOT,
        "After those %,d transfers in batches the statement database lacked %,d of their %,d"
            + " postings and had them all %.1f s after the first was sent: %,d transfers/s when"
            + " the statements have to keep up.%n%n",
        transfers,
        lag,
        2 * transfers,
        settled,
        Math.round(transfers / settled));
  }

  private void print(String name, int transfersEach, Load.Result result) {
    out.printf(
        Locale.ROOT,
        "| %s | %,d | %s | %.2f µs, %.2f µs |%n",
        name,
        Math.round(result.perSecond() * transfersEach),
        millis(result.latencies()),
        result.serverMicrosEach() / transfersEach,
        result.clientMicrosEach() / transfersEach);
  }

  private static String millis(Histogram latencies) {
    return String.format(
        Locale.ROOT,
        "%.2f / %.2f ms",
        latencies.getValueAtPercentile(50) / 1e6,
        latencies.getValueAtPercentile(99) / 1e6);
  }

  private void postgres()
      throws IOException, InterruptedException, ExecutionException, SQLException {
    if (sizes.postgresSeconds == 0) {
      return;
    }
    Optional<Path> programs = PostgresCluster.installed();
    if (programs.isEmpty()) {
      out.println(
          "PostgreSQL is not installed here, so there is nothing to compare with"
              + " (Debian: apt-get install postgresql).");
      return;
    }
    progress.println("the same transfers in PostgreSQL …");
    try (PostgresCluster cluster = PostgresCluster.start(programs.get(), folder)) {
      PostgresTransfers transfers = new PostgresTransfers(cluster, sizes.accounts);
      long seconds = sizes.postgresSeconds;
      out.printf(
          "| PostgreSQL %s, durable, without TLS | transfers/s | Mutual here |%n",
          cluster.version());
      out.println("|---|---|---|");
      ratio(
          "one a transaction, " + POSTGRES_CLIENTS + " clients",
          transfers.singles(POSTGRES_CLIENTS, seconds, false),
          singlesPerSecond);
      ratio(
          "one a transaction, all into one account",
          transfers.singles(POSTGRES_CLIENTS, seconds, true),
          singlesPerSecond);
      String batch =
          "batches of %,d, %d clients, "
              .formatted(POSTGRES_BATCH_TRANSFERS, POSTGRES_BATCH_CLIENTS);
      ratio(
          batch + "plpgsql, one result each",
          batches(transfers, BatchFunction.EACH_ON_ITS_OWN, false),
          batchedPerSecond);
      ratio(
          batch + "plpgsql, all or nothing",
          batches(transfers, BatchFunction.ALL_AT_ONCE, false),
          batchedPerSecond);
      ratio(
          batch + "one result each, all into one account",
          batches(transfers, BatchFunction.EACH_ON_ITS_OWN, true),
          hotPerSecond);
    }
  }

  private double batches(PostgresTransfers transfers, BatchFunction function, boolean hot)
      throws SQLException, InterruptedException, ExecutionException {
    return transfers.batches(
        POSTGRES_BATCH_CLIENTS, sizes.postgresSeconds, POSTGRES_BATCH_TRANSFERS, function, hot);
  }

  private void ratio(String name, double theirs, double ours) {
    out.printf(
        Locale.ROOT,
        "| %s | %,d | %,d = %.1f times |%n",
        name,
        Math.round(theirs),
        Math.round(ours),
        ours / theirs);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
