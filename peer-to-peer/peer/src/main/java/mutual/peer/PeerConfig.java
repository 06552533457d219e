package mutual.peer;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import mutual.middleware.SecretFiles;

/**
 * How a peer is to be. Kept in {@value #FILE} in its folder, with the ports that were taken, so
 * that a port which is forwarded to this host stays the same.
 *
 * @param folder its data: key, contacts, shares
 * @param name what it wishes to be called by others
 * @param downloads where fetched content goes unless said otherwise
 * @param address the address to listen at for other peers; {@code 0.0.0.0} or {@code ::} for all
 * @param nodePort for peer services; 0 takes a free one
 * @param contentPort TCP for content and UDP for the DHT; 0 takes a free one
 * @param dashboardPort on loopback; 0 takes a free one
 * @param lan whether to announce itself on local networks
 * @param dht whether to take part in the DHT
 * @param bootstrap DHT nodes to begin with, as {@code host:port}
 */
public record PeerConfig(
    Path folder,
    String name,
    Path downloads,
    String address,
    int nodePort,
    int contentPort,
    int dashboardPort,
    boolean lan,
    boolean dht,
    List<String> bootstrap) {
  /** The file in the peer's folder. */
  public static final String FILE = "peer.properties";

  /** DHT nodes to begin with unless others are named: those that other programs begin with. */
  public static final List<String> BOOTSTRAP_DEFAULT =
      List.of(
          "router.bittorrent.com:6881", "dht.libtorrent.org:25401", "dht.transmissionbt.com:6881");

  public PeerConfig {
    bootstrap = List.copyOf(bootstrap);
  }

  /** A new peer: listens on every address, takes part in everything, at ports yet to be chosen. */
  public static PeerConfig in(Path folder, String name, Path downloads) {
    return new PeerConfig(
        folder, name, downloads, "0.0.0.0", 0, 0, 0, true, true, BOOTSTRAP_DEFAULT);
  }

  /** What {@link #store} wrote; empty if the folder holds no peer yet. */
  public static Optional<PeerConfig> load(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties values = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      values.load(reader);
      return Optional.of(
          new PeerConfig(
              folder,
              text(values, "name"),
              Path.of(text(values, "downloads")),
              text(values, "address"),
              port(values, "node-port"),
              port(values, "content-port"),
              port(values, "dashboard-port"),
              Boolean.parseBoolean(text(values, "lan")),
              Boolean.parseBoolean(text(values, "dht")),
              Stream.of(values.getProperty("bootstrap", "").split(" ", -1))
                  .filter(node -> !node.isEmpty())
                  .toList()));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  private static String text(Properties values, String name) {
    String value = values.getProperty(name, "").strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException("it has no value for " + name);
    }
    return value;
  }

  private static int port(Properties values, String name) {
    String value = text(values, name);
    if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
      throw new IllegalArgumentException(name + " is no port: " + value);
    }
    return Integer.parseInt(value);
  }

  /** Keeps it in the folder. */
  public void store() throws IOException {
    Properties values = new Properties();
    values.setProperty("name", name);
    values.setProperty("downloads", downloads.toString());
    values.setProperty("address", address);
    values.setProperty("node-port", Integer.toString(nodePort));
    values.setProperty("content-port", Integer.toString(contentPort));
    values.setProperty("dashboard-port", Integer.toString(dashboardPort));
    values.setProperty("lan", Boolean.toString(lan));
    values.setProperty("dht", Boolean.toString(dht));
    values.setProperty("bootstrap", String.join(" ", bootstrap));
    StringWriter text = new StringWriter();
    values.store(text, "settings of this peer; read at its start");
    SecretFiles.replace(folder.resolve(FILE), text.toString(), true);
  }

  PeerConfig withPorts(int newNodePort, int newContentPort, int newDashboardPort) {
    return new PeerConfig(
        folder,
        name,
        downloads,
        address,
        newNodePort,
        newContentPort,
        newDashboardPort,
        lan,
        dht,
        bootstrap);
  }
}
