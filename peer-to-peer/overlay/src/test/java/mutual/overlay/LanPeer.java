package mutual.overlay;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mutual.middleware.Identity;
import mutual.middleware.NodeServer;

/**
 * A peer in a process and a network namespace of its own. Says "started", and "reached" with the
 * way when its one contact is; ends when its input does.
 */
final class LanPeer {
  private LanPeer() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Identity identity = Identity.loadOrCreate(folder);
    try (Overlay overlay = Overlay.open(identity, folder, arguments[1], Clock.systemUTC());
        NodeServer server =
            NodeServer.builder(identity)
                .bind(new java.net.InetSocketAddress(0).getAddress())
                .access(overlay.access())
                .service(overlay.service())
                .start()) {
      long startNanos = System.nanoTime();
      overlay.links().onChange(() -> tell(overlay, startNanos));
      System.out.println("started");
      overlay.join(server.nodePort(), Optional.empty(), Overlay.thisHost(), true);
      while (System.in.read() >= 0) {
        // Its parent says nothing; it only closes the pipe.
      }
    }
    System.exit(0);
  }

  private static void tell(Overlay overlay, long startNanos) {
    for (LinkState state : overlay.links().states().values()) {
      if (state instanceof LinkState.Reachable reachable) {
        System.out.println(
            "reached "
                + reachable.how()
                + " "
                + reachable.at()
                + " after "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos)
                + " ms");
      }
    }
  }
}
