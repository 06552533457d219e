package mutual.bank;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values by id. Many small hash tables instead of a large one, so that none grows for long while a
 * customer waits. It cannot be iterated: what needs an order keeps its own.
 */
final class IdMap<V> {
  private static final int STRIPES = 1 << 10;

  private final Map<UUID, V>[] stripes;
  private int size;

  @SuppressWarnings({"unchecked", "rawtypes"})
  IdMap() {
    stripes = new Map[STRIPES];
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new HashMap<>();
    }
  }

  @Nullable V get(UUID id) {
    return stripe(id).get(id);
  }

  void put(UUID id, V value) {
    if (stripe(id).put(id, value) == null) {
      size++;
    }
  }

  void remove(UUID id) {
    if (stripe(id).remove(id) != null) {
      size--;
    }
  }

  int size() {
    return size;
  }

  /** The multiplier (from the golden ratio) spreads ids that differ in few bits. */
  private Map<UUID, V> stripe(UUID id) {
    long mixed =
        (id.getMostSignificantBits() ^ id.getLeastSignificantBits()) * 0x9e37_79b9_7f4a_7c15L;
    return stripes[(int) (mixed >>> 54)];
  }
}
