package mutual.overlay;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import mutual.middleware.Identity;
import mutual.middleware.NodeId;
import mutual.middleware.NodeServer;
import mutual.overlay.dht.DhtNode;

/** A peer on the loopback address, as tests need it. */
final class Peer implements AutoCloseable {
  /** Held, because the logging framework forgets levels of loggers that nobody holds. */
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("com.linecorp"), Logger.getLogger("mutual.access"));

  static {
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
  }

  final Identity identity;
  final Overlay overlay;
  final NodeServer server;
  final int port;

  Peer(Path folder, String name) {
    this(folder, name, Optional.empty());
  }

  Peer(Path folder, String name, Optional<DhtNode> dht) {
    identity = Identity.loadOrCreate(folder);
    overlay = Overlay.open(identity, folder, name, Clock.systemUTC());
    server =
        NodeServer.builder(identity).access(overlay.access()).service(overlay.service()).start();
    port = server.nodePort();
    overlay.join(port, dht, () -> List.of(InetAddress.ofLiteral("127.0.0.1")), false);
  }

  NodeId id() {
    return identity.id();
  }

  Invitation invite() {
    return overlay.invite(Optional.empty(), new TreeSet<>(), Duration.ofHours(1));
  }

  Contact accept(Invitation invitation) {
    return overlay.accept(Invitation.parse(invitation.link()), Optional.empty());
  }

  boolean reaches(Peer other) {
    return overlay.links().state(other.id()).orElse(null) instanceof LinkState.Reachable reachable
        && reachable.at().port() == other.port;
  }

  @Override
  public void close() {
    overlay.close();
    server.close();
  }
}
