package mutual.middleware;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The messages for one destination. Waiting ones are kept in the order of their coming; a failed
 * one goes back to the front. Guarded by the outbox's lock.
 */
final class OutboxLane<M> {
  private final Outbox.Settings settings;
  private final Map<Object, M> waiting = new LinkedHashMap<>();
  private final Set<Object> inFlight = new LinkedHashSet<>();
  private int failures;
  private String lastError = "";
  private long readyNanos;
  private boolean overflowed;

  /** A message on its way. */
  record Item<M>(Object key, M message) {}

  OutboxLane(Outbox.Settings settings) {
    this.settings = settings;
  }

  /**
   * Adds a message; false if it is known already, or if there is no room (then the owner still has
   * it).
   */
  boolean add(Object key, M message) {
    if (inFlight.contains(key) || waiting.containsKey(key)) {
      return false;
    }
    if (waiting.size() + inFlight.size() >= settings.queuedMax()) {
      overflowed = true;
      return false;
    }
    waiting.put(key, message);
    return true;
  }

  /** Adds what the owner has listed, which is older than anything announced since. */
  void merge(Map<Object, M> listed) {
    Map<Object, M> announced = new LinkedHashMap<>(waiting);
    waiting.clear();
    listed.forEach(this::add);
    announced.forEach(this::add);
  }

  /**
   * Takes the messages that may be sent now: one at a time after a failure, else as many as may be
   * in flight.
   */
  List<Item<M>> take(long nowNanos) {
    List<Item<M>> taken = new ArrayList<>();
    int allowed = failures > 0 ? 1 : settings.inFlightMax();
    boolean paused = failures > 0 && nowNanos - readyNanos < 0;
    while (!paused && !waiting.isEmpty() && inFlight.size() < allowed) {
      Map.Entry<Object, M> first = waiting.entrySet().iterator().next();
      Item<M> item = new Item<>(first.getKey(), first.getValue());
      taken.add(item);
      inFlight.add(item.key());
      waiting.remove(item.key());
    }
    return taken;
  }

  /** Notes a success; true if the owner should be asked for messages that had no room. */
  boolean delivered(Item<M> item) {
    inFlight.remove(item.key());
    failures = 0;
    lastError = "";
    if (overflowed && waiting.size() < settings.queuedMax() / 2) {
      overflowed = false;
      return true;
    }
    return false;
  }

  void failed(Item<M> item, long nowNanos, String error) {
    inFlight.remove(item.key());
    Map<Object, M> behind = new LinkedHashMap<>(waiting);
    waiting.clear();
    waiting.put(item.key(), item.message());
    waiting.putAll(behind);
    lastError = error;
    // Messages that were under way together fail together: that is one failure, not many.
    if (failures == 0 || nowNanos - readyNanos >= 0) {
      failures = Math.min(failures + 1, 62);
      readyNanos = nowNanos + pauseNanos();
    }
  }

  private long pauseNanos() {
    long min = settings.retryMin().toNanos();
    long max = settings.retryMax().toNanos();
    int doublings = Math.min(failures - 1, 30);
    long full = min > max >> doublings ? max : min << doublings;
    return ThreadLocalRandom.current().nextLong(full / 2, full + 1);
  }

  void wake(long nowNanos) {
    if (failures > 0 && inFlight.isEmpty()) {
      failures = 1;
      readyNanos = nowNanos;
    }
  }

  /**
   * Nanoseconds until a message may be sent; the largest value if only an event can bring that
   * about.
   */
  long nanosUntilReady(long nowNanos) {
    if (waiting.isEmpty() || failures == 0 || !inFlight.isEmpty()) {
      return Long.MAX_VALUE;
    }
    return Math.max(0, readyNanos - nowNanos);
  }

  Outbox.Status status(String destination, long nowNanos, Instant now) {
    boolean paused = failures > 0 && readyNanos - nowNanos > 0 && !waiting.isEmpty();
    return new Outbox.Status(
        destination,
        waiting.size() + inFlight.size(),
        inFlight.size(),
        failures,
        lastError,
        paused ? Optional.of(now.plusNanos(readyNanos - nowNanos)) : Optional.empty());
  }
}
