package mutual.journal;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The settings of a log on one machine.
 *
 * @param folder holds the log's files and nothing else; one process at a time
 * @param markAfterIdle how long after the last command the log notes durably that all was synced,
 *     so that damage is never taken for a torn tail
 * @param clock gives the commands' timestamps
 * @param salts gives each segment the number its checksums begin with: hard to guess, so that no
 *     command can hold what looks like a record
 */
public record JournalConfig(
    Path folder,
    FileSystem files,
    Sizes sizes,
    InFlight inFlight,
    SnapshotEvery snapshotEvery,
    Duration markAfterIdle,
    InstantSource clock,
    LongSupplier salts) {

  /** The most bytes that are ever written between two syncs: how long a torn tail can be. */
  public static final int BATCH_BYTES_LIMIT = 4 << 20;

  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Sizes that fit into each other: a segment holds a batch, and a batch holds a command.
   *
   * @param segmentBytes size of each log file, allocated in full before its first record; a
   *     multiple of 8
   * @param batchBytesMax how much is written before a sync, at most {@link #BATCH_BYTES_LIMIT}
   * @param commandBytesMax largest command; at most {@link CommandLog#COMMAND_BYTES_MAX}
   */
  public record Sizes(int segmentBytes, int batchBytesMax, int commandBytesMax) {
    public Sizes {
      if (commandBytesMax < 1 || commandBytesMax > CommandLog.COMMAND_BYTES_MAX) {
        throw new IllegalArgumentException("commandBytesMax " + commandBytesMax);
      }
      if (batchBytesMax < RecordLayout.recordBytes(commandBytesMax)
          || batchBytesMax > BATCH_BYTES_LIMIT) {
        throw new IllegalArgumentException(
            "batchBytesMax "
                + batchBytesMax
                + " must hold a command of "
                + commandBytesMax
                + " and be at most "
                + BATCH_BYTES_LIMIT);
      }
      if (segmentBytes < SegmentLayout.OVERHEAD_BYTES + batchBytesMax) {
        throw new IllegalArgumentException(
            "segmentBytes " + segmentBytes + " must hold a batch of " + batchBytesMax);
      }
      if (segmentBytes % Long.BYTES != 0) {
        throw new IllegalArgumentException("segmentBytes " + segmentBytes + " must be whole longs");
      }
    }
  }

  /**
   * How much may wait; whatever goes beyond is refused as busy.
   *
   * @param commandsMax commands appended and not yet answered
   * @param bytesMax the same in bytes
   * @param readsMax queries that wait to be run
   */
  public record InFlight(int commandsMax, long bytesMax, int readsMax) {
    public InFlight {
      requirePositive("commandsMax", commandsMax);
      requirePositive("readsMax", readsMax);
    }
  }

  /** A snapshot is due after so many commands, or after so many bytes of log. */
  public record SnapshotEvery(long commands, long bytes) {
    public SnapshotEvery {
      requirePositive("commands", commands);
      requirePositive("bytes", bytes);
    }
  }

  public JournalConfig {
    requirePositive("markAfterIdle", markAfterIdle.toNanos());
    if (inFlight.bytesMax < sizes.commandBytesMax) {
      throw new IllegalArgumentException("bytesMax " + inFlight.bytesMax);
    }
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " " + value);
    }
  }

  /** The defaults, for a log in this folder of this machine. */
  public static JournalConfig in(Path folder) {
    return new JournalConfig(
        folder,
        FileSystem.real(),
        new Sizes(64 << 20, 2 << 20, CommandLog.COMMAND_BYTES_MAX),
        new InFlight(16_384, 64L << 20, 16_384),
        new SnapshotEvery(1_000_000, 512L << 20),
        Duration.ofMillis(100),
        InstantSource.system(),
        RANDOM::nextLong);
  }

  public JournalConfig withFiles(FileSystem files) {
    return new JournalConfig(
        folder, files, sizes, inFlight, snapshotEvery, markAfterIdle, clock, salts);
  }

  public JournalConfig withSizes(int segmentBytes, int batchBytesMax, int commandBytesMax) {
    Sizes newSizes = new Sizes(segmentBytes, batchBytesMax, commandBytesMax);
    return new JournalConfig(
        folder, files, newSizes, inFlight, snapshotEvery, markAfterIdle, clock, salts);
  }

  public JournalConfig withInFlight(int commandsMax, long bytesMax, int readsMax) {
    InFlight newInFlight = new InFlight(commandsMax, bytesMax, readsMax);
    return new JournalConfig(
        folder, files, sizes, newInFlight, snapshotEvery, markAfterIdle, clock, salts);
  }

  public JournalConfig withSnapshotEvery(long commands, long bytes) {
    SnapshotEvery every = new SnapshotEvery(commands, bytes);
    return new JournalConfig(folder, files, sizes, inFlight, every, markAfterIdle, clock, salts);
  }

  public JournalConfig withMarkAfterIdle(Duration idle) {
    return new JournalConfig(folder, files, sizes, inFlight, snapshotEvery, idle, clock, salts);
  }

  public JournalConfig withClock(InstantSource clock) {
    return new JournalConfig(
        folder, files, sizes, inFlight, snapshotEvery, markAfterIdle, clock, salts);
  }

  public JournalConfig withSalts(LongSupplier salts) {
    return new JournalConfig(
        folder, files, sizes, inFlight, snapshotEvery, markAfterIdle, clock, salts);
  }
}
