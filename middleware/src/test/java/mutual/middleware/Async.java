package mutual.middleware;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work on a virtual thread whose end can be waited for. */
final class Async {
  private Async() {}

  /** What may fail. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  static CompletableFuture<Void> run(Work work) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                work.run();
                end.complete(null);
              } catch (Exception | AssertionError e) {
                end.completeExceptionally(e);
              }
            });
    return end;
  }

  /** What the work ended with; an error if it went well or did not end. */
  static Throwable failure(CompletableFuture<Void> work)
      throws InterruptedException, TimeoutException {
    try {
      work.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    }
    throw new AssertionError("The work went well");
  }
}
