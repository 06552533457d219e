package mutual.files.tracker;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The way to all trackers, common to all shares: bounds how many are asked at once, and remembers
 * for a while which ones are dead, so that a thousand shares do not wait for each of them.
 */
public final class Trackers implements AutoCloseable {
  /** Announces under way at once; others wait for their turn. */
  public static final int CONCURRENT_MAX = 16;

  private static final long DEAD_MILLIS = 300_000;
  private static final int DEAD_PLACES_MAX = 1_024;

  private final HttpTracker http;
  private final UdpTracker udp;
  private final Semaphore turns = new Semaphore(CONCURRENT_MAX, true);

  /** Protocol, host and port of trackers that did not answer, and until when not to ask. */
  private final Map<String, Long> dead = new LinkedHashMap<>();

  public Trackers() {
    this(TrackerTimeouts.DEFAULT);
  }

  Trackers(TrackerTimeouts timeouts) {
    http = new HttpTracker(timeouts);
    udp = new UdpTracker(timeouts, new SecureRandom());
  }

  /** Announces once, as soon as there is a turn; blocks. */
  TrackerAnswer ask(String address, Announce announce)
      throws TrackerException, InterruptedException {
    TrackerUrl url = TrackerUrl.parse(address);
    turns.acquire();
    try {
      if (isDead(url.place())) {
        throw TrackerException.timedOut("The tracker did not answer in time.");
      }
      return switch (url.kind()) {
        case HTTP, HTTPS -> http.announce(url, announce);
        case UDP -> udp.announce(url, announce);
      };
    } catch (TrackerException e) {
      if (e.reason() == TrackerException.Reason.TIMED_OUT) {
        remember(url.place());
      }
      throw e;
    } finally {
      turns.release();
    }
  }

  private synchronized boolean isDead(String place) {
    long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    dead.values().removeIf(until -> until <= now);
    return dead.containsKey(place);
  }

  private synchronized void remember(String place) {
    if (dead.size() < DEAD_PLACES_MAX) {
      long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
      dead.putIfAbsent(place, now + DEAD_MILLIS);
    }
  }

  /** Ends announces over HTTP that are under way; call it after all shares have stopped. */
  @Override
  public void close() {
    http.close();
  }
}
