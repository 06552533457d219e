package mutual.files.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mutual.files.wire.PeerMessage;
import mutual.files.wire.PeerMessage.Cancel;
import mutual.files.wire.PeerMessage.Request;
import mutual.files.wire.WireException;
import org.jspecify.annotations.Nullable;

/** The fetching half of a {@link Swarm}: requests, blocks, peers that stall or lie. */
final class Downloads {
  /** A peer that was asked and sent nothing for so long is taken for stalled. */
  static final long SNUB_NANOS = 15_000_000_000L;

  /** A piece that nobody sends any more is given up if others wait for its place. */
  static final long IDLE_PIECE_NANOS = 30_000_000_000L;

  /** Blocks that nobody asked for, after which a peer is thrown out. */
  static final int UNASKED_MAX = 1_024;

  /** Pieces that a peer may suggest or allow. */
  static final int HINTS_MAX = 64;

  private static final int BATCH_MAX = 32;
  private static final int END_GAME_REQUESTS_MAX = 4;

  private final Swarm swarm;
  private final Suspects suspects = new Suspects();
  private long idleSinceNanos = Long.MAX_VALUE;

  Downloads(Swarm swarm) {
    this.swarm = swarm;
  }

  void choked(SwarmPeer peer, long nowNanos) {
    peer.choking = true;
    if (!peer.fast) {
      // A peer with the fast extension says of each request that it will not answer it.
      releaseAll(peer);
      askAll(nowNanos);
    }
  }

  void unchoked(SwarmPeer peer, long nowNanos) {
    peer.choking = false;
    peer.lastBlockNanos = nowNanos;
    ask(peer, nowNanos);
  }

  void suggested(SwarmPeer peer, int piece) {
    peer.spreads = peer.isSeed();
    if (peer.suggestedToUs.size() < HINTS_MAX && swarm.picker.wants(piece)) {
      peer.suggestedToUs.add(piece);
    }
  }

  void allowed(SwarmPeer peer, int piece, long nowNanos) {
    if (piece < swarm.shape.pieces() && peer.mayAskChoked.size() < HINTS_MAX) {
      peer.mayAskChoked.add(piece);
      ask(peer, nowNanos);
    }
  }

  void rejected(SwarmPeer peer, int piece, int begin, long nowNanos) {
    long block = (long) piece << 32 | begin;
    if (peer.asked.remove(block) == null) {
      return;
    }
    swarm.picker.release(block, peer);
    peer.suggestedToUs.remove((Integer) piece);
    if (peer.choking) {
      peer.mayAskChoked.remove(piece);
      askAll(nowNanos);
    } else {
      // Not at once: a peer that refuses everything would be asked again and again.
      peer.pace.stalled();
    }
  }

  /** Asks the peer for as much as it should have before it. */
  void ask(SwarmPeer peer, long nowNanos) {
    if (peer.gone || peer.wanted == 0 || (peer.choking && peer.mayAskChoked.isEmpty())) {
      return;
    }
    int target = peer.pace.target();
    int want = target - peer.asked.size();
    if (want <= 0 || (want < Math.min(BATCH_MAX, target / 4) && !peer.asked.isEmpty())) {
      return;
    }
    if (peer.asked.isEmpty()) {
      peer.lastBlockNanos = nowNanos;
    }
    swarm.picker.pick(
        peer,
        want,
        Math.max(0, END_GAME_REQUESTS_MAX - peer.asked.size()),
        peer.spreads && swarm.picker.seeds() < swarm.peers.size() && peer.asked.size() > target / 4,
        swarm.settings(),
        nowNanos,
        block -> {
          peer.asked.put(block, nowNanos);
          swarm.effects.send(peer, request(block));
        });
  }

  private Request request(long block) {
    int piece = Block.piece(block);
    int begin = Block.begin(block);
    return new Request(piece, begin, blockBytes(piece, begin));
  }

  private int blockBytes(int piece, int begin) {
    return Math.min(Block.BYTES, swarm.shape.bytes(piece) - begin);
  }

  void askAll(long nowNanos) {
    // Those that have stalled come last: what they let lie is for others.
    for (boolean snubbed : new boolean[] {false, true}) {
      for (SwarmPeer peer : List.copyOf(swarm.peers)) {
        if (peer.snubbed == snubbed) {
          ask(peer, nowNanos);
        }
      }
    }
  }

  void block(SwarmPeer peer, PeerMessage.Piece message, long nowNanos) throws WireException {
    int piece = message.piece();
    int begin = message.begin();
    int length = message.block().remaining();
    if (begin % Block.BYTES != 0
        || begin >= swarm.shape.bytes(piece)
        || length != blockBytes(piece, begin)) {
      throw new WireException("A block that was not asked for: " + begin + ", " + length);
    }
    long block = (long) piece << 32 | begin;
    Long askedNanos = peer.asked.remove(block);
    OpenPiece open = swarm.picker.open(piece);
    boolean wanted = open != null && !open.isHere(Block.index(block));
    if (askedNanos != null) {
      peer.pace.answered(nowNanos - askedNanos);
    } else if (!wanted && ++peer.unaskedBlocks > UNASKED_MAX) {
      throw new WireException("More than " + UNASKED_MAX + " blocks that were not asked for");
    }
    peer.lastBlockNanos = nowNanos;
    peer.snubbed = false;
    if (open != null && wanted) {
      peer.down.add(length, nowNanos);
      peer.roundBytes += length;
      swarm.effects.store(peer, message);
      for (SwarmPeer other : open.receive(Block.index(block), peer)) {
        if (other.asked.remove(block) != null) {
          swarm.effects.send(other, new Cancel(piece, begin, length));
          ask(other, nowNanos);
        }
      }
      if (open.missing() == 0) {
        swarm.effects.gathered(piece);
      }
    }
    ask(peer, nowNanos);
  }

  void releaseAll(SwarmPeer peer) {
    for (long block : peer.asked.keySet()) {
      swarm.picker.release(block, peer);
    }
    peer.asked.clear();
  }

  void forgetUntouched() {
    swarm.picker.closeUntouched().forEach(swarm.effects::forgotten);
  }

  void adapt(long nowNanos) {
    for (SwarmPeer peer : List.copyOf(swarm.peers)) {
      if (!peer.asked.isEmpty() && nowNanos - peer.lastBlockNanos > SNUB_NANOS) {
        snub(peer, nowNanos);
      } else {
        peer.pace.adapt(peer.down.bytesPerSecond(nowNanos));
      }
    }
    forgetUntouched();
    forgetIdle(nowNanos);
    askAll(nowNanos);
  }

  private void snub(SwarmPeer peer, long nowNanos) {
    peer.snubbed = true;
    peer.lastBlockNanos = nowNanos;
    List<Long> blocks = new ArrayList<>(peer.asked.keySet());
    releaseAll(peer);
    for (long block : blocks) {
      Request request = request(block);
      swarm.effects.send(peer, new Cancel(request.piece(), request.begin(), request.length()));
    }
    peer.pace.stalled();
    askAll(nowNanos);
  }

  /** Makes room for another piece if those that are begun get no further. */
  private void forgetIdle(long nowNanos) {
    OpenPiece idle = null;
    boolean full = swarm.picker.openCount() >= swarm.settings().piecesOpenMax();
    for (OpenPiece piece : swarm.picker.open()) {
      if (full && piece.isIdle() && piece.missing() > 0) {
        idle = idle == null || piece.missing() > idle.missing() ? piece : idle;
      }
    }
    if (idle == null) {
      idleSinceNanos = Long.MAX_VALUE;
    } else if (idleSinceNanos == Long.MAX_VALUE) {
      idleSinceNanos = nowNanos;
    } else if (nowNanos - idleSinceNanos > IDLE_PIECE_NANOS) {
      idleSinceNanos = Long.MAX_VALUE;
      giveUp(idle.piece);
    }
  }

  void giveUp(int piece) {
    OpenPiece open = swarm.picker.open(piece);
    if (open != null) {
      for (SwarmPeer peer : swarm.peers) {
        peer.asked.keySet().removeIf(block -> Block.piece(block) == piece);
      }
      swarm.picker.close(piece);
      swarm.effects.forgotten(piece);
    }
  }

  boolean suspected(int piece) {
    return suspects.suspected(piece);
  }

  void wrong(int piece, List<byte[]> digests, long nowNanos) {
    OpenPiece open = swarm.picker.open(piece);
    if (open == null) {
      return;
    }
    List<@Nullable SwarmPeer> senders = open.senders();
    swarm.picker.close(piece);
    swarm.effects.forgotten(piece);
    Set<Object> liars = suspects.wrong(piece, senders, digests);
    swarm.ban(liars, "sent a wrong piece", nowNanos);
    askAll(nowNanos);
  }

  void right(int piece, List<byte[]> digests, long nowNanos) {
    if (suspects.suspected(piece)) {
      Set<Object> liars = suspects.right(piece, digests);
      swarm.ban(liars, "sent wrong blocks", nowNanos);
    }
  }
}
