package mutual.files.swarm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A piece that is being gathered: which blocks were asked of whom and who sent which. */
final class OpenPiece {
  final int piece;
  final int blocks;
  private final @Nullable SwarmPeer[] asked;
  private final @Nullable SwarmPeer[] sender;
  private final boolean[] here;

  /** Those asked besides the first, while the end game is on. */
  private final Map<Integer, List<SwarmPeer>> alsoAsked = new HashMap<>();

  private int free;
  private int missing;
  private int firstFree;

  OpenPiece(int piece, int pieceBytes) {
    this.piece = piece;
    this.blocks = Block.count(pieceBytes);
    this.asked = new SwarmPeer[blocks];
    this.sender = new SwarmPeer[blocks];
    this.here = new boolean[blocks];
    this.free = blocks;
    this.missing = blocks;
  }

  int free() {
    return free;
  }

  int missing() {
    return missing;
  }

  boolean isUntouched() {
    return free == blocks;
  }

  /** Whether nobody is asked for anything. */
  boolean isIdle() {
    return free == missing;
  }

  boolean isHere(int block) {
    return here[block];
  }

  /** Gives a block that is neither here nor asked for to the peer; -1 if there is none. */
  int take(SwarmPeer peer) {
    for (int i = firstFree; i < blocks; i++) {
      if (!here[i] && asked[i] == null) {
        asked[i] = peer;
        free--;
        firstFree = i + 1;
        return i;
      }
    }
    firstFree = blocks;
    return -1;
  }

  /**
   * Whether the block, which others were asked for, may be asked of this one too; notes it.
   *
   * @param askedMax of how many at once, unless none of them was asked after a moment
   */
  boolean takeAlso(int block, SwarmPeer peer, int askedMax, long lateNanos) {
    SwarmPeer first = asked[block];
    if (here[block] || first == null || first == peer) {
      return false;
    }
    List<SwarmPeer> more = alsoAsked.computeIfAbsent(block, _ -> new ArrayList<>(2));
    if (more.contains(peer)) {
      return false;
    }
    if (more.size() + 1 >= askedMax
        && (askedAfter(block, first, lateNanos)
            || more.stream().anyMatch(other -> askedAfter(block, other, lateNanos)))) {
      return false;
    }
    more.add(peer);
    return true;
  }

  private boolean askedAfter(int block, SwarmPeer peer, long nanos) {
    Long askedNanos = peer.asked.get(Block.of(piece, block));
    return askedNanos != null && askedNanos - nanos > 0;
  }

  /** The peer will not send the block. */
  void release(int block, SwarmPeer peer) {
    if (here[block]) {
      return;
    }
    List<SwarmPeer> more = alsoAsked.get(block);
    if (asked[block] == peer) {
      asked[block] = more == null || more.isEmpty() ? null : more.removeFirst();
      if (asked[block] == null) {
        free++;
        firstFree = Math.min(firstFree, block);
      }
    } else if (more != null) {
      more.remove(peer);
    }
  }

  /**
   * The block has come.
   *
   * @return others who were asked for it
   */
  List<SwarmPeer> receive(int block, SwarmPeer from) {
    List<SwarmPeer> others = new ArrayList<>(0);
    SwarmPeer first = asked[block];
    if (first == null) {
      free--;
    } else if (first != from) {
      others.add(first);
    }
    List<SwarmPeer> more = alsoAsked.remove(block);
    if (more != null) {
      more.remove(from);
      others.addAll(more);
    }
    asked[block] = null;
    here[block] = true;
    sender[block] = from;
    missing--;
    return others;
  }

  /** Who sent each block. */
  List<@Nullable SwarmPeer> senders() {
    return Arrays.asList(sender.clone());
  }
}
