package mutual.files.lan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mutual.overlay.bencode.BString;

/**
 * When each hash is to be announced on one network: at once, then every five minutes, and in no
 * case again within a minute. Times are milliseconds of one clock that never goes back.
 */
final class LsdSchedule {
  static final long REPEAT_MILLIS = 5 * 60_000;
  static final long QUIET_MILLIS = 60_000;

  private final Map<BString, Long> sent = new HashMap<>();
  private final Map<BString, Long> next = new HashMap<>();

  /** Those of the hashes that are due. */
  List<BString> due(Collection<BString> wanted, long nowMillis) {
    List<BString> due = new ArrayList<>();
    for (BString hash : wanted) {
      if (next.getOrDefault(hash, nowMillis) <= nowMillis) {
        due.add(hash);
      }
    }
    return due;
  }

  /** When the first of the hashes is due; {@link Long#MAX_VALUE} if there are none. */
  long nextMillis(Collection<BString> wanted, long nowMillis) {
    long first = Long.MAX_VALUE;
    for (BString hash : wanted) {
      first = Math.min(first, next.getOrDefault(hash, nowMillis));
    }
    return first;
  }

  /** The hashes have been announced. */
  void sent(Collection<BString> hashes, long nowMillis) {
    for (BString hash : hashes) {
      sent.put(hash, nowMillis);
      next.put(hash, nowMillis + REPEAT_MILLIS);
    }
  }

  /** What was said of the hash no longer holds, or it is not wanted any more. */
  void renew(BString hash) {
    next.computeIfPresent(hash, (key, _) -> sent.getOrDefault(key, 0L) + QUIET_MILLIS);
  }

  /** Others may be on this network now. */
  void renewAll() {
    List.copyOf(next.keySet()).forEach(this::renew);
  }

  /** Forgets what is not wanted and needs no quiet any more. */
  void forget(Collection<BString> wanted, long nowMillis) {
    sent.entrySet()
        .removeIf(
            entry ->
                entry.getValue() + QUIET_MILLIS <= nowMillis && !wanted.contains(entry.getKey()));
    next.keySet().retainAll(sent.keySet());
  }

  boolean isEmpty() {
    return sent.isEmpty();
  }
}
