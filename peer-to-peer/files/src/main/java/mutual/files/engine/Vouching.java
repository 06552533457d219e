package mutual.files.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import mutual.files.wire.ExtensionHandshake;
import mutual.files.wire.MembersMessage;
import mutual.files.wire.MembersMessage.Member;
import mutual.middleware.NodeId;

/**
 * Tells those who fetch a private share of this node of each other, so that they exchange pieces
 * while this node says who may have them. Guarded by the session's lock.
 */
final class Vouching {
  /** How long those that have everything are kept after another was seen to fetch. */
  private static final long FETCHING_SEEN_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Share share;
  private final Workshop workshop;
  private final Map<NodeId, Long> fetchingNanos = new HashMap<>();
  private List<Member> said = List.of();

  Vouching(Share share, Workshop workshop) {
    this.share = share;
    this.workshop = workshop;
  }

  /** Whether this node decides who may have the share, and not everybody may. */
  private boolean decides() {
    return share.provider().isEmpty() && !share.isPublic();
  }

  /** Says who the members are to those who have not heard it yet. */
  void tell(Collection<PeerConnection> connections) {
    if (!decides()) {
      return;
    }
    List<Member> members = members(connections);
    boolean news = !members.equals(said);
    said = members;
    for (PeerConnection to : connections) {
      int id = to.extension(ExtensionHandshake.MEMBERS);
      if (id != 0 && !to.closed() && (news || !to.toldOfMembers)) {
        to.toldOfMembers = true;
        to.send(new MembersMessage(others(members, to)).message(id));
      }
    }
  }

  private List<Member> members(Collection<PeerConnection> connections) {
    Map<NodeId, Member> members = new TreeMap<>();
    for (PeerConnection each : connections) {
      if (!each.closed()
          && each.extension(ExtensionHandshake.MEMBERS) != 0
          && share.admission().admits(each.carrier)) {
        each.carrier
            .node()
            .ifPresent(
                node ->
                    each.listening()
                        .ifPresent(place -> members.put(node, new Member(node, place))));
      }
    }
    return members.values().stream().limit(MembersMessage.MEMBERS_MAX).toList();
  }

  private static List<Member> others(List<Member> members, PeerConnection than) {
    return members.stream()
        .filter(member -> !than.carrier.node().equals(Optional.of(member.node())))
        .toList();
  }

  /** Time has passed: notes who still fetches. */
  void look(Collection<PeerConnection> connections, long now) {
    fetchingNanos.values().removeIf(seen -> now - seen > FETCHING_SEEN_NANOS);
    for (PeerConnection each : connections) {
      if (each.peer != null && !each.peer.isSeed() && each.peer.interested()) {
        each.carrier.node().ifPresent(node -> fetchingNanos.put(node, now));
      }
    }
  }

  /**
   * Whether a connection is of use though both ends have everything. The provider's always is to
   * those who fetch from it: by it they hear whom to give to. The provider keeps one while others
   * fetch, as long as there is room for them.
   */
  boolean keeps(PeerConnection connection) {
    NodeId node = connection.carrier.node().orElse(null);
    if (node == null) {
      return false;
    }
    if (share.admission().isProvider(node)) {
      return true;
    }
    return decides()
        && workshop.hasRoomForContacts()
        && connection.extension(ExtensionHandshake.MEMBERS) != 0
        && fetchingNanos.keySet().stream().anyMatch(other -> !other.equals(node));
  }
}
