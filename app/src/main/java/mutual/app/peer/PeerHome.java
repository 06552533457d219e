package mutual.app.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a peer lives unless its owner says otherwise: the same place for every command. */
final class PeerHome {
  private static final String VARIABLE = "MUTUAL_PEER_HOME";

  static final String OPTION_TEXT =
      "The peer's data folder; " + VARIABLE + " or ~/.mutual/peer unless said.";

  private PeerHome() {}

  /** The folder that is named, or the usual one. */
  static Path folder(@Nullable Path named) {
    if (named != null) {
      return named.toAbsolutePath().normalize();
    }
    String variable = System.getenv(VARIABLE);
    Path folder = variable == null || variable.isBlank() ? usual() : Path.of(variable);
    return folder.toAbsolutePath().normalize();
  }

  private static Path usual() {
    return Path.of(System.getProperty("user.home", ""), ".mutual", "peer");
  }

  /**
   * Where a new peer puts what it fetches: the person's own folder for downloads if it is the usual
   * peer, else one of the peer's, so that two peers never write to one file.
   */
  static Path downloads(Path folder) {
    Path own = Path.of(System.getProperty("user.home", ""), "Downloads");
    boolean usual = folder.equals(usual().toAbsolutePath().normalize());
    return usual && Files.isDirectory(own) ? own : folder.resolve("downloads");
  }

  /** What to type to start the peer of a folder. */
  static String startCommand(Path folder) {
    return folder.equals(folder(null)) ? "mutual peer" : "mutual peer --data " + folder;
  }
}
