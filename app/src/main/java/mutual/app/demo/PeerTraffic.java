package mutual.app.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mutual.app.town.Peers.Flow;
import mutual.files.engine.PeerStatus;
import mutual.files.engine.Share;
import mutual.middleware.NodeId;
import mutual.peer.PeerNode;

/**
 * What peers have sent each other since it was last asked: differences between counts that their
 * engines keep anyway. Safe for use by many threads.
 */
final class PeerTraffic {
  /** After a longer pause what has passed in it is no news. */
  private static final Duration NEWS_MAX = Duration.ofSeconds(5);

  private Map<String, Long> counted = Map.of();

  /** What each private share got from other members than its provider. */
  private final Map<String, Long> fromMembers = new HashMap<>();

  private long askedNanos = System.nanoTime() - 2 * NEWS_MAX.toNanos();

  /** A direction, and how much has passed in it as counted at one place. */
  private record Count(String place, NodeId from, NodeId to, long bytes) {}

  synchronized List<Flow> since(List<PeerNode> peers) {
    long now = System.nanoTime();
    boolean paused = now - askedNanos > NEWS_MAX.toNanos();
    askedNanos = now;
    Map<String, Long> counts = new HashMap<>();
    List<Flow> flows = new ArrayList<>();
    for (Count count : counts(peers)) {
      counts.put(count.place, count.bytes);
      long passed = passed(count);
      if (passed > 0 && !paused) {
        flows.add(new Flow(count.from, count.to, passed));
      }
    }
    counted = counts;
    return flows;
  }

  private long passed(Count count) {
    long before = counted.getOrDefault(count.place, 0L);
    // A count that is smaller than before has begun anew.
    return count.bytes < before ? count.bytes : count.bytes - before;
  }

  private List<Count> counts(List<PeerNode> peers) {
    List<Count> counts = new ArrayList<>();
    for (PeerNode peer : peers) {
      for (Share share : peer.engine().shares()) {
        String place = peer.id() + " " + share.id();
        if (share.provider().isPresent()) {
          privately(share, share.provider().get(), peer, place, counts);
        } else {
          share.peers().forEach(other -> swarm(peer, other, place, peers, counts));
        }
      }
    }
    return counts;
  }

  /** From the provider comes what does not come from members for whom it vouches. */
  private void privately(
      Share share, NodeId provider, PeerNode peer, String place, List<Count> counts) {
    for (PeerStatus other : share.peers()) {
      if (other.node().isPresent() && !other.node().get().equals(provider)) {
        NodeId member = other.node().get();
        Count count = new Count(place + " " + member, member, peer.id(), other.receivedBytes());
        counts.add(count);
        fromMembers.merge(place, passed(count), Long::sum);
      }
    }
    long rest = share.status().receivedBytes() - fromMembers.getOrDefault(place, 0L);
    counts.add(
        new Count(place, provider, peer.id(), Math.max(counted.getOrDefault(place, 0L), rest)));
  }

  /** Who has dialled knows whom, by the port, so that each connection is counted once. */
  private static void swarm(
      PeerNode peer, PeerStatus other, String place, List<PeerNode> peers, List<Count> counts) {
    if (other.incoming() || other.node().isPresent()) {
      return;
    }
    Optional<PeerNode> known =
        peers.stream().filter(p -> p.engine().port() == other.address().getPort()).findFirst();
    if (known.isPresent()) {
      NodeId id = known.get().id();
      String way = place + " " + id;
      counts.add(new Count(way + " in", id, peer.id(), other.receivedBytes()));
      counts.add(new Count(way + " out", peer.id(), id, other.sentBytes()));
    }
  }
}
