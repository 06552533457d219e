package mutual.files.engine;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Content of this node's own that is being read, so that it can be shared. */
public final class ShareMaking {
  private final Path source;
  private final CompletableFuture<Share> result = new CompletableFuture<>();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private volatile long doneBytes;
  private volatile long totalBytes;

  ShareMaking(Path source) {
    this.source = source;
  }

  /** The file or folder. */
  public Path source() {
    return source;
  }

  /** Bytes read so far. */
  public long doneBytes() {
    return doneBytes;
  }

  /** Bytes to read; 0 until they are counted. */
  public long totalBytes() {
    return totalBytes;
  }

  /**
   * The share, once all is read. Fails with an {@link java.io.IOException} that says in a sentence
   * why it cannot be shared, or with a {@link java.util.concurrent.CancellationException} after
   * {@link #stop}.
   */
  public CompletableFuture<Share> result() {
    return result;
  }

  /** Gives it up. */
  public void stop() {
    stopped.set(true);
  }

  boolean at(long done, long total) {
    doneBytes = done;
    totalBytes = total;
    return !stopped.get();
  }

  boolean stopped() {
    return stopped.get();
  }
}
