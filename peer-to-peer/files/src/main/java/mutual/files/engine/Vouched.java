package mutual.files.engine;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mutual.files.wire.MembersMessage.Member;
import mutual.middleware.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Whom the provider of a share that is fetched here vouches for, as it has said last. Its word
 * counts while the connection over which it came is open, and a little longer; not if the provider
 * answers and refuses us.
 *
 * <p>{@link #admits} and {@link #at} may be asked by anybody; all else is guarded by the session's
 * lock.
 */
final class Vouched {
  /** How long the provider's word counts after it was heard for the last time. */
  static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(10);

  /**
   * What was said.
   *
   * @param open whether the connection over which it was said is
   * @param endNanos until when it counts if that is not open
   */
  private record Word(
      Map<NodeId, InetSocketAddress> places,
      Map<InetSocketAddress, NodeId> nodes,
      boolean open,
      long endNanos) {
    static final Word NONE = new Word(Map.of(), Map.of(), false, 0);

    boolean counts(long nowNanos) {
      return open || nowNanos - endNanos < 0;
    }
  }

  private final NodeId own;
  private volatile Word word = Word.NONE;
  private @Nullable PeerConnection teller;

  Vouched(NodeId own) {
    this.own = own;
  }

  /** Whether the provider vouches for a node now. */
  boolean admits(NodeId node, long nowNanos) {
    Word now = word;
    return now.places.containsKey(node) && now.counts(nowNanos);
  }

  /** The node that is said to listen there. */
  Optional<NodeId> at(InetSocketAddress address) {
    return Optional.ofNullable(word.nodes.get(address));
  }

  /** Where those are for whom the provider vouches. */
  Collection<InetSocketAddress> places() {
    return word.nodes.keySet();
  }

  /**
   * The provider says who the members are.
   *
   * @param from the provider's connection
   * @return addresses that it does not name any more
   */
  Set<InetSocketAddress> hear(PeerConnection from, List<Member> members) {
    @Nullable PeerConnection before = teller;
    if (before != null && before != from && from.madeNanos - before.madeNanos < 0) {
      return Set.of(); // What an older connection still says has been overtaken.
    }
    Map<NodeId, InetSocketAddress> places = new HashMap<>();
    Map<InetSocketAddress, NodeId> nodes = new HashMap<>();
    for (Member member : members) {
      boolean ofOthers =
          !member.node().equals(own)
              && !from.carrier.node().equals(Optional.of(member.node()))
              && !from.dialled.equals(Optional.of(member.address()));
      if (ofOthers) {
        places.put(member.node(), member.address());
        nodes.put(member.address(), member.node());
      }
    }
    teller = from;
    return replace(new Word(Map.copyOf(places), Map.copyOf(nodes), true, 0));
  }

  /** A connection has ended; if it was the provider's, its word counts for a time only. */
  void left(PeerConnection connection) {
    if (connection == teller) {
      teller = null;
      Word last = word;
      word = new Word(last.places, last.nodes, false, connection.heardNanos + KEPT_NANOS);
    }
  }

  /**
   * The provider answers and does not give us the share: its word is over, unless it speaks to us.
   *
   * @return addresses that are not vouched for any more
   */
  Set<InetSocketAddress> refused() {
    return teller == null ? replace(Word.NONE) : Set.of();
  }

  /**
   * Time has passed.
   *
   * @return addresses that are not vouched for any more
   */
  Set<InetSocketAddress> expire(long nowNanos) {
    return word.nodes.isEmpty() || word.counts(nowNanos) ? Set.of() : replace(Word.NONE);
  }

  private Set<InetSocketAddress> replace(Word fresh) {
    Set<InetSocketAddress> gone = new HashSet<>(word.nodes.keySet());
    gone.removeAll(fresh.nodes.keySet());
    word = fresh;
    return gone;
  }
}
