package mutual.peer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mutual.files.engine.ShareMaking;

/** Numbers for what is being read to be shared, so that its owner can ask how far it is. */
final class Makings {
  /** Makings remembered; the oldest is forgotten, and goes on. */
  static final int MAKINGS_MAX = 1_000;

  private final Map<Long, ShareMaking> known =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, ShareMaking> eldest) {
          return size() > MAKINGS_MAX;
        }
      };
  private long last;

  /** The number of a making; a new one if it has none yet. */
  synchronized long idOf(ShareMaking making) {
    for (Map.Entry<Long, ShareMaking> one : known.entrySet()) {
      if (one.getValue() == making) {
        return one.getKey();
      }
    }
    last++;
    known.put(last, making);
    return last;
  }

  synchronized Optional<ShareMaking> find(long id) {
    return Optional.ofNullable(known.get(id));
  }
}
