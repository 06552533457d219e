package mutual.peer;

import java.nio.file.Path;
import java.util.List;

/**
 * How a peer is to be.
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
  public PeerConfig {
    bootstrap = List.copyOf(bootstrap);
  }
}
