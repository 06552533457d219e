package mutual.journal;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A core on a durable log: commands go in, are made durable, applied in one order, and answered.
 *
 * <p>What it promises: when the future of {@link #append} completes with a reply, the command is
 * durable and has been applied; commands that one thread appends one after the other are applied in
 * that order, if both are. Safe for use by any number of threads.
 *
 * <p>What it does not promise: that a command whose future failed was not applied, or will not yet
 * be. A failure of kind {@link UncertainException} means just that, so commands carry ids that let
 * the core recognise a repeat. Nor that replies complete in the order of the appends, nor that this
 * process goes on being the one that takes commands ({@link #leading}).
 *
 * @param <C> the core's type
 * @param <R> its replies' type
 */
public interface CommandLog<C extends Core<R>, R> extends AutoCloseable {
  /**
   * The largest command, in bytes. A larger one is refused with an {@link
   * IllegalArgumentException}.
   */
  int COMMAND_BYTES_MAX = 1 << 20;

  /**
   * Appends a command; the future completes with the core's reply once the command is durable and
   * applied. It fails with {@link NotLeadingException} (certainly not applied), {@link
   * BusyException} (certainly not applied: too much is in flight, or the disk is full), {@link
   * UncertainException} (may or may not be applied) or {@link LogStoppedException} (certainly not
   * applied: this log takes nothing more).
   *
   * <p>The array must not be changed afterwards. Continuations run on the log's own threads and
   * must not block: hand over to another thread.
   */
  CompletableFuture<R> append(byte[] command, int offset, int length);

  default CompletableFuture<R> append(byte[] command) {
    return append(command, 0, command.length);
  }

  /**
   * Runs a query on the core, between two batches of commands, on the thread that applies them: it
   * sees every command whose reply has been given, and nothing that is not durable. It must be
   * short, must not change the core, and must not let the core's mutable objects out.
   */
  <T extends @Nullable Object> CompletableFuture<T> read(Function<? super C, ? extends T> query);

  /** True while this process takes commands. With a single machine: until it stops. */
  boolean leading();

  /**
   * Takes a snapshot of everything applied so far and removes the log segments it makes needless.
   */
  CompletableFuture<SnapshotTaken> snapshot();

  LogStatus status();

  /**
   * Completes when the log has stopped, with the cause if it was a failure (a failed sync, a bug in
   * the core).
   */
  CompletableFuture<Void> stopped();

  /** Stops: what was appended is made durable and answered first. */
  @Override
  void close();

  /**
   * @param position number of commands the snapshot covers
   */
  record SnapshotTaken(long position, long bytes) {}

  /**
   * @param position number of commands applied since the log began
   * @param snapshotPosition what the newest snapshot covers
   * @param logBytes size of the log's files on disk
   */
  record LogStatus(long position, long snapshotPosition, long logBytes) {}

  /** This process does not take commands now; another member may. */
  final class NotLeadingException extends RuntimeException {
    public NotLeadingException(String message) {
      super(message);
    }
  }

  /**
   * More is in flight than the log's bound, or there is no room on its disk; certainly not applied.
   * Try again later.
   */
  final class BusyException extends RuntimeException {
    public BusyException(String message) {
      super(message);
    }
  }

  /**
   * Whether the command was applied is unknown. Appending the same command again (same id) settles
   * it.
   */
  final class UncertainException extends RuntimeException {
    public UncertainException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The log has stopped and takes nothing more; this command is certainly not applied. */
  final class LogStoppedException extends RuntimeException {
    public LogStoppedException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
