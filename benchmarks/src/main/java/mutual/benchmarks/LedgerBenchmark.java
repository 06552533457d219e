package mutual.benchmarks;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import mutual.ledger.Ledger;
import mutual.ledger.LedgerLimits;
import mutual.ledger.TransferBatch;
import mutual.ledger.TransferFlags;
import mutual.ledger.TransferId;
import mutual.ledger.TransferLayout;

/**
 * How fast one thread applies transfers to a bare ledger: no disk, no network. Each transfer is
 * checked in full, remembered by its id and booked; making the batches is not timed.
 */
public final class LedgerBenchmark {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int WARM_UP_ROUNDS = 3;
  private static final int ROUNDS = 7;
  private static final int BATCHES_PER_ROUND = 128;
  private static final long GROWTH_TRANSFERS_MAX = 12_000_000;
  private static final long BYTES_PER_TRANSFER = 100;
  private static final long START_MILLIS = 1_800_000_000_000L;
  private static final int CURRENCY = 978;
  private static final int CHASE_INTS = 1 << 26;
  private static final int CHASE_STEPS = 5_000_000;

  /** What one batch of a scenario holds. */
  private enum Scenario {
    RANDOM_10_000("two random accounts of 10,000", 10_000),
    RANDOM_1_000_000("two random accounts of 1,000,000", 1_000_000),
    HOT_ONE("one account the same for all, the other of 10,000", 10_000),
    HOT_BOTH("both accounts the same for all", 2),
    TWO_PHASE("10,000 accounts, half pending and half posting those", 10_000);

    private final String title;
    private final int accounts;

    Scenario(String title, int accounts) {
      this.title = title;
      this.accounts = accounts;
    }
  }

  private final PrintStream out;
  private final TransferBatch batch = new TransferBatch();
  private final byte[] results = new byte[TransferLayout.BATCH_TRANSFERS_MAX];
  private final SplittableRandom random = new SplittableRandom(1);
  private long now = START_MILLIS;

  private LedgerBenchmark(PrintStream out) {
    this.out = out;
  }

  /** Prints two tables in Markdown; takes about a minute and up to 2 GiB of heap. */
  public static void run(PrintStream out) {
    new LedgerBenchmark(out).go();
  }

  private void go() {
    out.println(
        "| ledger, one thread, batches of 8190 | million transfers/s | lowest-highest | per second"
            + " of processor time | slowest batch |");
    out.println("|---|---|---|---|---|");
    for (Scenario scenario : Scenario.values()) {
      measure(scenario);
    }
    out.println();
    growth();
    double latencyNanos = memoryLatencyNanos();
    out.println();
    out.printf(
        Locale.ROOT,
        "The limit is memory latency: a dependent access beyond the caches took %.0f ns here, and"
            + " a transfer between random accounts of a million makes five such accesses (a page of"
            + " the index of ids, and for each account a page of the index and the account), of"
            + " which the processor overlaps some.%n",
        latencyNanos);
  }

  private void measure(Scenario scenario) {
    double[] rates = new double[ROUNDS];
    double[] processorRates = new double[ROUNDS];
    long slowestNanos = 0;
    Ledger ledger = ledger(scenario);
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      long totalNanos = 0;
      long processorNanos = 0;
      for (int i = 0; i < BATCHES_PER_ROUND; i++) {
        fill(scenario);
        long processorBegun = THREADS.getCurrentThreadCpuTime();
        long nanos = apply(ledger);
        processorNanos += THREADS.getCurrentThreadCpuTime() - processorBegun;
        totalNanos += nanos;
        if (round >= 0) {
          slowestNanos = Math.max(slowestNanos, nanos);
        }
      }
      if (round >= 0) {
        rates[round] = 1e3 * BATCHES_PER_ROUND * batch.count() / totalNanos;
        processorRates[round] = 1e3 * BATCHES_PER_ROUND * batch.count() / processorNanos;
      }
    }
    Arrays.sort(rates);
    Arrays.sort(processorRates);
    out.printf(
        Locale.ROOT,
        "| %s | %.2f | %.2f-%.2f | %.2f | %.1f ms |%n",
        scenario.title,
        rates[ROUNDS / 2],
        rates[0],
        rates[ROUNDS - 1],
        processorRates[ROUNDS / 2],
        slowestNanos / 1e6);
  }

  /** One ledger that is given ever more ids: does it stop to grow its tables? */
  private void growth() {
    Runtime runtime = Runtime.getRuntime();
    long room = (runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory()) / 2;
    long transfers = Math.min(GROWTH_TRANSFERS_MAX, room / BYTES_PER_TRANSFER);
    int batches = (int) (transfers / TransferLayout.BATCH_TRANSFERS_MAX);
    Scenario scenario = Scenario.RANDOM_10_000;
    Ledger ledger = ledger(scenario);
    long[] nanos = new long[batches];
    for (int i = 0; i < batches; i++) {
      fill(scenario);
      nanos[i] = apply(ledger);
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    out.println("| growing to | median batch | 99% | 99.9% | slowest |");
    out.println("|---|---|---|---|---|");
    out.printf(
        Locale.ROOT,
        "| %.1f million ids | %.1f ms | %.1f ms | %.1f ms | %.1f ms |%n",
        ledger.rememberedCount() / 1e6,
        sorted[batches / 2] / 1e6,
        sorted[(int) (batches * 0.99)] / 1e6,
        sorted[(int) (batches * 0.999)] / 1e6,
        sorted[batches - 1] / 1e6);
  }

  private Ledger ledger(Scenario scenario) {
    Ledger ledger = new Ledger(LedgerLimits.DEFAULT);
    for (int i = 1; i <= scenario.accounts; i++) {
      ledger.createAccount(i, CURRENCY, 0, 0);
    }
    return ledger;
  }

  private void fill(Scenario scenario) {
    now++;
    batch.clear();
    if (scenario == Scenario.TWO_PHASE) {
      fillTwoPhase(scenario);
      return;
    }
    while (!batch.full()) {
      long debit = scenario == Scenario.HOT_BOTH ? 1 : random.nextLong(1, scenario.accounts + 1L);
      long credit =
          switch (scenario) {
            case HOT_BOTH -> 2;
            case HOT_ONE -> 1;
            case RANDOM_10_000, RANDOM_1_000_000, TWO_PHASE ->
                random.nextLong(1, scenario.accounts + 1L);
          };
      if (debit == credit) {
        debit = debit == scenario.accounts ? 2 : debit + 1;
      }
      batch.add(idHigh(), idLow(), debit, credit, random.nextLong(1, 1001), 0);
    }
  }

  private void fillTwoPhase(Scenario scenario) {
    int pairs = TransferLayout.BATCH_TRANSFERS_MAX / 2;
    long[] highs = new long[pairs];
    long[] lows = new long[pairs];
    for (int i = 0; i < pairs; i++) {
      highs[i] = idHigh();
      lows[i] = idLow();
      long debit = random.nextLong(1, scenario.accounts);
      batch.add(highs[i], lows[i], debit, debit + 1, 100, TransferFlags.PENDING, 0, 0, 3600, 0, 0);
    }
    for (int i = 0; i < pairs; i++) {
      batch.add(idHigh(), idLow(), 0, 0, 0, TransferFlags.POST_PENDING, highs[i], lows[i], 0, 0, 0);
    }
  }

  private long idHigh() {
    return TransferId.high(now, random.nextInt());
  }

  private long idLow() {
    return TransferId.low(random.nextLong());
  }

  private long apply(Ledger ledger) {
    long begun = System.nanoTime();
    int refused = ledger.apply(now, batch, results);
    long nanos = System.nanoTime() - begun;
    if (refused != 0) {
      throw new IllegalStateException(refused + " transfers were refused");
    }
    return nanos;
  }

  /** Follows a random cycle through 256 MiB. */
  private static double memoryLatencyNanos() {
    int[] next = new int[CHASE_INTS];
    for (int i = 0; i < CHASE_INTS; i++) {
      next[i] = i;
    }
    // Sattolo's shuffle: one cycle through all.
    Random random = new Random(1);
    for (int i = CHASE_INTS - 1; i > 0; i--) {
      int j = random.nextInt(i);
      int swapped = next[i];
      next[i] = next[j];
      next[j] = swapped;
    }
    int at = 0;
    long nanos = 0;
    for (int round = 0; round < 2; round++) {
      long begun = System.nanoTime();
      for (int i = 0; i < CHASE_STEPS; i++) {
        at = next[at];
      }
      nanos = System.nanoTime() - begun;
    }
    if (at < 0) {
      throw new IllegalStateException("left the cycle");
    }
    return (double) nanos / CHASE_STEPS;
  }
}
