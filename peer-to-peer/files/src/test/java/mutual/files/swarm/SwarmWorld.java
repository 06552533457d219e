package mutual.files.swarm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Members of one swarm in simulated time on a simulated network: each has a link up and a link down
 * of its own, connections keep order and share links evenly, as TCP's do.
 */
final class SwarmWorld {
  static final long MILLI = 1_000_000;
  static final long SECOND = 1_000 * MILLI;

  private record Event(long atNanos, long number, Runnable what) {}

  final Random random;
  final SwarmShape shape;
  final List<SimulatedMember> members = new ArrayList<>();
  long latencyNanos = 20 * MILLI;

  /** How often a block is lost on its way and sent again, in thousandths. */
  int lossPerMille;

  long now;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::number));
  private long eventNumber;

  SwarmWorld(SwarmShape shape, Random random) {
    this.shape = shape;
    this.random = random;
  }

  SimulatedMember add(boolean seed, long upBytesPerSecond, long downBytesPerSecond) {
    SimulatedMember member =
        new SimulatedMember(
            this,
            members.size(),
            seed ? PieceSet.full(shape.pieces()) : new PieceSet(shape.pieces()),
            upBytesPerSecond,
            downBytesPerSecond);
    members.add(member);
    return member;
  }

  void at(long atNanos, Runnable what) {
    events.add(new Event(atNanos, eventNumber++, what));
  }

  void after(long nanos, Runnable what) {
    at(now + nanos, what);
  }

  void connect(SimulatedMember one, SimulatedMember other) {
    if (one == other
        || !one.online
        || !other.online
        || one.cut != other.cut
        || one.link(other) != null
        || one.swarm.isBanned(other)
        || other.swarm.isBanned(one)) {
      return;
    }
    SimulatedLink there = new SimulatedLink(this, one, other);
    SimulatedLink back = new SimulatedLink(this, other, one);
    there.other = back;
    back.other = there;
    one.join(there);
    other.join(back);
  }

  /** Gives every member that is online so many connections, like a tracker does. */
  void mingle(int connections) {
    for (SimulatedMember member : members) {
      for (int tries = 0; tries < 3 * connections && member.links.size() < connections; tries++) {
        connect(member, members.get(random.nextInt(members.size())));
      }
    }
  }

  /** Does so again each few seconds. */
  void keepMingling(int connections) {
    mingle(connections);
    after(5 * SECOND, () -> keepMingling(connections));
  }

  /** Runs until everyone who fetches has everything, or the time is over. */
  boolean run(long maxNanos) {
    while (!events.isEmpty() && events.peek().atNanos() <= maxNanos) {
      if (members.stream().allMatch(m -> m.swarm.complete() || !m.mustFinish)) {
        return true;
      }
      for (int i = 0; i < 1_000 && !events.isEmpty() && events.peek().atNanos() <= maxNanos; i++) {
        Event next = events.remove();
        now = next.atNanos();
        next.what().run();
      }
    }
    return members.stream().allMatch(m -> m.swarm.complete() || !m.mustFinish);
  }

  /** When the last of those that must finish did. */
  double lastSeconds() {
    return members.stream()
        .filter(m -> m.mustFinish)
        .mapToDouble(SimulatedMember::seconds)
        .max()
        .orElse(0);
  }

  /** The least time in which a fluid could be brought to all (Kumar and Ross, 2006). */
  double fluidBoundSeconds() {
    double bytes = 0;
    for (int piece = 0; piece < shape.pieces(); piece++) {
      bytes += shape.bytes(piece);
    }
    double seedUp = members.stream().filter(m -> m.seed).mapToDouble(m -> m.up).sum();
    double allUp = members.stream().filter(m -> m.gives).mapToDouble(m -> m.up).sum();
    double downMin = members.stream().filter(m -> !m.seed).mapToDouble(m -> m.down).min().orElse(1);
    long fetchers = members.stream().filter(m -> !m.seed).count();
    return Math.max(bytes / seedUp, Math.max(bytes / downMin, fetchers * bytes / allUp));
  }
}
