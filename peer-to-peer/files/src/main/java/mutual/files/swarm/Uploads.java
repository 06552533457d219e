package mutual.files.swarm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mutual.files.wire.PeerMessage.AllowedFast;
import mutual.files.wire.PeerMessage.Choke;
import mutual.files.wire.PeerMessage.Reject;
import mutual.files.wire.PeerMessage.Request;
import mutual.files.wire.PeerMessage.Suggest;
import mutual.files.wire.PeerMessage.Unchoke;
import mutual.files.wire.WireException;
import mutual.files.wire.WireLimits;
import org.jspecify.annotations.Nullable;

/** The giving half of a {@link Swarm}: slots, requests of others, suggestions. */
final class Uploads {
  /** Requests of one peer that wait at once; those beyond are refused. */
  static final int REQUESTS_MAX = 2_000;

  /** Pieces that one peer may be shown before it has fetched any of them. */
  static final int SUGGESTIONS_MAX = 16;

  private static final double SUGGESTED_SECONDS = 2;

  private final Swarm swarm;
  private final Choker choker;
  private long roundNanos = Long.MIN_VALUE;
  private int slotsTaken;

  /** Pieces that were suggested and that nobody has yet, and to whom. */
  private final Map<Integer, SwarmPeer> suggested = new HashMap<>();

  private int suggestNext;

  Uploads(Swarm swarm, Choker choker) {
    this.swarm = swarm;
    this.choker = choker;
  }

  void allow(SwarmPeer peer, List<Integer> pieces) {
    for (int piece : pieces) {
      if (swarm.have.has(piece) && peer.mayBeAskedChoked.add(piece)) {
        swarm.effects.send(peer, new AllowedFast(piece));
      }
    }
  }

  void left(SwarmPeer peer) {
    if (!peer.choked) {
      slotsTaken--;
    }
    peer.uploads.clear();
    suggested.values().removeIf(other -> other == peer);
  }

  void interested(SwarmPeer peer, boolean interested, long nowNanos) {
    peer.interested = interested;
    if (interested && peer.choked && slotsTaken < swarm.settings().uploadSlots()) {
      unchoke(peer, nowNanos);
    } else if (!interested && !peer.choked && peer.uploads.isEmpty()) {
      choke(peer, nowNanos);
      fillSlots(nowNanos);
    }
  }

  void fillSlots(long nowNanos) {
    for (SwarmPeer peer : swarm.peers) {
      if (slotsTaken >= swarm.settings().uploadSlots()) {
        return;
      }
      if (peer.interested && peer.choked && !peer.snubbed) {
        unchoke(peer, nowNanos);
      }
    }
  }

  void round(long nowNanos) {
    if (roundNanos != Long.MIN_VALUE && nowNanos - roundNanos < Choker.ROUND_NANOS) {
      return;
    }
    roundNanos = nowNanos;
    for (SwarmPeer peer : swarm.peers) {
      peer.roundBeforeBytes = peer.lastRoundBytes;
      peer.lastRoundBytes = peer.roundBytes;
      peer.roundBytes = 0;
    }
    Set<SwarmPeer> chosen =
        choker.choose(swarm.peers, swarm.settings().uploadSlots(), swarm.complete(), nowNanos);
    for (SwarmPeer peer : swarm.peers) {
      if (!peer.choked && !chosen.contains(peer)) {
        choke(peer, nowNanos);
      }
    }
    for (SwarmPeer peer : swarm.peers) {
      if (peer.choked && chosen.contains(peer)) {
        unchoke(peer, nowNanos);
      }
    }
  }

  private void unchoke(SwarmPeer peer, long nowNanos) {
    peer.choked = false;
    peer.slotSinceNanos = nowNanos;
    slotsTaken++;
    swarm.effects.send(peer, new Unchoke());
    suggestTo(peer, nowNanos);
  }

  private void choke(SwarmPeer peer, long nowNanos) {
    peer.choked = true;
    peer.slotSinceNanos = null;
    peer.slotEndedNanos = nowNanos;
    slotsTaken--;
    swarm.effects.send(peer, new Choke());
    for (var requests = peer.uploads.iterator(); requests.hasNext(); ) {
      Request request = requests.next();
      if (!peer.mayBeAskedChoked.contains(request.piece())) {
        requests.remove();
        refuse(peer, request);
      }
    }
  }

  void request(SwarmPeer peer, Request request) throws WireException {
    int piece = request.piece();
    if (request.length() > WireLimits.REQUEST_BYTES_MAX
        || request.begin() > swarm.shape.servedBytes(piece) - request.length()) {
      throw new WireException("A block that the piece does not have: " + request);
    }
    boolean may = !peer.choked || peer.mayBeAskedChoked.contains(piece);
    if (!may || !swarm.have.has(piece) || peer.uploads.size() >= REQUESTS_MAX) {
      refuse(peer, request);
      return;
    }
    peer.uploads.add(request);
    swarm.effects.uploadWaits(peer);
  }

  void refuse(SwarmPeer peer, Request request) {
    if (peer.fast && !peer.gone) {
      swarm.effects.send(peer, new Reject(request.piece(), request.begin(), request.length()));
    }
  }

  void cancel(SwarmPeer peer, Request request) {
    if (peer.uploads.remove(request)) {
      refuse(peer, request);
    }
  }

  @Nullable Request next(SwarmPeer peer) {
    for (Request next = peer.uploads.poll(); next != null; next = peer.uploads.poll()) {
      if (swarm.have.has(next.piece())) {
        return next;
      }
      refuse(peer, next);
    }
    return null;
  }

  void peerHas(int piece, long nowNanos) {
    SwarmPeer peer = suggested.remove(piece);
    if (peer != null) {
      peer.suggestedByUs.remove(piece);
      suggestTo(peer, nowNanos);
    }
  }

  void suggest(long nowNanos) {
    for (SwarmPeer peer : swarm.peers) {
      suggestTo(peer, nowNanos);
    }
  }

  /**
   * Shows the peer pieces that no other peer has and that nobody else is shown, so that a seed's
   * link carries each piece once and the others give it on.
   */
  private void suggestTo(SwarmPeer peer, long nowNanos) {
    if (!swarm.settings().suggest()
        || !swarm.have.isFull()
        || !peer.fast
        || swarm.peers.size() == 1
        || peer.choked
        || !peer.interested) {
      return;
    }
    int pieces = swarm.shape.pieces();
    double rate = peer.up.bytesPerSecond(nowNanos) * SUGGESTED_SECONDS;
    int want = Math.clamp(2 + (long) (rate / swarm.shape.bytes(0)), 2, SUGGESTIONS_MAX);
    for (int looked = 0; looked < pieces && peer.suggestedByUs.size() < want; looked++) {
      int piece = suggestNext;
      suggestNext = (suggestNext + 1) % pieces;
      if (swarm.picker.rareness(piece) == 0
          && !suggested.containsKey(piece)
          && !peer.has.has(piece)) {
        suggested.put(piece, peer);
        peer.suggestedByUs.add(piece);
        swarm.effects.send(peer, new Suggest(piece));
      }
    }
  }
}
