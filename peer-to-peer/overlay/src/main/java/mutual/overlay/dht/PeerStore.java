package mutual.overlay.dht;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Who has announced to this node that it has which torrent; forgotten after half an hour. */
final class PeerStore {
  static final long PEER_MILLIS = 30 * 60_000;

  /** Info hashes; beyond them the one farthest from this node's id makes room. */
  static final int HASHES_MAX = 5_000;

  /** Peers of one info hash; beyond them the oldest makes room. */
  static final int PEERS_PER_HASH_MAX = 500;

  /** Ports that one party may announce for one info hash. */
  static final int PORTS_PER_PARTY_MAX = 4;

  /** Peers in one answer, so that it fits into a datagram. */
  static final int PEERS_ANSWERED_MAX = 40;

  private final TreeMap<DhtId, LinkedHashMap<InetSocketAddress, Long>> peers;

  PeerStore(DhtId own) {
    peers = new TreeMap<>(own::compareDistances);
  }

  int hashes() {
    return peers.size();
  }

  void put(DhtId infoHash, InetSocketAddress peer, long nowMillis) {
    LinkedHashMap<InetSocketAddress, Long> known =
        peers.computeIfAbsent(infoHash, _ -> new LinkedHashMap<>());
    known.remove(peer);
    if (Reach.isGlobal(peer.getAddress())) {
      long party = Reach.party(peer.getAddress());
      List<InetSocketAddress> same =
          known.keySet().stream().filter(p -> Reach.party(p.getAddress()) == party).toList();
      if (same.size() >= PORTS_PER_PARTY_MAX) {
        known.remove(same.getFirst());
      }
    }
    if (known.size() >= PEERS_PER_HASH_MAX) {
      known.remove(known.firstEntry().getKey());
    }
    known.put(peer, nowMillis);
    if (peers.size() > HASHES_MAX) {
      peers.pollLastEntry();
    }
  }

  /** A random choice of an info hash's peers. */
  List<InetSocketAddress> get(DhtId infoHash, AddressFamily family, RandomGenerator random) {
    Map<InetSocketAddress, Long> known = peers.get(infoHash);
    if (known == null) {
      return List.of();
    }
    List<InetSocketAddress> chosen = new ArrayList<>();
    for (InetSocketAddress peer : known.keySet()) {
      if (AddressFamily.of(peer) == family) {
        chosen.add(peer);
      }
    }
    Collections.shuffle(chosen, Random.from(random));
    return chosen.size() > PEERS_ANSWERED_MAX ? chosen.subList(0, PEERS_ANSWERED_MAX) : chosen;
  }

  void expire(long nowMillis) {
    Iterator<LinkedHashMap<InetSocketAddress, Long>> lists = peers.values().iterator();
    while (lists.hasNext()) {
      Map<InetSocketAddress, Long> known = lists.next();
      known.values().removeIf(since -> nowMillis - since >= PEER_MILLIS);
      if (known.isEmpty()) {
        lists.remove();
      }
    }
  }
}
