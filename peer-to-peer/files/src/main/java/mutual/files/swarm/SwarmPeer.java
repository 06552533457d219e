package mutual.files.swarm;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import mutual.files.wire.PeerMessage.Request;
import org.jspecify.annotations.Nullable;

/** Another member of the swarm, as far as this one is connected with it. */
public final class SwarmPeer {
  final Object identity;
  final boolean fast;
  final PieceSet has;
  final long connectedNanos;

  /** It chokes us; we choke it; it is interested in us; we are in it. */
  boolean choking = true;

  boolean choked = true;
  boolean interested;
  boolean interesting;

  /** Whether it is a seed that shows each peer what no other has. */
  boolean spreads;

  boolean gone;

  /** Whether the connection is of use though both have everything. */
  boolean kept;

  /** Pieces that it has and we want. */
  int wanted;

  /** Blocks asked for, and when; oldest first. */
  final Map<Long, Long> asked = new LinkedHashMap<>();

  /** Blocks it asked for. */
  final ArrayDeque<Request> uploads = new ArrayDeque<>();

  final Set<Integer> mayAskChoked = new HashSet<>();
  final Set<Integer> mayBeAskedChoked = new HashSet<>();
  final ArrayDeque<Integer> suggestedToUs = new ArrayDeque<>();
  final Set<Integer> suggestedByUs = new HashSet<>();

  final RateMeter down;
  final RateMeter up;
  RequestPace pace;
  boolean snubbed;
  long lastBlockNanos;
  int unaskedBlocks;
  @Nullable Long slotSinceNanos;
  long slotEndedNanos;

  /** Bytes of blocks received in the running round of choking and in the two before. */
  long roundBytes;

  long lastRoundBytes;
  long roundBeforeBytes;

  SwarmPeer(Object identity, boolean fast, int pieces, int requestsMax, long nowNanos) {
    this.identity = identity;
    this.fast = fast;
    this.has = new PieceSet(pieces);
    this.connectedNanos = nowNanos;
    this.down = new RateMeter(nowNanos);
    this.up = new RateMeter(nowNanos);
    this.pace = new RequestPace(requestsMax);
    this.lastBlockNanos = nowNanos;
    this.slotEndedNanos = Long.MIN_VALUE;
  }

  /** Who it is, as told at its arrival. */
  public Object identity() {
    return identity;
  }

  /** Whether it has the whole content. */
  public boolean isSeed() {
    return has.isFull();
  }

  /** Pieces that it has. */
  public int pieces() {
    return has.count();
  }

  /** Whether it does not answer our requests. */
  public boolean choking() {
    return choking;
  }

  /** Whether we do not answer its requests. */
  public boolean choked() {
    return choked;
  }

  /** Whether it wants something of us. */
  public boolean interested() {
    return interested;
  }

  /** Whether we want something of it. */
  public boolean interesting() {
    return interesting;
  }

  /** Whether it stopped sending what it was asked for. */
  public boolean snubbed() {
    return snubbed;
  }

  /** Requests that it has not answered. */
  public int requests() {
    return asked.size();
  }

  /** Bytes per second that it sends us, of blocks. */
  public double downRate(long nowNanos) {
    return down.bytesPerSecond(nowNanos);
  }

  /** Bytes per second that it gets from us, of blocks. */
  public double upRate(long nowNanos) {
    return up.bytesPerSecond(nowNanos);
  }

  /** Seconds that its quickest answer took: the way there and back takes no longer. */
  public double quickestAnswer() {
    return pace.quickestSeconds();
  }

  /** Bytes of blocks it sent us. */
  public long received() {
    return down.total();
  }

  /** Bytes of blocks it got from us. */
  public long sent() {
    return up.total();
  }

  /** Whether it may be asked for a block of the piece now. */
  boolean gives(int piece) {
    return has.has(piece) && (!choking || mayAskChoked.contains(piece));
  }

  @Override
  public String toString() {
    return identity.toString();
  }
}
