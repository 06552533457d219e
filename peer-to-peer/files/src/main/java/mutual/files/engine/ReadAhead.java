package mutual.files.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.SequencedMap;
import java.util.SequencedSet;
import mutual.files.swarm.Priority;

/**
 * What the readers of a share will need next: fetched before everything else, in turns, of which
 * the newest reader has the first and most. A player that seeks begins a new reader, and may leave
 * the ones before open, which take what the system's buffers hold: the new place must not wait for
 * them. Nor may who reads elsewhere be starved. Guarded by the session's lock.
 */
final class ReadAhead {
  /** Pieces of the newest reader for each one of every other reader. */
  private static final int NEWEST_PIECES = 4;

  private final Share share;
  private final PieceTraffic traffic;

  /** Pieces that each reader needs, the newest reader first. */
  private final SequencedMap<ShareReader, BitSet> needs = new LinkedHashMap<>();

  /** What the swarm was told. */
  private List<Integer> told = List.of();

  ReadAhead(Share share, PieceTraffic traffic) {
    this.share = share;
    this.traffic = traffic;
  }

  /** The reader needs these pieces from now on, and no others. */
  void need(ShareReader reader, BitSet pieces) {
    BitSet before = needs.get(reader);
    if (pieces.equals(before)) {
      return;
    }
    if (before == null) {
      needs.putFirst(reader, pieces);
    } else {
      needs.put(reader, pieces);
    }
    tell(missing(told));
  }

  /** The reader needs nothing any more. */
  void forget(ShareReader reader) {
    if (needs.remove(reader) != null) {
      tell(missing(told));
    }
  }

  /** What is wanted has been chosen anew, which the swarm puts above what it was told before. */
  void renew() {
    tell(List.of());
  }

  /**
   * Tells the swarm what is needed now.
   *
   * @param known what it knows already, in its order
   */
  private void tell(List<Integer> known) {
    List<Integer> now = inTurn();
    BitSet over = new BitSet();
    known.forEach(over::set);
    now.forEach(over::clear);
    boolean more = now.size() >= known.size() && now.subList(0, known.size()).equals(known);
    calm(over);
    traffic.prioritise(more ? now.subList(known.size(), now.size()) : now, Priority.URGENT);
    told = now;
  }

  private List<Integer> inTurn() {
    List<PrimitiveIterator.OfInt> left = new ArrayList<>();
    needs.values().forEach(pieces -> left.add(missing(pieces).stream().iterator()));
    SequencedSet<Integer> order = new LinkedHashSet<>();
    boolean more = true;
    while (more) {
      more = false;
      int turn = NEWEST_PIECES;
      for (PrimitiveIterator.OfInt pieces : left) {
        for (; turn > 0 && pieces.hasNext(); turn--) {
          more |= order.add(pieces.nextInt());
        }
        more |= pieces.hasNext();
        turn = 1;
      }
    }
    return List.copyOf(order);
  }

  private BitSet missing(BitSet pieces) {
    BitSet missing = (BitSet) pieces.clone();
    for (int i = missing.nextSetBit(0); i >= 0; i = missing.nextSetBit(i + 1)) {
      missing.set(i, !traffic.swarm().has(i));
    }
    return missing;
  }

  private List<Integer> missing(List<Integer> pieces) {
    return pieces.stream().filter(piece -> !traffic.swarm().has(piece)).toList();
  }

  /** Pieces that nobody needs any more are wanted as usual again, or not at all. */
  private void calm(BitSet pieces) {
    BitSet skipped = share.unwantedPieces();
    skipped.and(pieces);
    BitSet wanted = (BitSet) pieces.clone();
    wanted.andNot(skipped);
    traffic.prioritise(skipped, Priority.SKIP);
    traffic.prioritise(wanted, Priority.NORMAL);
  }
}
