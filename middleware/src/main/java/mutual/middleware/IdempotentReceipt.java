package mutual.middleware;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers a repeated request with the first one's answer: a table of requests by caller and the id
 * that the caller chose.
 *
 * <p>Repeats that arrive while the first is at work wait for it. Failures (exceptions) are not
 * remembered, so that the next repeat tries again. The table lives in memory and forgets its oldest
 * answers beyond a bound, so it saves work but is no substitute for an owner whose durable state
 * knows what was done.
 *
 * @param <R> an answer
 */
public final class IdempotentReceipt<R> {
  private final int rememberedMax;
  private final Map<Key, Entry<R>> entries = new LinkedHashMap<>();

  private record Key(NodeId caller, String requestId) {}

  private record Entry<R>(byte[] digest, CompletableFuture<R> answer) {}

  /** The outcome of a request. */
  public sealed interface Outcome<R> {
    /**
     * The answer.
     *
     * @param repeated true if it was given before, or worked out for another repeat of the request
     */
    record Answered<R>(R answer, boolean repeated) implements Outcome<R> {}

    /** The id came before with other content: nothing was done. */
    record Reused<R>() implements Outcome<R> {}
  }

  /**
   * Makes a table that remembers this many answers. Requests at work do not count: they are bounded
   * by the server.
   */
  public IdempotentReceipt(int rememberedMax) {
    if (rememberedMax < 1) {
      throw new IllegalArgumentException("At least one answer must be remembered");
    }
    this.rememberedMax = rememberedMax;
  }

  /**
   * Does the work, unless the same request was answered before or is being answered now.
   *
   * <p>What the work throws is thrown to the first request and to those that waited for it.
   *
   * @param content what the request says; compared by its SHA-256
   */
  public Outcome<R> once(NodeId caller, String requestId, byte[] content, Supplier<R> work) {
    Key key = new Key(caller, requestId);
    byte[] digest = digest(content);
    Entry<R> fresh = new Entry<>(digest, new CompletableFuture<>());
    @Nullable Entry<R> known;
    synchronized (entries) {
      known = entries.putIfAbsent(key, fresh);
    }
    if (known != null) {
      if (!Arrays.equals(known.digest, digest)) {
        return new Outcome.Reused<>();
      }
      return new Outcome.Answered<>(await(known.answer), true);
    }
    try {
      R answer = work.get();
      fresh.answer.complete(answer);
      synchronized (entries) {
        forgetOldest();
      }
      return new Outcome.Answered<>(answer, false);
    } catch (Throwable failure) {
      synchronized (entries) {
        entries.remove(key, fresh);
      }
      fresh.answer.completeExceptionally(failure);
      throw failure;
    }
  }

  /** How many requests are in the table. */
  public int size() {
    synchronized (entries) {
      return entries.size();
    }
  }

  private void forgetOldest() {
    var oldest = entries.entrySet().iterator();
    int excess = entries.size() - rememberedMax;
    while (excess > 0 && oldest.hasNext()) {
      if (oldest.next().getValue().answer.isDone()) {
        oldest.remove();
        excess--;
      }
    }
  }

  private static <R> R await(CompletableFuture<R> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private static byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks SHA-256", e);
    }
  }
}
