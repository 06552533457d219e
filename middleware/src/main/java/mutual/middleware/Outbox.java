package mutual.middleware;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers messages at least once, from a durable state that is its owner's.
 *
 * <p>The owner announces new messages with {@link #offer}; at start, and from time to time, it is
 * asked for all that are outstanding. Each message is delivered on a virtual thread. A failure
 * pauses its destination, twice as long each time, with jitter; after the pause a single message
 * tries, and its success lets the others follow. So a partner that is down costs one attempt per
 * pause, and one that is slow never delays another.
 *
 * <p>What this does not promise: that a message arrives once only (receivers tell repeats by their
 * ids), or, with more than one in flight, in order. With {@code inFlightMax} 1 a destination's
 * messages arrive in the order of their offers.
 *
 * @param <M> a message: a value that holds all that is needed to send it
 */
public final class Outbox<M> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** Messages that the owner is asked for at a time; far more than one can have outstanding. */
  private static final int LISTED_MAX = 1_000_000;

  private final Source<M> source;
  private final Settings settings;
  private final OutboxClock clock;
  private final Executor threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, OutboxLane<M>> lanes = new TreeMap<>();
  private @Nullable Thread dispatcher;
  private boolean started;
  private boolean closed;
  private boolean relistDue = true;
  private long relistNanos;
  private boolean listing;
  private final Set<Object> deliveredSince = new HashSet<>();

  /**
   * Where the messages come from and go to.
   *
   * @param <M> a message
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

    /** Checks that the bounds make sense. */
    public Settings {
      if (inFlightMax < 1 || queuedMax < 1 || !retryMin.isPositive() || !relist.isPositive()) {
        throw new IllegalArgumentException("Bounds and pauses must be positive");
      }
    }

    /** The same settings with this many messages in flight to one destination. */
    public Settings withInFlightMax(int messages) {
      return new Settings(messages, queuedMax, retryMin, retryMax, relist);
    }
  }

  /**
   * How things stand with one destination.
   *
   * @param failures failures in a row
   * @param lastError the latest failure since the last success; empty if there is none
   * @param nextTry when the next message is sent, if the destination is being waited for
   */
  public record Status(
      String destination,
      int outstanding,
      int inFlight,
      int failures,
      String lastError,
      Optional<Instant> nextTry) {}

  /** Makes an outbox; nothing is delivered before {@link #start}. */
  public Outbox(Source<M> source, Settings settings) {
    this(source, settings, OutboxClock.system(), Workers.virtualThreads());
  }

  Outbox(Source<M> source, Settings settings, OutboxClock clock, Executor threads) {
    this.source = source;
    this.settings = settings;
    this.clock = clock;
    this.threads = threads;
  }

  /** Starts delivering, with what the owner has outstanding. */
  public void start() {
    locked(
        () -> {
          if (started) {
            throw new IllegalStateException("An outbox starts once");
          }
          started = true;
          dispatcher = Thread.ofVirtual().name("mutual-outbox").start(this::dispatch);
        });
  }

  /**
   * Announces a new message; returns at once. Announcing one that is already known does nothing.
   */
  public void offer(M message) {
    locked(
        () -> {
          // If it is known already, or has no room (then the owner is asked for it later), nothing
          // changes.
          if (lane(source.destination(message)).add(source.key(message), message)) {
            changed.signalAll();
          }
        });
  }

  /** Ends the pause of a destination, as when it has just been heard from. */
  public void wake(String destination) {
    locked(
        () -> {
          lane(destination).wake(clock.nanos());
          changed.signalAll();
        });
  }

  /** How things stand, by destination. */
  public List<Status> status() {
    List<Status> all = new ArrayList<>();
    locked(
        () ->
            lanes.forEach(
                (destination, lane) ->
                    all.add(lane.status(destination, clock.nanos(), clock.instant()))));
    return all;
  }

  /**
   * Stops delivering; returns at once. A delivery that is under way may still end, or be lost and
   * repeated later.
   */
  @Override
  public void close() {
    locked(
        () -> {
          closed = true;
          changed.signalAll();
          if (dispatcher != null) {
            dispatcher.interrupt();
          }
        });
  }

  private void dispatch() {
    try {
      while (true) {
        if (takeRelist()) {
          relist();
        }
        lock.lockInterruptibly();
        try {
          if (closed) {
            return;
          }
          if (!relistDue) {
            startDeliveries();
            long pause = pauseNanos();
            if (pause > 0) {
              clock.await(changed, pause);
            }
          }
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("The outbox has been closed");
    }
  }

  private boolean takeRelist() {
    lock.lock();
    try {
      boolean due = relistDue || clock.nanos() - relistNanos >= 0;
      deliveredSince.clear();
      listing = due;
      relistDue = false;
      if (due) {
        relistNanos = clock.nanos() + settings.relist.toNanos();
      }
      return due && !closed;
    } finally {
      lock.unlock();
    }
  }

  private void relist() throws InterruptedException {
    List<M> outstanding;
    try {
      outstanding = source.outstanding(LISTED_MAX);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      LOG.warn("The outstanding messages could not be listed; trying again soon", e);
      locked(() -> relistNanos = clock.nanos() + settings.retryMin.multipliedBy(10).toNanos());
      return;
    }
    Map<String, Map<Object, M>> listed = new HashMap<>();
    for (M message : outstanding) {
      listed
          .computeIfAbsent(source.destination(message), absent -> new LinkedHashMap<>())
          .put(source.key(message), message);
    }
    locked(
        () -> {
          // The list is older than what has been delivered while it was made.
          listed.values().forEach(messages -> messages.keySet().removeAll(deliveredSince));
          listing = false;
          listed.forEach((destination, messages) -> lane(destination).merge(messages));
        });
  }

  private void startDeliveries() {
    long now = clock.nanos();
    for (OutboxLane<M> lane : lanes.values()) {
      for (OutboxLane.Item<M> item : lane.take(now)) {
        threads.execute(() -> deliver(lane, item));
      }
    }
  }

  private void deliver(OutboxLane<M> lane, OutboxLane.Item<M> item) {
    @Nullable Exception failure = null;
    try {
      source.deliver(item.message());
    } catch (Exception e) {
      failure = e;
      LOG.debug("A message to {} was not delivered", source.destination(item.message()), e);
    }
    @Nullable Exception outcome = failure;
    locked(
        () -> {
          if (outcome == null) {
            if (listing) {
              deliveredSince.add(item.key());
            }
            // What did not fit into memory is fetched once there is room again.
            relistDue |= lane.delivered(item);
          } else {
            lane.failed(item, clock.nanos(), String.valueOf(outcome.getMessage()));
          }
          changed.signalAll();
        });
  }

  private long pauseNanos() {
    long now = clock.nanos();
    long pause = relistNanos - now;
    for (OutboxLane<M> lane : lanes.values()) {
      pause = Math.min(pause, lane.nanosUntilReady(now));
    }
    return pause;
  }

  private OutboxLane<M> lane(String destination) {
    return lanes.computeIfAbsent(destination, absent -> new OutboxLane<>(settings));
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
