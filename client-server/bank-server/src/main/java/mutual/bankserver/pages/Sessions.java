package mutual.bankserver.pages;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is logged in. Kept in memory: a restart of the server logs everybody out. A session is named
 * by 256 random bits, which only the browser's cookie and this table know.
 */
final class Sessions {
  /** A session unused for longer has ended. Live parts that refresh by themselves do not use it. */
  static final Duration IDLE_MAX = Duration.ofMinutes(30);

  /** A session ends after this long however much it is used. */
  static final Duration LENGTH_MAX = Duration.ofHours(12);

  /** With this many, the one unused for longest ends for a new one. */
  static final int SESSIONS_MAX = 200;

  private static final int TOKEN_BYTES = 32;

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  Sessions(InstantSource clock) {
    this.clock = clock;
  }

  /** Starts a session and returns its token. */
  synchronized String start(String operator) {
    long now = clock.millis();
    sessions.values().removeIf(session -> session.over(now));
    if (sessions.size() >= SESSIONS_MAX) {
      sessions.entrySet().stream()
          .min(Comparator.comparingLong(entry -> entry.getValue().usedMillis()))
          .ifPresent(oldest -> sessions.remove(oldest.getKey()));
    }
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    sessions.put(token, new Session(operator, now));
    return token;
  }

  /** The session of this token, if it has not ended. */
  Optional<Session> find(String token) {
    Session session = sessions.get(token);
    if (session == null) {
      return Optional.empty();
    }
    if (session.over(clock.millis())) {
      sessions.remove(token, session);
      return Optional.empty();
    }
    return Optional.of(session);
  }

  /** The same, and counts as using it. */
  Optional<Session> use(String token) {
    Optional<Session> session = find(token);
    session.ifPresent(found -> found.use(clock.millis()));
    return session;
  }

  void end(String token) {
    sessions.remove(token);
  }
}
