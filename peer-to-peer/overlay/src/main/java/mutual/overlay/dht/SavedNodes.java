package mutual.overlay.dht;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import mutual.middleware.NodeAddress;
import mutual.middleware.SecretFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes that are remembered over a restart, in a text file: a line {@code own <id> IPV4} for
 * each family, then the addresses of others, {@code 203.0.113.7:6881}, one a line.
 */
record SavedNodes(Map<AddressFamily, DhtId> own, List<InetSocketAddress> others) {
  private static final Logger LOG = LoggerFactory.getLogger(SavedNodes.class);
  private static final String OWN = "own ";

  static SavedNodes none() {
    return new SavedNodes(Map.of(), List.of());
  }

  /** Reads the file; what is not there or damaged is begun anew, since it can be found again. */
  static SavedNodes read(Path file) {
    if (!Files.exists(file)) {
      return none();
    }
    try {
      Map<AddressFamily, DhtId> own = new EnumMap<>(AddressFamily.class);
      List<InetSocketAddress> others = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(OWN)) {
          String[] words = line.split(" ", -1);
          own.put(AddressFamily.valueOf(words[2]), DhtId.of(HexFormat.of().parseHex(words[1])));
        } else if (others.size() < DhtCore.SEEDS_MAX) {
          NodeAddress address = NodeAddress.parse(line);
          others.add(new InetSocketAddress(InetAddress.ofLiteral(address.host()), address.port()));
        }
      }
      return new SavedNodes(own, others);
    } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      LOG.warn("The DHT's nodes in {} cannot be read and are searched for anew", file, e);
      return none();
    }
  }

  void write(Path file) {
    StringBuilder text = new StringBuilder();
    own.forEach((family, id) -> text.append(OWN + id + " " + family + "\n"));
    for (InetSocketAddress other : others) {
      String host = other.getAddress().getHostAddress().replaceFirst("%.*", "");
      text.append(new NodeAddress(host, other.getPort())).append('\n');
    }
    SecretFiles.replace(file, text.toString(), false);
  }
}
