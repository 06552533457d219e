package mutual.peer.pages;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who may use the dashboard: tokens that each begin one session, and sessions. Both are 256 random
 * bits, live in memory only, and end with the process. Safe for use by many threads.
 */
public final class DashboardKeys {
  /** Tokens that may wait to be used; with one more, the oldest works no longer. */
  static final int TOKENS_MAX = 16;

  /** Browsers that may have the dashboard open; with one more, the longest unused must ask anew. */
  static final int SESSIONS_MAX = 16;

  private static final int KEY_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Boolean> tokens = bounded(TOKENS_MAX, false);
  private final Map<String, Session> sessions = bounded(SESSIONS_MAX, true);

  /** A new token, which works once, for the dashboard's address: {@code /?token=…}. */
  public synchronized String token() {
    String token = key();
    tokens.put(token, true);
    return token;
  }

  /** Begins a session; empty if the token was never given out, was used, or is too old. */
  synchronized Optional<String> begin(String token) {
    if (tokens.remove(token) == null) {
      return Optional.empty();
    }
    String key = key();
    sessions.put(key, new Session());
    return Optional.of(key);
  }

  /** The session that a browser's cookie names. */
  synchronized Optional<Session> session(String key) {
    return Optional.ofNullable(sessions.get(key));
  }

  private String key() {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static <V> Map<String, V> bounded(int max, boolean byUse) {
    return new LinkedHashMap<>(max, 0.75f, byUse) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > max;
      }
    };
  }
}
