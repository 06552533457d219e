package mutual.files.swarm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who sent which blocks of pieces that turned out wrong.
 *
 * <p>If one peer sent all of a piece, it is proven to lie. If several did, the piece is fetched
 * again, and once it is right, whose blocks differ from the right ones has lied. Digests of the
 * wrong blocks are kept, not the blocks.
 */
final class Suspects {
  /** Wrong pieces remembered; the oldest are forgotten beyond that. */
  static final int PIECES_MAX = 256;

  private record Evidence(List<@Nullable Object> senders, List<byte[]> digests) {}

  private final Map<Integer, List<Evidence>> evidence = new HashMap<>();
  private final List<Integer> oldest = new ArrayList<>();

  /**
   * A piece is wrong.
   *
   * @return who is proven to have lied
   */
  Set<Object> wrong(int piece, List<@Nullable SwarmPeer> senders, List<byte[]> digests) {
    Set<Object> everybody = new HashSet<>();
    List<@Nullable Object> identities = new ArrayList<>();
    for (SwarmPeer sender : senders) {
      identities.add(sender == null ? null : sender.identity);
      if (sender != null) {
        everybody.add(sender.identity);
      }
    }
    if (everybody.size() == 1) {
      return everybody;
    }
    if (!evidence.containsKey(piece)) {
      oldest.add(piece);
    }
    evidence.computeIfAbsent(piece, _ -> new ArrayList<>()).add(new Evidence(identities, digests));
    if (oldest.size() > PIECES_MAX) {
      evidence.remove(oldest.removeFirst());
    }
    return Set.of();
  }

  /** Whether the piece was wrong before, so that digests of the right blocks are needed. */
  boolean suspected(int piece) {
    return evidence.containsKey(piece);
  }

  /**
   * A piece is right.
   *
   * @return who is proven to have lied about it before
   */
  Set<Object> right(int piece, List<byte[]> digests) {
    List<Evidence> found = evidence.remove(piece);
    oldest.removeIf(other -> other == piece);
    Set<Object> liars = new HashSet<>();
    for (Evidence one : found == null ? List.<Evidence>of() : found) {
      for (int i = 0; i < one.senders().size() && i < digests.size(); i++) {
        Object sender = one.senders().get(i);
        if (sender != null
            && i < one.digests().size()
            && !Arrays.equals(one.digests().get(i), digests.get(i))) {
          liars.add(sender);
        }
      }
    }
    return liars;
  }
}
