package mutual.overlay.dht;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Many DHT cores on a simulated network and clock; everything follows from one seed. */
final class SimulatedDht {
  /** How the network treats datagrams. */
  record Network(double loss, int delayMillisMin, int delayMillisMax) {
    static final Network GOOD = new Network(0, 5, 60);
  }

  static final class SimulatedNode {
    final InetSocketAddress address;
    final DhtCore core;
    final Searches searches;
    boolean up = true;
    int received;

    SimulatedNode(InetSocketAddress address, DhtCore core) {
      this.address = address;
      this.core = core;
      this.searches = new Searches(core);
    }
  }

  private record Event(long atMillis, long order, Runnable what) {}

  final Random random;
  final Map<InetSocketAddress, SimulatedNode> nodes = new LinkedHashMap<>();
  Network network = Network.GOOD;
  long nowMillis;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingLong(Event::atMillis).thenComparingLong(Event::order));
  private long order;

  SimulatedDht(long seed) {
    random = new Random(seed);
  }

  void after(long millis, Runnable what) {
    events.add(new Event(nowMillis + millis, order++, what));
  }

  SimulatedNode add(boolean readOnly, List<InetSocketAddress> known) {
    InetSocketAddress address;
    do {
      address = randomAddress();
    } while (nodes.containsKey(address));
    InetSocketAddress own = address;
    DhtCore core =
        new DhtCore(
            (to, datagram) -> send(own, to, datagram),
            new Random(random.nextLong()),
            DhtLimits.DEFAULT,
            readOnly,
            Map.of(),
            nowMillis);
    SimulatedNode node = new SimulatedNode(own, core);
    nodes.put(own, node);
    core.bootstrap(known);
    after(random.nextInt(100), () -> tick(node));
    return node;
  }

  private InetSocketAddress randomAddress() {
    byte[] host = {
      (byte) (20 + random.nextInt(80)),
      (byte) random.nextInt(256),
      (byte) random.nextInt(256),
      (byte) (1 + random.nextInt(250))
    };
    try {
      return new InetSocketAddress(InetAddress.getByAddress(host), 1024 + random.nextInt(60_000));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private void tick(SimulatedNode node) {
    if (node.up) {
      long pause = node.core.tick(nowMillis);
      after(pause, () -> tick(node));
    }
  }

  void send(InetSocketAddress from, InetSocketAddress to, byte[] datagram) {
    if (random.nextDouble() < network.loss) {
      return;
    }
    int delay =
        network.delayMillisMin
            + random.nextInt(network.delayMillisMax - network.delayMillisMin + 1);
    after(
        delay,
        () -> {
          @Nullable SimulatedNode node = nodes.get(to);
          if (node != null && node.up) {
            node.received++;
            node.core.receive(from, ByteBuffer.wrap(datagram), nowMillis);
          }
        });
  }

  void stop(SimulatedNode node) {
    node.up = false;
    nodes.remove(node.address);
  }

  List<SimulatedNode> all() {
    return new ArrayList<>(nodes.values());
  }

  SimulatedNode any() {
    return all().get(random.nextInt(nodes.size()));
  }

  /** Lets the simulated time pass until something holds; says whether it does. */
  boolean runUntil(BooleanSupplier condition, long millisMax) {
    long end = nowMillis + millisMax;
    while (!condition.getAsBoolean()) {
      Event next = events.peek();
      if (next == null || next.atMillis > end) {
        nowMillis = end;
        return condition.getAsBoolean();
      }
      events.poll();
      nowMillis = next.atMillis;
      next.what.run();
    }
    return true;
  }

  void run(long millis) {
    boolean _ = runUntil(() -> false, millis);
  }
}
