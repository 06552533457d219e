package mutual.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import mutual.files.engine.Audience;
import mutual.files.engine.Share;
import mutual.files.torrent.TorrentMaker;
import mutual.middleware.Directory;
import mutual.middleware.Identity;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeClient;
import mutual.middleware.web.WebRoutes;
import mutual.overlay.Contact;
import mutual.overlay.Invitation;
import mutual.overlay.LinkState;

/** Peers on the loopback address, as tests need them. */
public final class TestPeer {
  private static final int MAKING_SECONDS_MAX = 60;

  /** Held, because the logging framework forgets levels of loggers that nobody holds. */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("com.linecorp"),
          Logger.getLogger("mutual.access"),
          Logger.getLogger("mutual.overlay"));

  static {
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
  }

  private TestPeer() {}

  public static PeerConfig config(Path folder, String name) {
    return new PeerConfig(
        folder,
        name,
        folder.resolve("downloads"),
        "127.0.0.1",
        0,
        0,
        0,
        false,
        false,
        PeerConfig.BOOTSTRAP_DEFAULT);
  }

  static PeerNode start(PeerConfig config) throws IOException {
    return PeerNode.start(config, _ -> new WebRoutes(), () -> "token");
  }

  static PeerNode start(Path folder, String name) throws IOException {
    return start(config(folder, name));
  }

  /** Makes two peers contacts, and waits until each reaches the other. */
  public static void introduce(PeerNode inviter, PeerNode acceptor, String... groups) {
    Invitation invitation =
        inviter
            .overlay()
            .invite(Optional.empty(), new TreeSet<>(List.of(groups)), Duration.ofHours(1));
    Contact _ = acceptor.overlay().accept(Invitation.parse(invitation.link()), Optional.empty());
    Await.until(() -> reaches(inviter, acceptor) && reaches(acceptor, inviter));
  }

  static boolean reaches(PeerNode one, PeerNode other) {
    return one.overlay().links().state(other.id()).orElse(null) instanceof LinkState.Reachable;
  }

  /** A client that speaks by a key to a peer. */
  static NodeClient client(Identity identity, PeerNode peer) {
    Directory directory = Directory.inMemory();
    directory.put(peer.id(), List.of(new NodeAddress("127.0.0.1", peer.nodePort())));
    return NodeClient.builder(identity, directory).build();
  }

  static Path file(Path path, int bytes, long seed) throws IOException {
    byte[] content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return Files.write(path, content);
  }

  static Share share(PeerNode peer, Path source, Audience audience) throws Exception {
    return peer.engine()
        .share(source, TorrentMaker.Format.HYBRID, audience)
        .result()
        .get(MAKING_SECONDS_MAX, TimeUnit.SECONDS);
  }
}
