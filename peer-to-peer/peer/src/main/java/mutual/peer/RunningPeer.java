package mutual.peer;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import mutual.middleware.Identity;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeId;
import mutual.middleware.SecretFiles;

/**
 * Where the peer of a folder answers its owner while it runs: the file {@value #FILE}, written when
 * its ports are open and removed when it stops. After a crash it may name a port that nobody
 * listens at.
 */
public record RunningPeer(NodeId id, NodeAddress address) {
  static final String FILE = "running.properties";

  private static final String OWNER_FOLDER = "control";

  /** Empty if the peer does not run. */
  public static Optional<RunningPeer> load(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties values = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      values.load(reader);
      return Optional.of(
          new RunningPeer(
              NodeId.parse(values.getProperty("node", "")),
              NodeAddress.parse(values.getProperty("address", ""))));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  /** The key by which the owner of a folder speaks to its peer; made if there is none yet. */
  public static Identity owner(Path folder) {
    return Identity.loadOrCreate(folder.resolve(OWNER_FOLDER));
  }

  void store(Path folder) throws IOException {
    Properties values = new Properties();
    values.setProperty("node", id.toString());
    values.setProperty("address", address.toString());
    values.setProperty("process", Long.toString(ProcessHandle.current().pid()));
    StringWriter text = new StringWriter();
    values.store(text, "where this peer answers its owner now");
    SecretFiles.replace(folder.resolve(FILE), text.toString(), true);
  }

  static void remove(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(FILE));
  }
}
