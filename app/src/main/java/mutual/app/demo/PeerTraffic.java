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
      long before = counted.getOrDefault(count.place, 0L);
      // A count that is smaller than before has begun anew.
      long passed = count.bytes < before ? count.bytes : count.bytes - before;
      if (passed > 0 && !paused) {
        flows.add(new Flow(count.from, count.to, passed));
      }
    }
    counted = counts;
    return flows;
  }

  private static List<Count> counts(List<PeerNode> peers) {
    List<Count> counts = new ArrayList<>();
    for (PeerNode peer : peers) {
      for (Share share : peer.engine().shares()) {
        String place = peer.id() + " " + share.id();
        if (share.provider().isPresent()) {
          // Fetched from nobody else.
          counts.add(
              new Count(place, share.provider().get(), peer.id(), share.status().receivedBytes()));
        } else {
          share.peers().forEach(other -> swarm(peer, other, place, peers, counts));
        }
      }
    }
    return counts;
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
