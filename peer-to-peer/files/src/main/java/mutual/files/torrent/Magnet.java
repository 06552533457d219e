package mutual.files.torrent;

import java.util.List;
import java.util.Optional;

/**
 * A magnet link: {@code magnet:?xt=urn:btih:…&xt=urn:btmh:1220…&dn=name&tr=tracker&x.pe=host:port}
 * (BEP 9, 52, 53).
 *
 * @param hashes {@code xt}: what is wanted
 * @param name {@code dn}: what to show until the torrent is there; a stranger's words
 * @param trackers {@code tr}: each a tier of its own
 * @param webSeeds {@code ws}
 * @param peers {@code x.pe}: peers to try first
 * @param selection {@code so}: indexes of the wanted files among all of version 1's or the tree's
 *     files, padding not counted; empty if all are wanted
 */
public record Magnet(
    InfoHashes hashes,
    Optional<String> name,
    List<String> trackers,
    List<String> webSeeds,
    List<PeerAddress> peers,
    List<IndexRange> selection) {
  /**
   * A host and a port, not looked up.
   *
   * @param host a name, or an IP address without brackets
   */
  public record PeerAddress(String host, int port) {
    public PeerAddress {
      if (host.isEmpty() || port < 1 || port > 65_535) {
        throw new IllegalArgumentException("peer " + host + " at port " + port);
      }
    }

    /** {@code host:port}, with brackets around an IPv6 address. */
    @Override
    public String toString() {
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** Indexes from a first to a last one, both included. */
  public record IndexRange(int first, int last) {
    public IndexRange {
      if (first < 0 || last < first) {
        throw new IllegalArgumentException("indexes " + first + " to " + last);
      }
    }
  }

  public Magnet {
    trackers = List.copyOf(trackers);
    webSeeds = List.copyOf(webSeeds);
    peers = List.copyOf(peers);
    selection = List.copyOf(selection);
  }

  public static Magnet of(InfoHashes hashes) {
    return new Magnet(hashes, Optional.empty(), List.of(), List.of(), List.of(), List.of());
  }

  public static Magnet parse(String link) throws MalformedTorrentException {
    return new MagnetParser(link).parse();
  }

  /** Whether a file's index is among the selected ones. */
  public boolean selects(int index) {
    return selection.isEmpty()
        || selection.stream().anyMatch(range -> index >= range.first() && index <= range.last());
  }

  /** The link. */
  @Override
  public String toString() {
    return MagnetParser.print(this);
  }
}
