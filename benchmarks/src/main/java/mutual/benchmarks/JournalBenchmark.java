package mutual.benchmarks;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import mutual.journal.Core;
import mutual.journal.JournalConfig;
import mutual.journal.WriteAheadLog;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;

/**
 * How fast the write-ahead journal takes transfers of 64 bytes, beside what the disk itself does in
 * the same run, and what it costs when nothing happens.
 */
public final class JournalBenchmark {
  private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int TRANSFER_BYTES = 64;
  private static final int BATCH_TRANSFERS = 1_000;
  private static final int RAW_BLOCK_BYTES = 4096;
  private static final int RAW_FILE_BYTES = 64 << 20;

  private final PrintStream out;
  private final Path folder;

  private JournalBenchmark(PrintStream out, Path folder) {
    this.out = out;
    this.folder = folder;
  }

  /** Runs everything in a folder, in which it leaves nothing. */
  public static void run(PrintStream out, Path folder) throws IOException, InterruptedException {
    new JournalBenchmark(out, folder).run();
  }

  private void run() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    out.printf("%-34s %12s %9s %9s%n", "", "per second", "p50 us", "p99 us");
    rawSync();
    Path log = folder.resolve("log");
    JournalConfig config = JournalConfig.in(log);
    try (WriteAheadLog<Transfers, Long> opened = WriteAheadLog.open(config, Transfers::new)) {
      inFlight(opened, 1, BATCH_TRANSFERS, "(warming up)");
      waiting(opened);
      inFlight(opened, 256, 1, "256 in flight");
      inFlight(opened, 8, BATCH_TRANSFERS, "8 batches of 1000 in flight");
      idle();
    }
    long begun = System.nanoTime();
    WriteAheadLog<Transfers, Long> again = WriteAheadLog.open(config, Transfers::new);
    out.printf(
        "recovery of %d commands: %.1f s%n",
        again.status().position(), (System.nanoTime() - begun) / 1e9);
    again.close();
    try (var files = Files.list(log)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(log);
  }

  /** Overwriting one block of allocated space and syncing it: no log can be faster alone. */
  private void rawSync() throws IOException {
    Path file = folder.resolve("raw");
    Histogram histogram = new Histogram(3);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer chunk = ByteBuffer.allocateDirect(1 << 20);
      for (int at = 0; at < RAW_FILE_BYTES; at += chunk.capacity()) {
        channel.write(chunk.clear(), at);
      }
      channel.force(true);
      ByteBuffer block = ByteBuffer.allocateDirect(RAW_BLOCK_BYTES);
      long begun = System.nanoTime();
      long end = begun + STEP_NANOS;
      long now = begun;
      for (int at = 0; now < end; at = (at + RAW_BLOCK_BYTES) % RAW_FILE_BYTES) {
        channel.write(block.clear(), at);
        channel.force(false);
        long done = System.nanoTime();
        histogram.recordValue(done - now);
        now = done;
      }
      print("disk: write 4 KiB and fdatasync", histogram.getTotalCount(), now - begun, histogram);
    } finally {
      Files.delete(file);
    }
  }

  private void waiting(WriteAheadLog<Transfers, Long> log) {
    Histogram histogram = new Histogram(3);
    long begun = System.nanoTime();
    long now = begun;
    for (long n = 0; now < begun + STEP_NANOS; n++) {
      log.append(transfers(n, 1)).join();
      long done = System.nanoTime();
      histogram.recordValue(done - now);
      now = done;
    }
    print("one transfer, waiting", histogram.getTotalCount(), now - begun, histogram);
  }

  /** Keeps so many commands in flight: whenever one is answered, the next is appended. */
  private void inFlight(
      WriteAheadLog<Transfers, Long> log, int commands, int transfersEach, String name)
      throws InterruptedException {
    Histogram histogram = new Histogram(3);
    AtomicLong numbers = new AtomicLong(1L << 32);
    CountDownLatch finished = new CountDownLatch(commands);
    long begun = System.nanoTime();
    long end = begun + STEP_NANOS;
    for (int i = 0; i < commands; i++) {
      appendNext(log, transfersEach, numbers, histogram, end, finished);
    }
    finished.await();
    long count = histogram.getTotalCount() * transfersEach;
    print(name, count, System.nanoTime() - begun, histogram);
  }

  private static void appendNext(
      WriteAheadLog<Transfers, Long> log,
      int transfersEach,
      AtomicLong numbers,
      Histogram histogram,
      long end,
      CountDownLatch finished) {
    long sent = System.nanoTime();
    var _ =
        log.append(transfers(numbers.getAndAdd(transfersEach), transfersEach))
            .whenComplete(
                (_, failure) -> {
                  // Always on the journal's thread, so the histogram needs no lock.
                  long now = System.nanoTime();
                  if (failure == null) {
                    histogram.recordValue(now - sent);
                  }
                  if (failure == null && now < end) {
                    appendNext(log, transfersEach, numbers, histogram, end, finished);
                  } else {
                    finished.countDown();
                  }
                });
  }

  private void idle() {
    com.sun.management.OperatingSystemMXBean process =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    LockSupport.parkNanos(STEP_NANOS);
    long cpu = process.getProcessCpuTime();
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < STEP_NANOS) {
      LockSupport.parkNanos(STEP_NANOS - (System.nanoTime() - begun));
    }
    out.printf(
        "idle: %.2f%% of a core, the whole process%n",
        100.0 * (process.getProcessCpuTime() - cpu) / (System.nanoTime() - begun));
  }

  private void print(String name, long count, long nanos, Histogram histogram) {
    out.printf(
        "%-34s %12d %9d %9d%n",
        name,
        Math.round(count * 1e9 / nanos),
        histogram.getValueAtPercentile(50) / 1_000,
        histogram.getValueAtPercentile(99) / 1_000);
  }

  /** Transfers of id, debit account, credit account and amount, each a long, and padding. */
  private static byte[] transfers(long firstId, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count * TRANSFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      long id = firstId + i;
      long scattered = id * 0x9E37_79B9_7F4A_7C15L;
      bytes.position(i * TRANSFER_BYTES);
      bytes.putLong(id + 1);
      bytes.putLong((scattered >>> 33) % Transfers.ACCOUNTS);
      bytes.putLong((scattered >>> 13) % Transfers.ACCOUNTS);
      bytes.putLong(1);
    }
    return bytes.array();
  }

  /** The least that can be called a ledger: balances, and ids that are applied once. */
  private static final class Transfers implements Core<Long> {
    static final int ACCOUNTS = 10_000;
    private static final int IDS = 1 << 22;

    private final long[] balances = new long[ACCOUNTS];
    private long[] recentIds = new long[IDS];
    private int recentCount;
    private long applied;

    @Override
    public Long apply(long timestampMillis, DirectBuffer command, int offset, int length) {
      for (int at = offset; at + TRANSFER_BYTES <= offset + length; at += TRANSFER_BYTES) {
        if (firstTime(command.getLong(at))) {
          long amount = command.getLong(at + 24);
          balances[(int) command.getLong(at + 8)] -= amount;
          balances[(int) command.getLong(at + 16)] += amount;
          applied++;
        }
      }
      return applied;
    }

    private boolean firstTime(long id) {
      if (recentCount > IDS / 2) {
        recentIds = new long[IDS];
        recentCount = 0;
      }
      int slot = (int) ((id * 0x9E37_79B9_7F4A_7C15L) >>> 42);
      while (recentIds[slot] != 0) {
        if (recentIds[slot] == id) {
          return false;
        }
        slot = (slot + 1) & (IDS - 1);
      }
      recentIds[slot] = id;
      recentCount++;
      return true;
    }

    @Override
    public void writeSnapshot(DataOutput data) throws IOException {
      data.writeLong(applied);
      data.writeInt(recentCount);
      for (long balance : balances) {
        data.writeLong(balance);
      }
      for (long id : recentIds) {
        data.writeLong(id);
      }
    }

    @Override
    public void readSnapshot(DataInput data) throws IOException {
      applied = data.readLong();
      recentCount = data.readInt();
      for (int i = 0; i < ACCOUNTS; i++) {
        balances[i] = data.readLong();
      }
      for (int i = 0; i < IDS; i++) {
        recentIds[i] = data.readLong();
      }
    }
  }
}
