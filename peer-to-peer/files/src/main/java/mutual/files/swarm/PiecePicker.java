package mutual.files.swarm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Says which blocks to ask a peer for.
 *
 * <p>Urgent pieces come first, in the order they were said to be urgent. Then what the peer itself
 * suggests and nobody else has, then pieces that are begun, so that they become whole and can be
 * given on, then new ones: the rarest, or the next if the order matters. When every block is asked
 * for, blocks are asked of several peers (end game), so that the last ones do not wait for the
 * slowest. So is what comes late where it keeps other pieces from being begun.
 */
final class PiecePicker {
  /** Peers that one block is asked of at once in the end game. */
  static final int ASKED_MAX = 3;

  /** A block that has not come for so long after it was last asked for is asked of one more. */
  static final long LATE_NANOS = 3_000_000_000L;

  private final SwarmShape shape;
  private final PieceSet have;
  private final PieceOrder order;
  private final Priority[] priorities;
  final SequencedMap<Integer, OpenPiece> open = new LinkedHashMap<>();
  private final SequencedSet<Integer> urgent = new LinkedHashSet<>();
  private int seeds;
  private int missing;
  private int firstMissing;

  PiecePicker(SwarmShape shape, PieceSet have, RandomGenerator random) {
    this.shape = shape;
    this.have = have;
    this.order = new PieceOrder(shape.pieces(), random);
    this.priorities = new Priority[shape.pieces()];
    for (int piece = 0; piece < priorities.length; piece++) {
      priorities[piece] = Priority.NORMAL;
      if (!have.has(piece)) {
        missing++;
        order.place(piece, Priority.NORMAL);
      }
    }
  }

  /** Pieces that are wanted and not here. */
  int missing() {
    return missing;
  }

  boolean wants(int piece) {
    return priorities[piece] != Priority.SKIP && !have.has(piece);
  }

  Priority priority(int piece) {
    return priorities[piece];
  }

  /** Peers that have the piece. */
  int availability(int piece) {
    return order.availability(piece) + seeds;
  }

  /** Peers without the whole content that have the piece. */
  int rareness(int piece) {
    return order.availability(piece);
  }

  int openCount() {
    return open.size();
  }

  Iterable<OpenPiece> open() {
    return open.values();
  }

  @Nullable OpenPiece open(int piece) {
    return open.get(piece);
  }

  int seeds() {
    return seeds;
  }

  void seeds(int by) {
    seeds += by;
  }

  void available(int piece, int by) {
    order.change(piece, by, priorities[piece]);
  }

  void prioritise(int piece, Priority priority) {
    boolean wanted = wants(piece);
    priorities[piece] = priority;
    missing += (wants(piece) ? 1 : 0) - (wanted ? 1 : 0);
    firstMissing = 0;
    urgent.remove(piece);
    if (priority == Priority.URGENT && !have.has(piece)) {
      urgent.addLast(piece);
    }
    if (!have.has(piece) && !open.containsKey(piece)) {
      order.place(piece, priority);
    }
  }

  /**
   * Picks blocks for a peer and notes that it is asked for them.
   *
   * @param wantAtEnd how many of those that others were asked for already
   * @param onlyOwn whether a seed is left to give only what nobody else can: what it suggested
   * @return blocks picked
   */
  int pick(
      SwarmPeer peer,
      int want,
      int wantAtEnd,
      boolean onlyOwn,
      SwarmSettings settings,
      long nowNanos,
      LongConsumer out) {
    if (peer.wanted == 0) {
      return 0;
    }
    int openMax = settings.piecesOpenMax();
    int left = fromUrgent(peer, want, out);
    left = fromSuggested(peer, left, openMax, out);
    left = fromOpen(peer, left, onlyOwn, out);
    if (onlyOwn) {
      return want - left;
    }
    while (left > 0 && open.size() < openMax) {
      int piece = settings.sequential() ? nextInOrder(peer) : rarest(peer);
      if (piece < 0) {
        break;
      }
      left = take(begin(piece), peer, left, out);
    }
    boolean atEnd = order.size() == 0;
    // One that has stalled would only take the place of another.
    boolean idle = peer.asked.isEmpty() && open.size() >= openMax;
    if (left > 0 && left == want && (atEnd || idle) && !peer.snubbed) {
      return alsoFrom(peer, Math.min(left, wantAtEnd), atEnd, nowNanos, out);
    }
    return want - left;
  }

  private int fromUrgent(SwarmPeer peer, int want, LongConsumer out) {
    int left = want;
    for (int piece : urgent) {
      if (left == 0) {
        break;
      }
      if (peer.gives(piece)) {
        OpenPiece begun = open.get(piece);
        left = take(begun == null ? begin(piece) : begun, peer, left, out);
      }
    }
    return left;
  }

  private int fromSuggested(SwarmPeer peer, int want, int openMax, LongConsumer out) {
    int left = want;
    for (var pieces = peer.suggestedToUs.iterator(); left > 0 && pieces.hasNext(); ) {
      int piece = pieces.next();
      OpenPiece begun = open.get(piece);
      if (!wants(piece) || rareness(piece) > 0 || (begun != null && begun.free() == 0)) {
        pieces.remove();
      } else if (peer.gives(piece) && (begun != null || open.size() < openMax)) {
        left = take(begun == null ? begin(piece) : begun, peer, left, out);
      }
    }
    return left;
  }

  private int fromOpen(SwarmPeer peer, int want, boolean onlyOwn, LongConsumer out) {
    int left = want;
    for (OpenPiece piece : open.values()) {
      if (left == 0) {
        break;
      }
      if (piece.free() > 0
          && priorities[piece.piece] != Priority.SKIP
          && peer.gives(piece.piece)
          && !(onlyOwn && rareness(piece.piece) > 0)) {
        left = take(piece, peer, left, out);
      }
    }
    return left;
  }

  private OpenPiece begin(int piece) {
    OpenPiece begun = new OpenPiece(piece, shape.bytes(piece));
    open.put(piece, begun);
    order.place(piece, Priority.SKIP);
    return begun;
  }

  private static int take(OpenPiece piece, SwarmPeer peer, int want, LongConsumer out) {
    int left = want;
    while (left > 0) {
      int block = piece.take(peer);
      if (block < 0) {
        break;
      }
      out.accept(Block.of(piece.piece, block));
      left--;
    }
    return left;
  }

  private int rarest(SwarmPeer peer) {
    for (int i = 0; i < order.size(); i++) {
      if (peer.gives(order.at(i))) {
        return order.at(i);
      }
    }
    return -1;
  }

  private int nextInOrder(SwarmPeer peer) {
    while (firstMissing < shape.pieces() && !wants(firstMissing)) {
      firstMissing++;
    }
    for (int piece = firstMissing; piece < shape.pieces(); piece = have.nextMissing(piece + 1)) {
      if (wants(piece) && !open.containsKey(piece) && peer.gives(piece)) {
        return piece;
      }
    }
    return -1;
  }

  /**
   * Blocks that others were asked for: at the end of up to {@link #ASKED_MAX} at once and of more
   * if it is late, and before only if it is late. At the end what was begun last is asked for
   * first: it comes last, and so the least of it comes twice.
   */
  private int alsoFrom(SwarmPeer peer, int want, boolean atEnd, long nowNanos, LongConsumer out) {
    int askedMax = atEnd ? ASKED_MAX : 1;
    int left = want;
    for (OpenPiece piece : atEnd ? open.sequencedValues().reversed() : open.values()) {
      if (piece.free() > 0 || piece.missing() == 0) {
        // Somebody else may be asked for this one, or nobody has to be.
        continue;
      }
      for (int block = piece.blocks - 1;
          left > 0 && peer.gives(piece.piece) && block >= 0;
          block--) {
        if (piece.takeAlso(block, peer, askedMax, nowNanos - LATE_NANOS)) {
          out.accept(Block.of(piece.piece, block));
          left--;
        }
      }
    }
    return want - left;
  }

  /** The peer will not send the block. */
  void release(long block, SwarmPeer peer) {
    OpenPiece piece = open.get(Block.piece(block));
    if (piece != null) {
      piece.release(Block.index(block), peer);
    }
  }

  /** Pieces of which nothing is here and nothing is asked for; they are closed. */
  List<Integer> closeUntouched() {
    List<Integer> closed = new ArrayList<>();
    for (OpenPiece piece : List.copyOf(open.values())) {
      if (piece.isUntouched()) {
        close(piece.piece);
        closed.add(piece.piece);
      }
    }
    return closed;
  }

  /** Gives up what was gathered of the piece; it may be begun anew. */
  void close(int piece) {
    if (open.remove(piece) != null && !have.has(piece)) {
      order.place(piece, priorities[piece]);
    }
  }

  /** The piece is here and right; {@code have} contains it already. */
  void finished(int piece, boolean wasWanted) {
    open.remove(piece);
    urgent.remove(piece);
    order.place(piece, Priority.SKIP);
    if (wasWanted) {
      missing--;
    }
  }

  /** The piece that was here is lost; {@code have} does not contain it any more. */
  void lost(int piece) {
    if (wants(piece)) {
      missing++;
      firstMissing = 0;
      order.place(piece, priorities[piece]);
    }
  }
}
