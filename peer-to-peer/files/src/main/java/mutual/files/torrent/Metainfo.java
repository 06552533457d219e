package mutual.files.torrent;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A torrent file: the info dictionary and, outside of what the hashes cover, where to find peers.
 *
 * @param info what the content is
 * @param pieceLayers version 2's hashes of pieces, 32 bytes each, by the root of their file; for
 *     every file of more than one piece, checked against its root
 * @param trackers tiers of announce addresses, the first tier to be tried first (BEP 12)
 * @param webSeeds addresses of HTTP servers that have the content (BEP 19)
 * @param nodes DHT nodes to start from, as {@code host:port} (BEP 5)
 * @param comment a stranger's words
 * @param createdBy the program that made it
 * @param created when it was made
 */
public record Metainfo(
    InfoDictionary info,
    Map<Hash256, byte[]> pieceLayers,
    List<List<String>> trackers,
    List<String> webSeeds,
    List<String> nodes,
    Optional<String> comment,
    Optional<String> createdBy,
    Optional<Instant> created) {
  public Metainfo {
    pieceLayers = Map.copyOf(pieceLayers);
    trackers = trackers.stream().map(List::copyOf).toList();
    webSeeds = List.copyOf(webSeeds);
    nodes = List.copyOf(nodes);
  }

  /** A torrent that says nothing but what its content is. */
  public static Metainfo of(InfoDictionary info, Map<Hash256, byte[]> pieceLayers) {
    return new Metainfo(
        info,
        pieceLayers,
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Reads a torrent file. */
  public static Metainfo parse(byte[] torrent) throws MalformedTorrentException {
    return MetainfoCodec.parse(torrent);
  }

  /** The bytes of a torrent file. */
  public byte[] encode() {
    return MetainfoCodec.encode(this);
  }

  public InfoHashes hashes() {
    return info.hashes();
  }

  public Metainfo withTrackers(List<List<String>> tiers) {
    return new Metainfo(info, pieceLayers, tiers, webSeeds, nodes, comment, createdBy, created);
  }

  /** The magnet link to the same content. */
  public Magnet magnet() {
    return new Magnet(
        hashes(),
        Optional.of(info.name()),
        trackers.stream().flatMap(List::stream).toList(),
        webSeeds,
        List.of(),
        List.of());
  }
}
