package mutual.files.torrent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names of one torrent: its hash of version 1, of version 2, or both (a hybrid torrent).
 *
 * @param v1 empty if there is none, or it is not known, as from a magnet link
 * @param v2 likewise
 */
public record InfoHashes(Optional<InfoHash> v1, Optional<InfoHash> v2) {
  public InfoHashes {
    if (v1.isEmpty() && v2.isEmpty()) {
      throw new IllegalArgumentException("a torrent without an info hash");
    }
    if (v1.map(InfoHash::version).orElse(InfoHash.Version.V1) != InfoHash.Version.V1
        || v2.map(InfoHash::version).orElse(InfoHash.Version.V2) != InfoHash.Version.V2) {
      throw new IllegalArgumentException("info hashes of the wrong versions");
    }
  }

  public static InfoHashes of(InfoHash hash) {
    return switch (hash.version()) {
      case V1 -> new InfoHashes(Optional.of(hash), Optional.empty());
      case V2 -> new InfoHashes(Optional.empty(), Optional.of(hash));
    };
  }

  public static InfoHashes of(InfoHash v1, InfoHash v2) {
    return new InfoHashes(Optional.of(v1), Optional.of(v2));
  }

  /** The hash that names the torrent best: version 2's if there is one. */
  public InfoHash best() {
    return v2.or(() -> v1).orElseThrow();
  }

  public boolean hybrid() {
    return v1.isPresent() && v2.isPresent();
  }

  /** Each hash there is, version 1 first. */
  public List<InfoHash> all() {
    return Stream.concat(v1.stream(), v2.stream()).toList();
  }

  /** The 20-byte forms by which swarms find this torrent; a hybrid has two swarms. */
  public List<byte[]> wire() {
    List<byte[]> forms = new ArrayList<>();
    all().forEach(hash -> forms.add(hash.wire()));
    return forms;
  }

  /** The hash that 20 bytes from a handshake mean, if they mean this torrent. */
  public Optional<InfoHash> matching(byte[] wire) {
    return all().stream().filter(hash -> hash.matchesWire(wire)).findFirst();
  }

  /** Whether two sets of hashes can name the same torrent: none contradicts, and one agrees. */
  public boolean agreesWith(InfoHashes other) {
    boolean sameV1 = v1.isPresent() && v1.equals(other.v1);
    boolean sameV2 = v2.isPresent() && v2.equals(other.v2);
    boolean contradicts =
        (v1.isPresent() && other.v1.isPresent() && !sameV1)
            || (v2.isPresent() && other.v2.isPresent() && !sameV2);
    return (sameV1 || sameV2) && !contradicts;
  }

  @Override
  public String toString() {
    return best().hex();
  }
}
