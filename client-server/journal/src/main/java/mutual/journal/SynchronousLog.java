package mutual.journal;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The same log without threads: every call does all its work before it returns, and the futures it
 * returns are complete. For simulations and tools; not safe for use by several threads.
 */
public final class SynchronousLog<C extends Core<R>, R> implements CommandLog<C, R> {
  private SynchronousLog() {}

  public static <C extends Core<R>, R> SynchronousLog<C, R> open(
      JournalConfig config, Supplier<C> newCore) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<R> append(byte[] command, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> CompletableFuture<T> read(Function<? super C, ? extends T> query) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean leading() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<SnapshotTaken> snapshot() {
    throw new UnsupportedOperationException();
  }

  @Override
  public LogStatus status() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Void> stopped() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
