package mutual.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A core and the log that keeps it, driven by one thread: what the threaded and the synchronous log
 * have in common. Preparing segments and taking snapshots is given to executors.
 */
final class DurableCore<C extends Core<R>, R> implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(DurableCore.class);

  private final JournalConfig config;
  private final Supplier<C> newCore;
  private final Executor snapshotExecutor;
  private final Closeable lock;
  private final Snapshots snapshots;
  private final C core;
  private final LogFiles files;
  private final UnsafeBuffer commandView = new UnsafeBuffer(new byte[0]);
  private long snapshotBegunAt;
  private long bytesSinceSnapshot;
  private volatile boolean snapshotRunning;
  private volatile boolean snapshotsEnded;
  private volatile CorePosition applied;
  private volatile long snapshotPosition;

  private DurableCore(
      JournalConfig config,
      Supplier<C> newCore,
      Executor snapshotExecutor,
      Closeable lock,
      Snapshots.Loaded<C> state,
      LogFiles files,
      long replayedBytes) {
    this.config = config;
    this.newCore = newCore;
    this.snapshotExecutor = snapshotExecutor;
    this.lock = lock;
    this.snapshots = new Snapshots(config.files(), config.folder());
    this.core = state.core();
    this.files = files;
    this.snapshotPosition = state.at().position();
    this.snapshotBegunAt = state.at().position();
    this.bytesSinceSnapshot = replayedBytes;
    this.applied = files.durable();
  }

  /** Recovers what is in the folder, or begins a log if it is empty. */
  static <C extends Core<R>, R> DurableCore<C, R> open(
      JournalConfig config,
      Supplier<C> newCore,
      Executor segmentExecutor,
      Executor snapshotExecutor)
      throws IOException {
    config.files().createFolders(config.folder());
    Closeable lock = config.files().lock(config.folder().resolve(LogNames.LOCK));
    try {
      return openLocked(config, newCore, segmentExecutor, snapshotExecutor, lock);
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static <C extends Core<R>, R> DurableCore<C, R> openLocked(
      JournalConfig config,
      Supplier<C> newCore,
      Executor segmentExecutor,
      Executor snapshotExecutor,
      Closeable lock)
      throws IOException {
    long begun = System.nanoTime();
    FileSystem fileSystem = config.files();
    Path folder = config.folder();
    fileSystem.delete(folder.resolve(LogNames.NEXT_SEGMENT));
    fileSystem.delete(folder.resolve(LogNames.NEXT_SNAPSHOT));
    Snapshots.Loaded<C> state = new Snapshots(fileSystem, folder).loadNewest(newCore);
    if (LogNames.noneIn(fileSystem, folder)) {
      LogFiles files = LogFiles.create(config, segmentExecutor);
      return new DurableCore<>(config, newCore, snapshotExecutor, lock, state, files, 0);
    }
    LogReplay.End end = LogReplay.toTheEnd(fileSystem, folder, state.core(), state.at());
    if (end.tailEnd() > end.offset()) {
      log.warn(
          "{}: cutting off a last write that was never finished nor acknowledged: {} bytes after"
              + " command {}",
          folder,
          end.tailEnd() - end.offset(),
          end.at().position());
    }
    LogFiles files = LogFiles.resume(config, segmentExecutor, end);
    log.info(
        "{}: recovered {} commands, {} from a snapshot, in {} ms",
        folder,
        end.at().position(),
        state.at().position(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    return new DurableCore<>(config, newCore, snapshotExecutor, lock, state, files, end.bytes());
  }

  C core() {
    return core;
  }

  LogFiles files() {
    return files;
  }

  /** Applies the next command that was committed. */
  R apply(long timestampMillis, byte[] command, int offset, int length) {
    commandView.wrap(command, offset, length);
    R reply = core.apply(timestampMillis, commandView, 0, length);
    bytesSinceSnapshot += RecordLayout.recordBytes(length);
    return reply;
  }

  /** To be called when all that is committed is applied; takes a snapshot if one is due. */
  void batchIsApplied() {
    applied = files.durable();
    if (!snapshotRunning
        && (applied.position() - snapshotBegunAt >= config.snapshotEvery().commands()
            || bytesSinceSnapshot >= config.snapshotEvery().bytes())) {
      snapshotBegunAt = applied.position();
      bytesSinceSnapshot = 0;
      snapshotRunning = true;
      var _ = snapshot().whenComplete((_, _) -> snapshotRunning = false);
    }
  }

  /** Takes a snapshot of what is applied now, with another core, on the snapshot executor. */
  CompletableFuture<CommandLog.SnapshotTaken> snapshot() {
    CorePosition target = applied;
    CompletableFuture<CommandLog.SnapshotTaken> future = new CompletableFuture<>();
    snapshotExecutor.execute(
        () -> {
          try {
            if (snapshotsEnded) {
              throw CommandBounds.stopped(null);
            }
            future.complete(takeSnapshot(target));
          } catch (IOException | RuntimeException | Error e) {
            if (!snapshotsEnded) {
              log.error("{}: no snapshot could be taken; the log goes on", config.folder(), e);
            }
            future.completeExceptionally(e);
          }
        });
    return future;
  }

  private CommandLog.SnapshotTaken takeSnapshot(CorePosition target) throws IOException {
    FileSystem fileSystem = config.files();
    long newest = snapshots.newestPosition();
    if (newest >= target.position()) {
      long bytes =
          newest == 0 ? 0 : fileSystem.size(config.folder().resolve(LogNames.snapshot(newest)));
      return new CommandLog.SnapshotTaken(newest, bytes);
    }
    Snapshots.Loaded<C> state = snapshots.loadNewest(newCore);
    CorePosition reached =
        LogReplay.until(target.position(), fileSystem, config.folder(), state.core(), state.at());
    if (!reached.equals(target)) {
      throw new JournalDamagedException(
          config.folder().toString(), 0, "the log leads to " + reached + " instead of " + target);
    }
    long bytes = snapshots.write(state.core(), reached);
    snapshotPosition = reached.position();
    snapshots.removeNeedless();
    return new CommandLog.SnapshotTaken(reached.position(), bytes);
  }

  /** From now on snapshots fail: those that wait at once, one in the making when interrupted. */
  void endSnapshots() {
    snapshotsEnded = true;
  }

  CommandLog.LogStatus status() throws IOException {
    FileSystem fileSystem = config.files();
    long bytes = 0;
    for (String name : fileSystem.list(config.folder())) {
      try {
        bytes += fileSystem.size(config.folder().resolve(name));
      } catch (NoSuchFileException e) {
        // Renamed or removed since it was listed.
        log.trace("{} is gone", name, e);
      }
    }
    return new CommandLog.LogStatus(applied.position(), snapshotPosition, bytes);
  }

  /** Closes the files, which must not be in use by the executors any more, and the lock. */
  @Override
  public void close() throws IOException {
    try (lock) {
      files.close();
    }
  }
}
