package mutual.middleware;

import java.util.concurrent.Callable;

/** Answers a repeated request with the first one's answer. */
public final class IdempotentReceipt<R> {
  /** Makes a table that remembers this many answers. */
  public IdempotentReceipt(int rememberedMax) {}

  /** The outcome of a request. */
  public sealed interface Outcome<R> {
    /** The answer, given now or before. */
    record Answered<R>(R answer, boolean repeated) implements Outcome<R> {}

    /** The id came before with other content: nothing was done. */
    record Reused<R>() implements Outcome<R> {}
  }

  /** Does the work unless the same request was answered before or is being answered now. */
  public Outcome<R> once(NodeId caller, String requestId, byte[] content, Callable<R> work)
      throws Exception {
    return new Outcome.Answered<>(work.call(), false);
  }
}
