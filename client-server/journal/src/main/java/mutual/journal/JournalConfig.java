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
 * @param segmentBytes size of each log file, allocated in full before its first record; a multiple
 *     of 8
 * @param commandBytesMax largest command; at most {@link CommandLog#COMMAND_BYTES_MAX}
 * @param batchBytesMax how much is written before a sync, at most {@link #BATCH_BYTES_LIMIT}
 * @param inFlightCommandsMax commands appended and not yet answered; more are refused as busy
 * @param inFlightBytesMax the same in bytes
 * @param readsWaitingMax queries that wait to be run; more are refused as busy
 * @param snapshotEveryCommands a snapshot is due after so many commands
 * @param snapshotEveryBytes a snapshot is due after so many bytes of log
 * @param markAfterIdle how long after the last command the log notes durably that all was synced,
 *     so that damage is never taken for a torn tail
 * @param clock gives the commands' timestamps
 * @param salts gives each segment the number its checksums begin with: hard to guess, so that no
 *     command can hold what looks like a record
 */
public record JournalConfig(
    Path folder,
    FileSystem files,
    int segmentBytes,
    int commandBytesMax,
    int batchBytesMax,
    int inFlightCommandsMax,
    long inFlightBytesMax,
    int readsWaitingMax,
    long snapshotEveryCommands,
    long snapshotEveryBytes,
    Duration markAfterIdle,
    InstantSource clock,
    LongSupplier salts) {

  /** The most bytes that are ever written between two syncs: how long a torn tail can be. */
  public static final int BATCH_BYTES_LIMIT = 4 << 20;

  private static final SecureRandom RANDOM = new SecureRandom();

  public JournalConfig {
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
    requirePositive("inFlightCommandsMax", inFlightCommandsMax);
    requirePositive("readsWaitingMax", readsWaitingMax);
    requirePositive("snapshotEveryCommands", snapshotEveryCommands);
    requirePositive("snapshotEveryBytes", snapshotEveryBytes);
    requirePositive("markAfterIdle", markAfterIdle.toNanos());
    if (inFlightBytesMax < commandBytesMax) {
      throw new IllegalArgumentException("inFlightBytesMax " + inFlightBytesMax);
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
        64 << 20,
        CommandLog.COMMAND_BYTES_MAX,
        2 << 20,
        16_384,
        64L << 20,
        16_384,
        1_000_000,
        512L << 20,
        Duration.ofMillis(100),
        InstantSource.system(),
        RANDOM::nextLong);
  }

  public JournalConfig withFiles(FileSystem files) {
    return new JournalConfig(
        folder,
        files,
        segmentBytes,
        commandBytesMax,
        batchBytesMax,
        inFlightCommandsMax,
        inFlightBytesMax,
        readsWaitingMax,
        snapshotEveryCommands,
        snapshotEveryBytes,
        markAfterIdle,
        clock,
        salts);
  }

  /** Sizes in bytes; a segment holds a batch, and a batch holds a command. */
  public JournalConfig withSizes(int segmentBytes, int batchBytesMax, int commandBytesMax) {
    return new JournalConfig(
        folder,
        files,
        segmentBytes,
        commandBytesMax,
        batchBytesMax,
        inFlightCommandsMax,
        inFlightBytesMax,
        readsWaitingMax,
        snapshotEveryCommands,
        snapshotEveryBytes,
        markAfterIdle,
        clock,
        salts);
  }

  public JournalConfig withInFlight(int commandsMax, long bytesMax, int readsMax) {
    return new JournalConfig(
        folder,
        files,
        segmentBytes,
        commandBytesMax,
        batchBytesMax,
        commandsMax,
        bytesMax,
        readsMax,
        snapshotEveryCommands,
        snapshotEveryBytes,
        markAfterIdle,
        clock,
        salts);
  }

  public JournalConfig withSnapshotEvery(long commands, long bytes) {
    return new JournalConfig(
        folder,
        files,
        segmentBytes,
        commandBytesMax,
        batchBytesMax,
        inFlightCommandsMax,
        inFlightBytesMax,
        readsWaitingMax,
        commands,
        bytes,
        markAfterIdle,
        clock,
        salts);
  }

  public JournalConfig withMarkAfterIdle(Duration idle) {
    return new JournalConfig(
        folder,
        files,
        segmentBytes,
        commandBytesMax,
        batchBytesMax,
        inFlightCommandsMax,
        inFlightBytesMax,
        readsWaitingMax,
        snapshotEveryCommands,
        snapshotEveryBytes,
        idle,
        clock,
        salts);
  }

  public JournalConfig withClock(InstantSource clock) {
    return new JournalConfig(
        folder,
        files,
        segmentBytes,
        commandBytesMax,
        batchBytesMax,
        inFlightCommandsMax,
        inFlightBytesMax,
        readsWaitingMax,
        snapshotEveryCommands,
        snapshotEveryBytes,
        markAfterIdle,
        clock,
        salts);
  }

  public JournalConfig withSalts(LongSupplier salts) {
    return new JournalConfig(
        folder,
        files,
        segmentBytes,
        commandBytesMax,
        batchBytesMax,
        inFlightCommandsMax,
        inFlightBytesMax,
        readsWaitingMax,
        snapshotEveryCommands,
        snapshotEveryBytes,
        markAfterIdle,
        clock,
        salts);
  }
}
