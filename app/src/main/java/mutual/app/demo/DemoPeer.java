package mutual.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mutual.files.engine.Audience;
import mutual.files.engine.Share;
import mutual.middleware.NodeId;
import mutual.overlay.Contact;
import mutual.overlay.Invitation;
import mutual.overlay.LinkState;
import mutual.peer.PeerConfig;
import mutual.peer.PeerNode;
import mutual.peer.pages.Dashboard;
import mutual.peer.pages.DashboardKeys;

/** How peers of a demo are started and brought together: on this machine only, found by nobody. */
final class DemoPeer {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration INVITATION_VALID = Duration.ofMinutes(10);
  private static final int MAKING_SECONDS_MAX = 60;

  private DemoPeer() {}

  /**
   * Starts a peer with its dashboard.
   *
   * @param firstPort of {@link DemoPlan#PORTS_OF_A_PEER} in a row: dashboard, contacts, content; 0
   *     for those it had before
   */
  static PeerNode start(Path folder, String name, int firstPort) throws IOException {
    Optional<PeerConfig> kept =
        firstPort == 0 ? PeerConfig.load(folder) : Optional.<PeerConfig>empty();
    DashboardKeys keys = new DashboardKeys();
    return PeerNode.start(
        new PeerConfig(
            folder,
            name,
            Files.createDirectories(folder.resolve("downloads")),
            LOOPBACK,
            kept.map(PeerConfig::nodePort).orElse(firstPort == 0 ? 0 : firstPort + 1),
            kept.map(PeerConfig::contentPort).orElse(firstPort == 0 ? 0 : firstPort + 2),
            kept.map(PeerConfig::dashboardPort).orElse(firstPort),
            /* lan= */ false,
            /* dht= */ false,
            List.of()),
        node -> Dashboard.routes(node, keys),
        keys::token);
  }

  /** One invites, the other accepts; if they know each other, each tells where it is now. */
  static void befriend(PeerNode inviter, PeerNode guest) {
    Invitation invitation =
        inviter.overlay().invite(Optional.empty(), new TreeSet<>(), INVITATION_VALID);
    Contact _ = guest.overlay().accept(Invitation.parse(invitation.link()), Optional.empty());
  }

  static boolean knows(PeerNode one, NodeId other) {
    return one.overlay().contacts().find(other).isPresent();
  }

  static boolean reaches(PeerNode one, PeerNode other) {
    return one.overlay().links().state(other.id()).orElse(null) instanceof LinkState.Reachable;
  }

  /** Shares a file or folder, unless that is shared already. */
  static Share share(PeerNode peer, Path source, Audience audience) throws IOException {
    for (Share share : peer.engine().shares()) {
      if (share.own() && share.folder().resolve(share.name()).equals(source)) {
        return share;
      }
    }
    try {
      return peer.engine()
          .share(source, audience.usualFormat(), audience)
          .result()
          .get(MAKING_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("cannot share " + source + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while sharing " + source, e);
    }
  }
}
