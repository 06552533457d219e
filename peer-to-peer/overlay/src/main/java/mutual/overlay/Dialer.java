package mutual.overlay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import mutual.middleware.NodeAddress;

/**
 * Finds out at which of several addresses anything listens, by connecting to all of them at once
 * and closing again; it costs the other end almost nothing. Who listens is proven later.
 */
final class Dialer {
  /** Connections being tried at a time. */
  static final int TRIES_MAX = 64;

  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  private final Semaphore tries = new Semaphore(TRIES_MAX);

  /**
   * How one try ended.
   *
   * @param failure why nothing was connected to; empty if something was
   */
  record Try(NodeAddress address, String failure) {
    boolean connected() {
      return failure.isEmpty();
    }
  }

  /** Tries all; each ends up in the queue, the quickest first. */
  BlockingQueue<Try> dial(Collection<NodeAddress> addresses) {
    BlockingQueue<Try> ended = new LinkedBlockingQueue<>();
    for (NodeAddress address : addresses) {
      Thread.ofVirtual().name("link-try").start(() -> ended.add(connect(address)));
    }
    return ended;
  }

  private Try connect(NodeAddress address) {
    try {
      tries.acquire();
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(address.host(), address.port()),
            (int) CONNECT_TIMEOUT.toMillis());
        return new Try(address, "");
      } finally {
        tries.release();
      }
    } catch (IOException e) {
      String reason = e.getMessage();
      return new Try(address, reason == null ? e.getClass().getSimpleName() : reason);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Try(address, "interrupted");
    }
  }
}
