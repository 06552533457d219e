package mutual.bankserver.pages;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows guessing of passwords: after some wrong ones for a name or from an address, further tries
 * are refused unlooked for a while that doubles each time. A name's own wait is capped low, so that
 * strangers cannot lock an operator out for long.
 */
final class LoginThrottle {
  /** Wrong passwords before the first wait. */
  static final int FREE_TRIES = 5;

  static final Duration FIRST_WAIT = Duration.ofSeconds(15);
  static final Duration WAIT_MAX = Duration.ofMinutes(5);

  /** Names and addresses remembered; beyond that, the one that failed first is forgotten. */
  static final int ENTRIES_MAX = 10_000;

  /** Failures are forgotten after this long without another. */
  static final Duration MEMORY = Duration.ofMinutes(15);

  private record Failures(int count, long lastMillis) {}

  private final InstantSource clock;
  private final Map<String, Failures> failures = new LinkedHashMap<>();

  LoginThrottle(InstantSource clock) {
    this.clock = clock;
  }

  /** How long to wait before this name may be tried again from this address; zero: now. */
  synchronized Duration wait(String name, String address) {
    Duration forName = remaining("name " + name);
    Duration forAddress = remaining("from " + address);
    return forName.compareTo(forAddress) > 0 ? forName : forAddress;
  }

  synchronized void failed(String name, String address) {
    count("name " + name);
    count("from " + address);
  }

  synchronized void succeeded(String name, String address) {
    failures.remove("name " + name);
    failures.remove("from " + address);
  }

  private void count(String key) {
    Failures before = failures.remove(key);
    long now = clock.millis();
    int count = before == null || forgotten(before, now) ? 1 : before.count() + 1;
    failures.put(key, new Failures(count, now));
    if (failures.size() > ENTRIES_MAX) {
      Iterator<String> oldest = failures.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private Duration remaining(String key) {
    Failures known = failures.get(key);
    long now = clock.millis();
    if (known == null || forgotten(known, now) || known.count() < FREE_TRIES) {
      return Duration.ZERO;
    }
    int doublings = Math.min(known.count() - FREE_TRIES, 10);
    long wait = Math.min(FIRST_WAIT.toMillis() << doublings, WAIT_MAX.toMillis());
    return Duration.ofMillis(Math.max(0, known.lastMillis() + wait - now));
  }

  private static boolean forgotten(Failures known, long nowMillis) {
    return nowMillis - known.lastMillis() > MEMORY.toMillis();
  }
}
