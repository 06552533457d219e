package mutual.files.engine;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private record Ask(PeerConnection of, long nanos) {}

  private final PieceHashes hashes;
  private final Map<HashRequest, Ask> asked = new LinkedHashMap<>();
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
    asked
        .entrySet()
        .removeIf(
            each -> {
              boolean late = nowNanos - each.getValue().nanos() > ANSWER_NANOS;
              if (late) {
                each.getValue().of().hashAsks--;
                each.getValue().of().refusesHashes = true;
              }
              return late;
            });
    List<HashRequest> missing = hashes.missing(LOOKED_AT_MAX);
    for (PeerConnection peer : peers) {
      if (peer.refusesHashes) {
        continue;
      }
      for (HashRequest request : missing) {
        if (peer.hashAsks >= ASKS_MAX) {
          break;
        }
        if (asked.putIfAbsent(request, new Ask(peer, nowNanos)) == null) {
          peer.hashAsks++;
          peer.send(new PeerMessage.HashRequest(range(request)));
        }
      }
    }
  }

  /** Takes an answer; true if it was the last one missing. */
  boolean answered(PeerConnection from, HashRange range, ByteBuffer bytes) throws WireException {
    HashRequest request = request(range);
    Ask ask = asked.get(request);
    if (complete || ask == null || ask.of() != from) {
      return false;
    }
    asked.remove(request);
    from.hashAsks--;
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    if (!hashes.addAnswer(request, copy)) {
      throw new WireException("Hashes that do not belong to the torrent");
    }
    complete = hashes.complete();
    return complete;
  }

  void refused(PeerConnection from, HashRange range) {
    Optional.ofNullable(asked.get(request(range)))
        .filter(ask -> ask.of() == from)
        .ifPresent(
            _ -> {
              asked.remove(request(range));
              from.hashAsks--;
              from.refusesHashes = true;
            });
  }

  /** The peer is gone. */
  void forget(PeerConnection peer) {
    asked.values().removeIf(ask -> ask.of() == peer);
    peer.hashAsks = 0;
  }
}
