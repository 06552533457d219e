package mutual.middleware;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Delivers messages at least once. */
public final class Outbox<M> implements AutoCloseable {
  /** Makes an outbox; nothing is delivered before {@link #start}. */
  public Outbox(Source<M> source, Settings settings) {}

  /**
   * What the outbox delivers, from its owner's durable state.
   *
   * @param <M> a message: a value that holds all that is needed to send it
   */
  public interface Source<M> {
    /**
     * The messages that have not been acknowledged, oldest first. Asked at start and from time to
     * time.
     */
    List<M> outstanding(int max) throws Exception;

    /** Where a message goes: the name of a partner. */
    String destination(M message);

    /** What tells a message from all others; equal for repeats of the same message. */
    Object key(M message);

    /**
     * Sends a message and, on an answer, makes the owner's state say so (or does nothing, if the
     * owner no longer wants it sent), and returns. Runs on a virtual thread and blocks. Any
     * exception means that it will be sent again.
     */
    void deliver(M message) throws Exception;
  }

  /**
   * How the outbox goes about it.
   *
   * @param inFlightMax messages on their way to one destination at a time; 1 keeps their order
   * @param queuedMax messages held in memory for one destination; more wait in the owner's state
   * @param retryMin pause after the first failure; doubled after each further one
   * @param retryMax longest pause
   * @param relist how often the owner is asked for messages that nobody has announced
   */
  public record Settings(
      int inFlightMax, int queuedMax, Duration retryMin, Duration retryMax, Duration relist) {
    /** The settings that hold unless something else is said. */
    public static final Settings DEFAULT =
        new Settings(
            64, 10_000, Duration.ofMillis(100), Duration.ofSeconds(30), Duration.ofSeconds(30));
  }

  /**
   * How things stand with one destination.
   *
   * @param lastError the latest failure since the last success; empty if there is none
   * @param nextTry when the next message is sent, if the destination is being waited for
   */
  public record Status(
      String destination,
      int outstanding,
      int inFlight,
      int failures,
      String lastError,
      java.util.Optional<Instant> nextTry) {}

  /** Starts delivering, with what the owner has outstanding. */
  public void start() {}

  /** Announces a new message; returns at once. */
  public void offer(M message) {}

  /** Forgets all pauses, as when a partner has just been heard from. */
  public void wake(String destination) {}

  /** How things stand, by destination. */
  public List<Status> status() {
    return List.of();
  }

  /** Stops; calls on their way are interrupted. */
  @Override
  public void close() {}
}
