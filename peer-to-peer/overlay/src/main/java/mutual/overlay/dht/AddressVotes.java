package mutual.overlay.dht;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What other nodes say this node's address is (BEP 42), and what most of the latest agree on. */
final class AddressVotes {
  /** Voices that count; the oldest makes room. */
  static final int VOTERS_MAX = 24;

  /** Voices for one address that must agree, from different parties. */
  static final int AGREEING_MIN = 4;

  private final LinkedHashMap<Long, InetAddress> votes = new LinkedHashMap<>();

  void cast(InetAddress voter, InetAddress seen) {
    if (!Reach.isGlobal(voter) || !Reach.isGlobal(seen)) {
      return;
    }
    long party = Reach.party(voter);
    votes.remove(party);
    votes.put(party, seen);
    if (votes.size() > VOTERS_MAX) {
      votes.remove(votes.firstEntry().getKey());
    }
  }

  /** The address that at least {@value #AGREEING_MIN} and more than half of the voices name. */
  Optional<InetAddress> winner() {
    Map<InetAddress, Integer> counts = new HashMap<>();
    for (InetAddress seen : votes.values()) {
      int count = counts.merge(seen, 1, Integer::sum);
      if (count >= AGREEING_MIN && count * 2 > votes.size()) {
        return Optional.of(seen);
      }
    }
    return Optional.empty();
  }
}
