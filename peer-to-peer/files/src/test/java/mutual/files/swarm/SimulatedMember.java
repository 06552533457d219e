package mutual.files.swarm;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import mutual.files.wire.PeerMessage;
import org.jspecify.annotations.Nullable;

/** A member of a simulated swarm, on exactly the deciding code of the real one. */
final class SimulatedMember implements SwarmEffects {
  private static final ByteBuffer RIGHT = ByteBuffer.allocate(Block.BYTES);
  private static final ByteBuffer WRONG = ByteBuffer.allocate(Block.BYTES).put(0, (byte) 1);
  private static final long TICK_NANOS = 250 * SwarmWorld.MILLI;
  private static final long CHECK_NANOS = 2 * SwarmWorld.MILLI;

  /** A sender stops filling a link down that is this far behind, as TCP's windows make it. */
  private static final long BACKLOG_NANOS = 200 * SwarmWorld.MILLI;

  final SwarmWorld world;
  final int number;
  final boolean seed;
  final long up;
  final long down;
  final Swarm swarm;
  final List<SimulatedLink> links = new ArrayList<>();
  final Set<Object> bannedByUs = new HashSet<>();
  boolean online = true;
  boolean gives = true;
  boolean mustFinish = true;
  int cut;

  /** How many of its blocks are wrong, in hundredths. */
  int lies;

  long finishedNanos;
  long blocksSent;
  private final Map<Integer, Set<Integer>> wrongBlocks = new HashMap<>();
  private final Map<Integer, Integer> gathered = new HashMap<>();
  private boolean sending;
  private long downFreeNanos;
  private int turn;

  SimulatedMember(SwarmWorld world, int number, PieceSet have, long up, long down) {
    this.world = world;
    this.number = number;
    this.seed = have.isFull();
    this.finishedNanos = seed ? 0 : -1;
    this.up = up;
    this.down = down;
    this.swarm =
        new Swarm(
            world.shape, SwarmSettings.DEFAULT, have, new Random(world.random.nextLong()), this);
    world.after(world.random.nextLong(TICK_NANOS), this::tick);
  }

  private void tick() {
    if (online) {
      swarm.tick(world.now);
      pump();
    }
    world.after(TICK_NANOS, this::tick);
  }

  double seconds() {
    return (finishedNanos < 0 ? world.now : finishedNanos) / 1e9;
  }

  @Nullable SimulatedLink link(SimulatedMember to) {
    for (SimulatedLink link : links) {
      if (link.to == to) {
        return link;
      }
    }
    return null;
  }

  private @Nullable SimulatedLink link(SwarmPeer peer) {
    for (SimulatedLink link : links) {
      if (link.peer == peer) {
        return link;
      }
    }
    return null;
  }

  void join(SimulatedLink link) {
    links.add(link);
    joining = link;
    link.peer = swarm.connect(link.to, true, 500, List.of(), world.now);
    joining = null;
  }

  private @Nullable SimulatedLink joining;

  void leave() {
    online = false;
    for (SimulatedLink link : List.copyOf(links)) {
      link.close();
    }
  }

  long downFree(long arrivalNanos, int bytes) {
    downFreeNanos = Math.max(downFreeNanos, arrivalNanos) + bytes * SwarmWorld.SECOND / down;
    return downFreeNanos;
  }

  /** Puts the next block on the link up, of each connection in turn. */
  private void pump() {
    if (sending) {
      return;
    }
    for (int tries = 0; tries < links.size(); tries++) {
      SimulatedLink link = links.get(Math.floorMod(turn++, links.size()));
      SwarmPeer peer = link.peer;
      if (peer == null || link.to.downFreeNanos > world.now + BACKLOG_NANOS) {
        continue;
      }
      PeerMessage.Request request = swarm.nextUpload(peer);
      if (request != null) {
        send(link, peer, request);
        return;
      }
    }
  }

  private void send(SimulatedLink link, SwarmPeer peer, PeerMessage.Request request) {
    sending = true;
    boolean wrong = lies > 0 && world.random.nextInt(100) < lies;
    ByteBuffer bytes = (wrong ? WRONG : RIGHT).slice(0, request.length());
    world.after(
        request.length() * SwarmWorld.SECOND / up,
        () -> {
          sending = false;
          blocksSent++;
          swarm.uploaded(peer, request.length(), world.now);
          link.sendBlock(new PeerMessage.Piece(request.piece(), request.begin(), bytes));
          pump();
        });
  }

  @Override
  public void send(SwarmPeer peer, PeerMessage message) {
    if (!gives && message instanceof PeerMessage.Unchoke) {
      return;
    }
    SimulatedLink link = joining != null ? joining : link(peer);
    if (link != null) {
      link.send(message);
    }
  }

  @Override
  public void uploadWaits(SwarmPeer peer) {
    world.after(0, this::pump);
  }

  @Override
  public void store(SwarmPeer peer, PeerMessage.Piece block) {
    gathered.merge(block.piece(), block.block().remaining(), Integer::sum);
    if (block.block().get(block.block().position()) != 0) {
      wrongBlocks
          .computeIfAbsent(block.piece(), _ -> new HashSet<>())
          .add(block.begin() / Block.BYTES);
    }
  }

  @Override
  public void gathered(int piece) {
    if (gathered.getOrDefault(piece, 0) != world.shape.bytes(piece)) {
      throw new AssertionError("Piece " + piece + " is said to be here and is not");
    }
    world.after(CHECK_NANOS, () -> check(piece));
  }

  private void check(int piece) {
    Set<Integer> wrong = wrongBlocks.getOrDefault(piece, Set.of());
    List<byte[]> digests = new ArrayList<>();
    for (int i = 0; i < Block.count(world.shape.bytes(piece)); i++) {
      digests.add(new byte[] {(byte) (wrong.contains(i) ? 1 : 0)});
    }
    if (wrong.isEmpty()) {
      gathered.remove(piece);
    }
    swarm.pieceChecked(piece, wrong.isEmpty(), digests, world.now);
    if (swarm.complete() && finishedNanos < 0) {
      finishedNanos = world.now;
    }
  }

  @Override
  public void forgotten(int piece) {
    gathered.remove(piece);
    wrongBlocks.remove(piece);
  }

  @Override
  public void close(SwarmPeer peer, String reason) {
    SimulatedLink link = link(peer);
    if (link != null) {
      link.close();
    }
  }

  @Override
  public void banned(Object identity, String reason) {
    bannedByUs.add(identity);
  }

  @Override
  public String toString() {
    return "member " + number;
  }
}
