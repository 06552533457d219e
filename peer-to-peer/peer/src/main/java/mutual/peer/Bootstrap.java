package mutual.peer;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import mutual.middleware.NodeAddress;
import mutual.overlay.dht.DhtNode;

/**
 * Introduces a DHT node to the nodes it begins with, whose names may have to be looked up, again
 * and again while it knows nobody: the network may come later than this peer.
 */
final class Bootstrap implements AutoCloseable {
  private static final Duration TRIED_EVERY = Duration.ofSeconds(30);

  private final Semaphore closing = new Semaphore(0);

  private Bootstrap() {}

  static Bootstrap start(DhtNode node, List<String> nodes) {
    List<NodeAddress> addresses = nodes.stream().map(NodeAddress::parse).toList();
    Bootstrap bootstrap = new Bootstrap();
    Thread.ofVirtual().name("dht-bootstrap").start(() -> bootstrap.run(node, addresses));
    return bootstrap;
  }

  private void run(DhtNode node, List<NodeAddress> addresses) {
    try {
      do {
        if (!node.status().connected()) {
          node.bootstrap(
              addresses.stream()
                  .map(address -> new InetSocketAddress(address.host(), address.port()))
                  .filter(address -> !address.isUnresolved())
                  .toList());
        }
      } while (!closing.tryAcquire(TRIED_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.release();
  }
}
