package mutual.files.swarm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import mutual.files.wire.PeerMessage;
import mutual.files.wire.PeerMessage.Bitfield;
import mutual.files.wire.PeerMessage.Cancel;
import mutual.files.wire.PeerMessage.Choke;
import mutual.files.wire.PeerMessage.Have;
import mutual.files.wire.PeerMessage.HaveAll;
import mutual.files.wire.PeerMessage.HaveNone;
import mutual.files.wire.PeerMessage.Interested;
import mutual.files.wire.PeerMessage.NotInterested;
import mutual.files.wire.PeerMessage.Unchoke;
import mutual.files.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * One member of one swarm: it is told what peers say and what time it is, and decides.
 *
 * <p>Not safe for use by several threads at once: whoever owns it holds one lock around each call.
 * The same calls with the same random numbers give the same effects.
 */
public final class Swarm {
  private static final long ADAPT_NANOS = 500_000_000;

  final SwarmShape shape;
  final SwarmEffects effects;
  final PieceSet have;
  final PiecePicker picker;
  final Set<SwarmPeer> peers = new LinkedHashSet<>();
  private final Uploads uploads;
  private final Downloads downloads;
  private final Set<Object> banned = new HashSet<>();
  private SwarmSettings settings;
  private long adaptedNanos = Long.MIN_VALUE;

  /** A member that has some pieces already. */
  public Swarm(
      SwarmShape shape,
      SwarmSettings settings,
      PieceSet have,
      RandomGenerator random,
      SwarmEffects effects) {
    this.shape = shape;
    this.settings = settings;
    this.have = have.copy();
    this.effects = effects;
    this.picker = new PiecePicker(shape, this.have, random);
    this.uploads = new Uploads(this, new Choker(random));
    this.downloads = new Downloads(this);
  }

  SwarmSettings settings() {
    return settings;
  }

  /** Behaves otherwise from now on. */
  public void settings(SwarmSettings changed) {
    settings = changed;
  }

  /** Whether nothing that is wanted is missing. */
  public boolean complete() {
    return picker.missing() == 0;
  }

  /** Pieces that are wanted and not here. */
  public int missing() {
    return picker.missing();
  }

  /** The pieces that are here, right and stored; a copy. */
  public PieceSet have() {
    return have.copy();
  }

  /** Whether the piece is here, right and stored. */
  public boolean has(int piece) {
    return have.has(piece);
  }

  /** Peers that have the piece. */
  public int availability(int piece) {
    return picker.availability(piece);
  }

  /** Whether blocks of the piece are being gathered. */
  public boolean gathering(int piece) {
    return picker.open(piece) != null;
  }

  /** Those who are connected. */
  public Collection<SwarmPeer> peers() {
    return Collections.unmodifiableSet(peers);
  }

  /** Whether this one is proven to have sent wrong bytes. */
  public boolean isBanned(Object identity) {
    return banned.contains(identity);
  }

  /**
   * A peer is connected and its handshake was read; it is told what is here.
   *
   * @param requestsMax requests that the peer takes at once
   * @param allowedFast pieces that it may ask for while choked; empty unless it speaks BEP 6
   */
  public SwarmPeer connect(
      Object identity, boolean fast, int requestsMax, List<Integer> allowedFast, long nowNanos) {
    SwarmPeer peer = new SwarmPeer(identity, fast, shape.pieces(), requestsMax, nowNanos);
    peers.add(peer);
    if (fast && have.isFull()) {
      effects.send(peer, new HaveAll());
    } else if (fast && have.count() == 0) {
      effects.send(peer, new HaveNone());
    } else if (have.count() > 0) {
      effects.send(peer, new Bitfield(have.toBits()));
    }
    if (fast) {
      uploads.allow(peer, allowedFast);
    }
    return peer;
  }

  /** The peer takes another number of requests at once, as it says later than its handshake. */
  public void requestsMax(SwarmPeer peer, int max) {
    peer.pace = new RequestPace(max);
  }

  /** The connection is closed. */
  public void disconnect(SwarmPeer peer, long nowNanos) {
    if (peer.gone) {
      return;
    }
    peer.gone = true;
    peers.remove(peer);
    uploads.left(peer);
    downloads.releaseAll(peer);
    if (peer.isSeed()) {
      picker.seeds(-1);
    } else {
      peer.has.forEach(piece -> picker.available(piece, -1));
    }
    downloads.forgetUntouched();
    uploads.fillSlots(nowNanos);
    downloads.askAll(nowNanos);
  }

  void drop(SwarmPeer peer, String reason, long nowNanos) {
    if (!peer.gone) {
      disconnect(peer, nowNanos);
      effects.close(peer, reason);
    }
  }

  void ban(Set<Object> liars, String reason, long nowNanos) {
    for (Object liar : liars) {
      if (banned.add(liar)) {
        effects.banned(liar, reason);
      }
      for (SwarmPeer peer : List.copyOf(peers)) {
        if (peer.identity.equals(liar)) {
          drop(peer, reason, nowNanos);
        }
      }
    }
  }

  /**
   * The peer said something. What is not about pieces is ignored here.
   *
   * @throws WireException if it may not say that; its connection is to be closed
   */
  public void receive(SwarmPeer peer, PeerMessage message, long nowNanos) throws WireException {
    if (peer.gone) {
      return;
    }
    switch (message) {
      case Choke() -> downloads.choked(peer, nowNanos);
      case Unchoke() -> downloads.unchoked(peer, nowNanos);
      case Interested() -> uploads.interested(peer, true, nowNanos);
      case NotInterested() -> uploads.interested(peer, false, nowNanos);
      case Have(int piece) -> has(peer, checked(piece), nowNanos);
      case Bitfield(var bits) -> {
        PieceSet told = PieceSet.read(bits, shape.pieces());
        if (told == null) {
          throw new WireException("A bitfield that does not fit the torrent");
        }
        tells(peer, told, nowNanos);
      }
      case HaveAll() -> tells(peer, PieceSet.full(shape.pieces()), nowNanos);
      case HaveNone() -> tells(peer, new PieceSet(shape.pieces()), nowNanos);
      case PeerMessage.Request request -> {
        checked(request.piece());
        uploads.request(peer, request);
      }
      case Cancel(int piece, int begin, int length) ->
          uploads.cancel(peer, new PeerMessage.Request(piece, begin, length));
      case PeerMessage.Piece block -> {
        checked(block.piece());
        downloads.block(peer, block, nowNanos);
      }
      case PeerMessage.Reject(int piece, int begin, int _) ->
          downloads.rejected(peer, checked(piece), begin, nowNanos);
      case PeerMessage.Suggest(int piece) -> downloads.suggested(peer, checked(piece));
      case PeerMessage.AllowedFast(int piece) -> downloads.allowed(peer, piece, nowNanos);
      case PeerMessage.KeepAlive(),
          PeerMessage.Port(_),
          PeerMessage.Extended(_, _),
          PeerMessage.HashRequest(_),
          PeerMessage.Hashes(_, _),
          PeerMessage.HashReject(_),
          PeerMessage.Unknown(_) -> {}
    }
  }

  private int checked(int piece) throws WireException {
    if (piece >= shape.pieces()) {
      throw new WireException("Piece " + piece + " of " + shape.pieces());
    }
    return piece;
  }

  private void tells(SwarmPeer peer, PieceSet told, long nowNanos) {
    if (peer.has.count() > 0) {
      // Some, aria2 among them, say what is new by another bitfield instead of many HAVEs.
      told.forEach(piece -> has(peer, piece, nowNanos));
      return;
    }
    told.forEach(
        piece -> {
          peer.has.add(piece);
          if (picker.wants(piece)) {
            peer.wanted++;
          }
        });
    if (told.isFull()) {
      picker.seeds(1);
    } else {
      told.forEach(piece -> picker.available(piece, 1));
    }
    afterHaving(peer, nowNanos);
  }

  private void has(SwarmPeer peer, int piece, long nowNanos) {
    if (peer.gone || !peer.has.add(piece)) {
      return;
    }
    if (picker.wants(piece)) {
      peer.wanted++;
    }
    if (peer.isSeed()) {
      picker.seeds(1);
      for (int other = 0; other < shape.pieces(); other++) {
        if (other != piece) {
          picker.available(other, -1);
        }
      }
    } else {
      picker.available(piece, 1);
    }
    uploads.peerHas(piece, nowNanos);
    afterHaving(peer, nowNanos);
  }

  private void afterHaving(SwarmPeer peer, long nowNanos) {
    if (!part(peer, nowNanos)) {
      interest(peer);
      downloads.ask(peer, nowNanos);
    }
  }

  /** Parts with a peer if both have everything and nothing else keeps them together. */
  private boolean part(SwarmPeer peer, long nowNanos) {
    boolean parts = have.isFull() && peer.isSeed() && !peer.kept;
    if (parts) {
      drop(peer, "both have everything", nowNanos);
    }
    return parts;
  }

  /** Says whether the connection with a peer is of use though both have everything. */
  public void keep(SwarmPeer peer, boolean kept, long nowNanos) {
    peer.kept = kept;
    boolean _ = part(peer, nowNanos);
  }

  void interest(SwarmPeer peer) {
    boolean now = peer.wanted > 0;
    if (now != peer.interesting) {
      peer.interesting = now;
      effects.send(peer, now ? new Interested() : new NotInterested());
    }
  }

  /** Time has passed: call this a few times each second. */
  public void tick(long nowNanos) {
    if (adaptedNanos == Long.MIN_VALUE || nowNanos - adaptedNanos >= ADAPT_NANOS) {
      adaptedNanos = nowNanos;
      downloads.adapt(nowNanos);
      uploads.suggest(nowNanos);
    }
    uploads.round(nowNanos);
  }

  /** Whether a wrong piece has come before, so that its right blocks' digests are asked for. */
  public boolean wantsDigests(int piece) {
    return downloads.suspected(piece);
  }

  /**
   * The gathered piece was compared with its hash and, if right, stored.
   *
   * @param digests a digest of each block; may be empty if right and {@link #wantsDigests} is false
   */
  public void pieceChecked(int piece, boolean right, List<byte[]> digests, long nowNanos) {
    if (!right) {
      downloads.wrong(piece, digests, nowNanos);
      return;
    }
    if (have.has(piece)) {
      return;
    }
    boolean wanted = picker.wants(piece);
    have.add(piece);
    picker.finished(piece, wanted);
    downloads.right(piece, digests, nowNanos);
    for (SwarmPeer peer : List.copyOf(peers)) {
      if (wanted && peer.has.has(piece)) {
        peer.wanted--;
      }
      if (part(peer, nowNanos)) {
        continue;
      }
      // Seeds are told as well: they suggest what nobody has yet.
      effects.send(peer, new Have(piece));
      interest(peer);
    }
    // Its memory is free for another one; no block may be on its way that would lead to asking.
    downloads.askAll(nowNanos);
  }

  /** What was gathered could not be stored; it will be fetched again. */
  public void pieceUnstored(int piece, long nowNanos) {
    downloads.giveUp(piece);
    downloads.askAll(nowNanos);
  }

  /** A piece that was here is not any more, or is not right any more. */
  public void pieceLost(int piece, long nowNanos) {
    if (have.remove(piece)) {
      picker.lost(piece);
      recount(nowNanos);
    }
  }

  /** A piece was found on the disk. */
  public void pieceFound(int piece, long nowNanos) {
    if (!have.has(piece)) {
      downloads.giveUp(piece);
      pieceChecked(piece, true, List.of(), nowNanos);
    }
  }

  /** Wants pieces more or less from now on; urgent ones in this order, after those before. */
  public void prioritise(Collection<Integer> pieces, Priority priority, long nowNanos) {
    for (int piece : pieces) {
      picker.prioritise(piece, priority);
    }
    recount(nowNanos);
  }

  /** How much the piece is wanted. */
  public Priority priority(int piece) {
    return picker.priority(piece);
  }

  private void recount(long nowNanos) {
    for (SwarmPeer peer : new ArrayList<>(peers)) {
      int[] wanted = {0};
      peer.has.forEach(
          piece -> {
            if (picker.wants(piece)) {
              wanted[0]++;
            }
          });
      peer.wanted = wanted[0];
      interest(peer);
      downloads.ask(peer, nowNanos);
    }
  }

  /** The next block that the peer is to be sent, or null; it is not offered again. */
  public PeerMessage.@Nullable Request nextUpload(SwarmPeer peer) {
    return uploads.next(peer);
  }

  /** A block was sent. */
  public void uploaded(SwarmPeer peer, int bytes, long nowNanos) {
    peer.up.add(bytes, nowNanos);
  }

  /** A block that should be sent could not be read. */
  public void uploadFailed(SwarmPeer peer, PeerMessage.Request request) {
    uploads.refuse(peer, request);
  }
}
