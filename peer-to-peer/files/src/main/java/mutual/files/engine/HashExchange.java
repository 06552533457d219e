package mutual.files.engine;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mutual.files.torrent.Hash256;
import mutual.files.torrent.HashRequest;
import mutual.files.torrent.PieceHashes;
import mutual.files.wire.HashRange;
import mutual.files.wire.PeerMessage;
import mutual.files.wire.WireException;

/**
 * Fetches hashes of pieces from peers where only their roots are known, as after a magnet link (BEP
 * 52). Guarded by the session's lock.
 */
final class HashExchange {
  /** Requests before one peer at once. */
  private static final int ASKS_MAX = 8;

  private static final int LOOKED_AT_MAX = 256;
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** After so long without an answer another peer is asked too. */
  private static final long FURTHER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PieceHashes hashes;

  /** Who was asked for what, and when. */
  private final Map<HashRequest, Map<PeerConnection, Long>> asked = new LinkedHashMap<>();

  private boolean complete;

  HashExchange(PieceHashes hashes) {
    this.hashes = hashes;
    this.complete = hashes.complete();
  }

  boolean complete() {
    return complete;
  }

  static HashRequest request(HashRange range) {
    return new HashRequest(
        Hash256.of(range.root()),
        range.baseLayer(),
        range.index(),
        range.length(),
        range.proofLayers());
  }

  private static HashRange range(HashRequest request) {
    return new HashRange(
        request.piecesRoot().bytes(),
        request.baseLayer(),
        request.index(),
        request.length(),
        request.proofLayers());
  }

  /** Asks for what is missing of those that have version 2. */
  void ask(Collection<PeerConnection> peers, long nowNanos) {
    if (complete) {
      return;
    }
    asked.values().forEach(asks -> dropLate(asks, nowNanos));
    List<HashRequest> missing = hashes.missing(LOOKED_AT_MAX);
    for (PeerConnection peer : peers) {
      if (peer.refusesHashes) {
        continue;
      }
      for (HashRequest request : missing) {
        if (peer.hashAsks >= ASKS_MAX) {
          break;
        }
        Map<PeerConnection, Long> asks = asked.computeIfAbsent(request, _ -> new LinkedHashMap<>());
        if (!asks.containsKey(peer)
            && asks.values().stream().allMatch(nanos -> nowNanos - nanos > FURTHER_NANOS)) {
          asks.put(peer, nowNanos);
          peer.hashAsks++;
          peer.send(new PeerMessage.HashRequest(range(request)));
        }
      }
    }
  }

  private static void dropLate(Map<PeerConnection, Long> asks, long nowNanos) {
    asks.entrySet()
        .removeIf(
            each -> {
              boolean late = nowNanos - each.getValue() > ANSWER_NANOS;
              if (late) {
                each.getKey().hashAsks--;
                each.getKey().refusesHashes = true;
              }
              return late;
            });
  }

  /** Takes an answer; true if it was the last one missing. */
  boolean answered(PeerConnection from, HashRange range, ByteBuffer bytes) throws WireException {
    HashRequest request = request(range);
    Map<PeerConnection, Long> asks = asked.get(request);
    if (complete || asks == null || !asks.containsKey(from)) {
      return false;
    }
    asked.remove(request);
    asks.keySet().forEach(peer -> peer.hashAsks--);
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    if (!hashes.addAnswer(request, copy)) {
      throw new WireException("Hashes that do not belong to the torrent");
    }
    complete = hashes.complete();
    return complete;
  }

  void refused(PeerConnection from, HashRange range) {
    Map<PeerConnection, Long> asks = asked.get(request(range));
    if (asks != null && asks.remove(from) != null) {
      from.hashAsks--;
      from.refusesHashes = true;
    }
  }

  /** The peer is gone. */
  void forget(PeerConnection peer) {
    asked.values().forEach(asks -> asks.remove(peer));
    peer.hashAsks = 0;
  }
}
