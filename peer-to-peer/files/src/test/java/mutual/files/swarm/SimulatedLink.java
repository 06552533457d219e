package mutual.files.swarm;

import mutual.files.wire.PeerMessage;
import mutual.files.wire.WireException;
import org.jspecify.annotations.Nullable;

/** One member's end of a connection with another; what it sends arrives in order. */
final class SimulatedLink {
  private static final long RESEND_NANOS = 200 * SwarmWorld.MILLI;

  final SwarmWorld world;
  final SimulatedMember owner;
  final SimulatedMember to;
  @Nullable SimulatedLink other;
  @Nullable SwarmPeer peer;
  boolean closed;
  private long lastArrivalNanos;

  SimulatedLink(SwarmWorld world, SimulatedMember owner, SimulatedMember to) {
    this.world = world;
    this.owner = owner;
    this.to = to;
  }

  /** Sends what takes no room on the links. */
  void send(PeerMessage message) {
    arrive(message, world.now + world.latencyNanos);
  }

  /** Sends a block that has left the link up; it waits for the link down at the other end. */
  void sendBlock(PeerMessage.Piece block) {
    long arrival = world.now + world.latencyNanos;
    if (world.lossPerMille > 0 && world.random.nextInt(1_000) < world.lossPerMille) {
      arrival += RESEND_NANOS;
    }
    arrive(block, to.downFree(arrival, block.block().remaining()));
  }

  private void arrive(PeerMessage message, long atNanos) {
    lastArrivalNanos = Math.max(lastArrivalNanos, atNanos);
    world.at(lastArrivalNanos, () -> receive(message));
  }

  private void receive(PeerMessage message) {
    SimulatedLink end = other;
    if (closed || end == null || end.closed || end.peer == null) {
      return;
    }
    try {
      to.swarm.receive(end.peer, message, world.now);
    } catch (WireException e) {
      throw new AssertionError(owner + " said what it may not", e);
    }
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    owner.links.remove(this);
    if (peer != null) {
      owner.swarm.disconnect(peer, world.now);
    }
    if (other != null) {
      SimulatedLink end = other;
      world.after(world.latencyNanos, end::close);
    }
  }
}
