package mutual.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link CommandLog} in files of this machine, with group commit: one thread takes everything
 * that waits, writes it with one write, makes it durable with one sync, applies it, answers it, and
 * looks again. While it syncs, the next batch gathers. So one sync serves one caller who waits as
 * well as thousands at once, and nothing needs tuning.
 *
 * <p>Threads: {@code journal} is the only one that touches the log's end and the core. {@code
 * journal-segment} fills the next segment with zeros. {@code journal-snapshot} builds snapshots
 * with a core of its own, from the newest snapshot and the segments. Callers only queue.
 *
 * <p>Failures: a write or sync that fails, or a core that throws, stops the log for good; nothing
 * is tried again, since after a failed sync nobody knows what is on disk. A full disk refuses
 * commands as busy, before anything of them is written, until there is room.
 */
public final class WriteAheadLog<C extends Core<R>, R> implements CommandLog<C, R> {
  private static final Logger log = LoggerFactory.getLogger(WriteAheadLog.class);
  private static final long BACKGROUND_END_SECONDS_MAX = 60;

  private final JournalConfig config;
  private final DurableCore<C, R> durable;
  private final ExecutorService segmentExecutor;
  private final ExecutorService snapshotExecutor;
  private final Thread writer;

  private final Queue<Entry<R>> queue = new ConcurrentLinkedQueue<>();
  private final Queue<Query<C, ?>> queries = new ConcurrentLinkedQueue<>();
  private final AtomicInteger commandsInFlight = new AtomicInteger();
  private final AtomicLong bytesInFlight = new AtomicLong();
  private final AtomicInteger queriesWaiting = new AtomicInteger();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  private final List<Entry<R>> batch = new ArrayList<>();
  private final List<R> replies = new ArrayList<>();
  private long lastCommitNanos;
  private volatile boolean parked;
  private volatile boolean closing;
  private volatile boolean ended;
  private volatile @Nullable Throwable failure;

  /** A command on its way. */
  private record Entry<R>(byte[] command, int offset, int length, CompletableFuture<R> reply) {
    int recordBytes() {
      return RecordLayout.recordBytes(length);
    }
  }

  /** A query on its way. */
  private record Query<C, T>(Function<? super C, ? extends T> query, CompletableFuture<T> result) {
    void run(C core) {
      T value;
      try {
        value = query.apply(core);
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
        return;
      }
      result.complete(value);
    }
  }

  private WriteAheadLog(
      JournalConfig config,
      DurableCore<C, R> durable,
      ExecutorService segmentExecutor,
      ExecutorService snapshotExecutor) {
    this.config = config;
    this.durable = durable;
    this.segmentExecutor = segmentExecutor;
    this.snapshotExecutor = snapshotExecutor;
    this.writer = Thread.ofPlatform().name("journal").unstarted(this::run);
  }

  /**
   * Opens the log in a folder: recovers the core from the newest snapshot and the commands after
   * it, or begins a new log if the folder is empty.
   *
   * @param newCore gives new, empty cores: one for the log, and one for each snapshot taken
   * @throws JournalDamagedException if a file is not as it was made durable
   * @throws IOException if another process has the log open, or the files cannot be used
   */
  public static <C extends Core<R>, R> WriteAheadLog<C, R> open(
      JournalConfig config, Supplier<C> newCore) throws IOException {
    ExecutorService segments = executor("journal-segment");
    ExecutorService snapshots = executor("journal-snapshot");
    try {
      DurableCore<C, R> durable = DurableCore.open(config, newCore, segments, snapshots);
      WriteAheadLog<C, R> opened = new WriteAheadLog<>(config, durable, segments, snapshots);
      opened.writer.start();
      return opened;
    } catch (IOException | RuntimeException | Error e) {
      segments.shutdownNow();
      snapshots.shutdownNow();
      throw e;
    }
  }

  private static ExecutorService executor(String name) {
    return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
  }

  @Override
  public CompletableFuture<R> append(byte[] command, int offset, int length) {
    CommandBounds.check(config, command, offset, length);
    if (!leading()) {
      return CompletableFuture.failedFuture(CommandBounds.stopped(failure));
    }
    if (commandsInFlight.incrementAndGet() > config.inFlight().commandsMax()) {
      commandsInFlight.decrementAndGet();
      return busy("commands", config.inFlight().commandsMax());
    }
    if (bytesInFlight.addAndGet(length) > config.inFlight().bytesMax()) {
      bytesInFlight.addAndGet(-length);
      commandsInFlight.decrementAndGet();
      return busy("bytes", config.inFlight().bytesMax());
    }
    Entry<R> entry = new Entry<>(command, offset, length, new CompletableFuture<>());
    queue.add(entry);
    wakeWriter();
    return entry.reply();
  }

  private static <T> CompletableFuture<T> busy(String unit, long most) {
    return CompletableFuture.failedFuture(
        new BusyException("more than " + most + " " + unit + " in flight; not applied"));
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<T> read(
      Function<? super C, ? extends T> query) {
    if (!leading()) {
      return CompletableFuture.failedFuture(CommandBounds.stopped(failure));
    }
    if (queriesWaiting.incrementAndGet() > config.inFlight().readsMax()) {
      queriesWaiting.decrementAndGet();
      return busy("queries", config.inFlight().readsMax());
    }
    Query<C, T> waiting = new Query<>(query, new CompletableFuture<>());
    queries.add(waiting);
    wakeWriter();
    return waiting.result();
  }

  private void wakeWriter() {
    if (parked) {
      LockSupport.unpark(writer);
    }
    if (ended) {
      refuseWaiting();
    }
  }

  private void run() {
    try {
      while (true) {
        runQueries();
        if (gather()) {
          commitAndApply();
        } else if (closing) {
          break;
        } else {
          rest();
        }
      }
      if (durable.files().markIsDue()) {
        durable.files().mark();
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      log.error("{}: the log has stopped", config.folder(), e);
    } finally {
      end();
    }
  }

  private void runQueries() {
    for (int i = queriesWaiting.get(); i > 0; i--) {
      Query<C, ?> query = queries.poll();
      if (query == null) {
        return;
      }
      queriesWaiting.decrementAndGet();
      query.run(durable.core());
    }
  }

  /** Moves what waits into the batch, as much as one write takes; false if nothing waits. */
  private boolean gather() {
    int bytes = 0;
    for (Entry<R> next = queue.peek(); next != null; next = queue.peek()) {
      bytes += next.recordBytes();
      if (bytes > config.sizes().batchBytesMax()) {
        break;
      }
      batch.add(next);
      queue.remove();
    }
    return !batch.isEmpty();
  }

  private void commitAndApply() throws IOException {
    LogFiles files = durable.files();
    try {
      int bytes = 0;
      for (Entry<R> entry : batch) {
        bytes += entry.recordBytes();
      }
      files.reserve(bytes);
      long timestampMillis = files.timestampMillis();
      for (Entry<R> entry : batch) {
        files.add(timestampMillis, entry.command, entry.offset, entry.length);
      }
      files.commit();
      lastCommitNanos = System.nanoTime();
      for (Entry<R> entry : batch) {
        replies.add(durable.apply(timestampMillis, entry.command, entry.offset, entry.length));
      }
      // Whoever has a reply finds it covered by status() and snapshot().
      durable.batchIsApplied();
      answer();
    } catch (DiskFullException e) {
      refuseBatch(CommandBounds.diskFull(e));
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      answer();
      refuseBatch(CommandBounds.uncertain(e));
      throw e;
    }
  }

  /** Answers those of the batch that are applied. */
  private void answer() {
    for (int i = 0; i < replies.size(); i++) {
      Entry<R> entry = batch.get(i);
      settled(entry);
      entry.reply.complete(replies.get(i));
    }
    batch.subList(0, replies.size()).clear();
    replies.clear();
  }

  private void refuseBatch(RuntimeException refusal) {
    List<Entry<R>> refused = List.copyOf(batch);
    batch.clear();
    for (Entry<R> entry : refused) {
      settled(entry);
      entry.reply.completeExceptionally(refusal);
    }
  }

  private void settled(Entry<R> entry) {
    commandsInFlight.decrementAndGet();
    bytesInFlight.addAndGet(-entry.length);
  }

  /** Sleeps until something comes, or until it is time to note that everything is synced. */
  private void rest() throws IOException {
    parked = true;
    try {
      boolean nothingWaits = queue.isEmpty() && queries.isEmpty() && !closing;
      if (nothingWaits && !durable.files().markIsDue()) {
        LockSupport.park(this);
      } else if (nothingWaits) {
        long left = config.markAfterIdle().toNanos() - (System.nanoTime() - lastCommitNanos);
        if (left > 0) {
          LockSupport.parkNanos(this, left);
        } else {
          durable.files().mark();
        }
      }
    } finally {
      parked = false;
    }
  }

  private void end() {
    ended = true;
    refuseWaiting();
    segmentExecutor.shutdown();
    awaitEnd(segmentExecutor);
    // A snapshot in the making is given up; the next start loses nothing by it.
    durable.endSnapshots();
    snapshotExecutor.shutdownNow().forEach(Runnable::run);
    awaitEnd(snapshotExecutor);
    try {
      durable.close();
    } catch (IOException | RuntimeException e) {
      if (failure == null) {
        failure = e;
      }
    }
    Throwable cause = failure;
    if (cause == null) {
      stopped.complete(null);
    } else {
      stopped.completeExceptionally(cause);
    }
  }

  private void awaitEnd(ExecutorService executor) {
    try {
      if (!executor.awaitTermination(BACKGROUND_END_SECONDS_MAX, TimeUnit.SECONDS)) {
        log.error("{}: a background task does not end", config.folder());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Refuses what was queued and never written: certainly not applied. */
  private void refuseWaiting() {
    RuntimeException refusal = CommandBounds.stopped(failure);
    for (Entry<R> entry = queue.poll(); entry != null; entry = queue.poll()) {
      settled(entry);
      entry.reply.completeExceptionally(refusal);
    }
    for (Query<C, ?> query = queries.poll(); query != null; query = queries.poll()) {
      queriesWaiting.decrementAndGet();
      query.result.completeExceptionally(refusal);
    }
  }

  @Override
  public boolean leading() {
    return !closing && !ended && failure == null;
  }

  @Override
  public CompletableFuture<SnapshotTaken> snapshot() {
    if (!leading()) {
      return CompletableFuture.failedFuture(CommandBounds.stopped(failure));
    }
    try {
      return durable.snapshot();
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(CommandBounds.stopped(e));
    }
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
    return stopped.copy();
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(writer);
    if (Thread.currentThread() != writer) {
      joinWriter();
    }
  }

  private void joinWriter() {
    boolean interrupted = false;
    while (true) {
      try {
        writer.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
