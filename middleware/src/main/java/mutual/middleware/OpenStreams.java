package mutual.middleware;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** What takes longer than a page on one people port, so that it is bounded, and closed with it. */
@SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for these; their work cannot fail.
final class OpenStreams {
  private final Semaphore room;
  private final Set<Runnable> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  OpenStreams(int openMax) {
    room = new Semaphore(openMax);
  }

  /**
   * Takes a stream in until its end; false if there are too many, or if the port is closing.
   *
   * @param close what makes it end; another object for each stream
   */
  boolean add(CompletableFuture<?> end, Runnable close) {
    if (closing || !room.tryAcquire()) {
      return false;
    }
    open.add(close);
    end.whenComplete(
        (done, cause) -> {
          open.remove(close);
          room.release();
        });
    if (closing) {
      close.run();
    }
    return true;
  }

  int size() {
    return open.size();
  }

  void closeAll() {
    closing = true;
    open.forEach(Runnable::run);
  }
}
