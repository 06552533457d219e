package mutual.files.swarm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Says who is given to in the next round.
 *
 * <p>While fetching, those who gave most in the last rounds are (tit for tat), and one drawn by lot
 * (optimistic), newcomers with more lots, so that somebody with nothing yet can begin. While
 * seeding nobody can pay back: everybody gets a turn of the same length, who has waited longest
 * first.
 */
final class Choker {
  static final long ROUND_NANOS = 10_000_000_000L;
  static final long TURN_NANOS = 30_000_000_000L;
  private static final int OPTIMISTIC_ROUNDS = 3;
  private static final long NEWCOMER_NANOS = 60_000_000_000L;
  private static final int NEWCOMER_LOTS = 3;

  private final RandomGenerator random;
  private int round;
  private @Nullable SwarmPeer optimistic;

  Choker(RandomGenerator random) {
    this.random = random;
  }

  Set<SwarmPeer> choose(Collection<SwarmPeer> peers, int slots, boolean seeding, long nowNanos) {
    List<SwarmPeer> candidates = new ArrayList<>();
    for (SwarmPeer peer : peers) {
      if (peer.interested) {
        candidates.add(peer);
      }
    }
    round++;
    if (candidates.size() <= slots) {
      return new HashSet<>(candidates);
    }
    return seeding ? byTurn(candidates, slots, nowNanos) : byReturn(candidates, slots, nowNanos);
  }

  private static Set<SwarmPeer> byTurn(List<SwarmPeer> candidates, int slots, long nowNanos) {
    candidates.sort(
        Comparator.<SwarmPeer>comparingInt(peer -> inTurn(peer, nowNanos) ? 0 : 1)
            .thenComparingLong(
                // Whose turn is over goes behind all who wait.
                peer -> peer.slotSinceNanos != null ? nowNanos : peer.slotEndedNanos));
    return new HashSet<>(candidates.subList(0, slots));
  }

  private static boolean inTurn(SwarmPeer peer, long nowNanos) {
    return peer.slotSinceNanos != null && nowNanos - peer.slotSinceNanos < TURN_NANOS;
  }

  private Set<SwarmPeer> byReturn(List<SwarmPeer> candidates, int slots, long nowNanos) {
    List<SwarmPeer> ranked = new ArrayList<>(candidates);
    ranked.removeIf(peer -> peer.snubbed);
    ranked.sort(Comparator.comparingLong(Choker::gave).reversed());
    Set<SwarmPeer> chosen = new HashSet<>();
    for (SwarmPeer peer : ranked) {
      if (chosen.size() >= slots - 1 || gave(peer) == 0) {
        break;
      }
      chosen.add(peer);
    }
    // Slots that nobody has earned are drawn by lot as well.
    if (optimistic != null
        && round % OPTIMISTIC_ROUNDS != 0
        && candidates.contains(optimistic)
        && chosen.size() < slots) {
      chosen.add(optimistic);
    }
    while (chosen.size() < slots) {
      optimistic = draw(candidates, chosen, nowNanos);
      if (optimistic == null) {
        break;
      }
      chosen.add(optimistic);
    }
    return chosen;
  }

  private static long gave(SwarmPeer peer) {
    return peer.lastRoundBytes + peer.roundBeforeBytes;
  }

  private @Nullable SwarmPeer draw(
      List<SwarmPeer> candidates, Set<SwarmPeer> chosen, long nowNanos) {
    List<SwarmPeer> lots = new ArrayList<>();
    for (SwarmPeer peer : candidates) {
      if (!chosen.contains(peer)) {
        int count = nowNanos - peer.connectedNanos < NEWCOMER_NANOS ? NEWCOMER_LOTS : 1;
        for (int i = 0; i < count; i++) {
          lots.add(peer);
        }
      }
    }
    return lots.isEmpty() ? null : lots.get(random.nextInt(lots.size()));
  }
}
