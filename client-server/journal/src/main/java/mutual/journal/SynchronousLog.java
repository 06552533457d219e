package mutual.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The log of {@link WriteAheadLog} without threads: every call does all its work, snapshots
 * included, before it returns, and the futures it returns are complete. For simulations and tools;
 * not safe for use by several threads.
 */
public final class SynchronousLog<C extends Core<R>, R> implements CommandLog<C, R> {
  private final JournalConfig config;
  private final DurableCore<C, R> durable;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private @Nullable Throwable failure;
  private boolean closed;

  private SynchronousLog(JournalConfig config, DurableCore<C, R> durable) {
    this.config = config;
    this.durable = durable;
  }

  /** Opens the log in a folder, and brings a new core to where it was. */
  public static <C extends Core<R>, R> SynchronousLog<C, R> open(
      JournalConfig config, Supplier<C> newCore) throws IOException {
    return new SynchronousLog<>(
        config, DurableCore.open(config, newCore, Runnable::run, Runnable::run));
  }

  /** The core; commands must not be applied to it but through the log. */
  public C core() {
    return durable.core();
  }

  @Override
  public CompletableFuture<R> append(byte[] command, int offset, int length) {
    CommandBounds.check(config, command, offset, length);
    byte[] copy = Arrays.copyOfRange(command, offset, offset + length);
    return appendAll(List.of(copy)).getFirst();
  }

  /**
   * Appends commands in one batch, made durable with one sync.
   *
   * @throws IllegalArgumentException if they are too large for a batch
   */
  public List<CompletableFuture<R>> appendAll(List<byte[]> commands) {
    int bytes = 0;
    for (byte[] command : commands) {
      CommandBounds.check(config, command, 0, command.length);
      bytes = Math.addExact(bytes, RecordLayout.recordBytes(command.length));
    }
    if (bytes > config.sizes().batchBytesMax()) {
      throw new IllegalArgumentException(
          "a batch of " + bytes + " bytes; the most is " + config.sizes().batchBytesMax());
    }
    List<CompletableFuture<R>> replies = new ArrayList<>();
    if (!leading()) {
      fillWith(replies, commands.size(), CommandBounds.stopped(failure));
      return replies;
    }
    try {
      LogFiles files = durable.files();
      files.reserve(bytes);
      long timestampMillis = files.timestampMillis();
      for (byte[] command : commands) {
        files.add(timestampMillis, command, 0, command.length);
      }
      files.commit();
      for (byte[] command : commands) {
        R reply = durable.apply(timestampMillis, command, 0, command.length);
        replies.add(CompletableFuture.completedFuture(reply));
      }
      durable.batchIsApplied();
    } catch (DiskFullException e) {
      fillWith(replies, commands.size(), CommandBounds.diskFull(e));
    } catch (IOException | RuntimeException e) {
      failure = e;
      stopped.completeExceptionally(e);
      fillWith(replies, commands.size(), CommandBounds.uncertain(e));
    }
    return replies;
  }

  private void fillWith(List<CompletableFuture<R>> replies, int count, RuntimeException failed) {
    while (replies.size() < count) {
      replies.add(CompletableFuture.failedFuture(failed));
    }
  }

  /** Notes durably that all so far was synced, as the threaded log does when it has been idle. */
  public void mark() {
    if (leading() && durable.files().markIsDue()) {
      try {
        durable.files().mark();
      } catch (IOException e) {
        failure = e;
        stopped.completeExceptionally(e);
      }
    }
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<T> read(
      Function<? super C, ? extends T> query) {
    if (!leading()) {
      return CompletableFuture.failedFuture(CommandBounds.stopped(failure));
    }
    try {
      return CompletableFuture.completedFuture(query.apply(durable.core()));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public boolean leading() {
    return !closed && failure == null;
  }

  @Override
  public CompletableFuture<SnapshotTaken> snapshot() {
    return leading()
        ? durable.snapshot()
        : CompletableFuture.failedFuture(CommandBounds.stopped(failure));
  }

  @Override
  public LogStatus status() {
    try {
      return durable.status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CompletableFuture<Void> stopped() {
    return stopped;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    mark();
    closed = true;
    try {
      durable.close();
      stopped.complete(null);
    } catch (IOException e) {
      stopped.completeExceptionally(e);
    }
  }
}
