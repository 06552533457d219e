package mutual.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The next segment's file, filled with zeros ahead of need: overwriting allocated space is synced
 * about twice as fast as growing a file, and a full disk shows here, before anything was promised.
 *
 * <p>Its methods are called by the log's writer; only the filling itself runs on the executor.
 */
final class SpareSegment {
  private static final Logger log = LoggerFactory.getLogger(SpareSegment.class);
  private static final int CHUNK_BYTES = 1 << 20;
  private static final long RETRY_MILLIS = 1_000;

  private final JournalConfig config;
  private final Executor executor;
  private @Nullable CompletableFuture<FileSystem.OpenFile> prepared;
  private long begunMillis;

  SpareSegment(JournalConfig config, Executor executor) {
    this.config = config;
    this.executor = executor;
  }

  Path path() {
    return config.folder().resolve(LogNames.NEXT_SEGMENT);
  }

  /** Begins to prepare the file, unless that has begun. */
  CompletableFuture<FileSystem.OpenFile> prepare() {
    if (prepared == null) {
      CompletableFuture<FileSystem.OpenFile> future = new CompletableFuture<>();
      prepared = future;
      begunMillis = config.clock().millis();
      executor.execute(() -> fill(future));
    }
    return prepared;
  }

  private void fill(CompletableFuture<FileSystem.OpenFile> future) {
    try {
      future.complete(allocate());
    } catch (IOException | RuntimeException e) {
      log.warn("{}: no room for another segment", config.folder(), e);
      future.completeExceptionally(e);
    }
  }

  private FileSystem.OpenFile allocate() throws IOException {
    FileSystem files = config.files();
    if (files.usableBytes(config.folder()) < config.sizes().segmentBytes()) {
      throw new IOException(
          "fewer than " + config.sizes().segmentBytes() + " bytes are free in " + config.folder());
    }
    FileSystem.OpenFile file = files.create(path());
    try {
      ByteBuffer zeros = ByteBuffer.allocate(Math.min(CHUNK_BYTES, config.sizes().segmentBytes()));
      for (int at = 0; at < config.sizes().segmentBytes(); at += zeros.capacity()) {
        zeros.clear().limit(Math.min(zeros.capacity(), config.sizes().segmentBytes() - at));
        file.write(zeros, at);
        // In small pieces, so that the log's own syncs do not wait behind one large one.
        file.sync();
      }
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      files.delete(path());
      throw e;
    }
  }

  /**
   * Hands over the file, waiting for it if need be.
   *
   * @throws DiskFullException if it could not be prepared; tried again at most once a second
   */
  FileSystem.OpenFile take() throws DiskFullException {
    if (prepared != null
        && prepared.isCompletedExceptionally()
        && Math.abs(config.clock().millis() - begunMillis) >= RETRY_MILLIS) {
      prepared = null;
    }
    try {
      FileSystem.OpenFile file = prepare().join();
      prepared = null;
      return file;
    } catch (CompletionException e) {
      throw new DiskFullException(
          "the disk has no room for another segment of the log in " + config.folder(),
          e.getCause() == null ? e : e.getCause());
    }
  }

  void close() throws IOException {
    if (prepared != null) {
      FileSystem.OpenFile file = prepared.exceptionally(e -> null).join();
      if (file != null) {
        file.close();
      }
    }
  }
}
