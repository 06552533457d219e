package mutual.files.engine;

import java.util.Optional;
import mutual.files.torrent.InfoHash;
import mutual.middleware.NodeId;

/**
 * A link to a share of one peer: {@code mutual:share?k=<node id>&h=<info hash, hex>&n=<name>}. It
 * says where to ask; whether the asker gets anything is decided by its key.
 *
 * @param provider whose share it is
 * @param hash what names the content
 * @param name what to show until the content's own name is known; empty if not told
 */
public record PrivateLink(NodeId provider, InfoHash hash, Optional<String> name) {
  /** How every such link begins. */
  public static final String PREFIX = "mutual:share?";

  /** Characters that a link may have. */
  public static final int CHARACTERS_MAX = 4_096;

  /**
   * Reads a link.
   *
   * @throws IllegalArgumentException with a sentence if it is none
   */
  public static PrivateLink parse(String link) {
    if (link.length() > CHARACTERS_MAX || !link.startsWith(PREFIX)) {
      throw new IllegalArgumentException("A link to a share begins with " + PREFIX);
    }
    NodeId provider = null;
    InfoHash hash = null;
    Optional<String> name = Optional.empty();
    for (String field : link.substring(PREFIX.length()).split("&", -1)) {
      int equals = field.indexOf('=');
      String value = Words.decode(field.substring(equals + 1));
      switch (equals < 0 ? "" : field.substring(0, equals)) {
        case "k" -> provider = NodeId.parse(value);
        case "h" -> hash = hash(value);
        case "n" -> name = Optional.of(value);
        default -> {} // Of a later version.
      }
    }
    if (provider == null || hash == null) {
      throw new IllegalArgumentException(
          "The link names no peer or no content; it may have been cut off");
    }
    return new PrivateLink(provider, hash, name);
  }

  /** Reads 40 or 64 hexadecimal digits. */
  static InfoHash hash(String hex) {
    byte[] bytes;
    try {
      bytes = java.util.HexFormat.of().parseHex(hex.toLowerCase(java.util.Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Not an info hash: " + hex, e);
    }
    return switch (bytes.length) {
      case 20 -> InfoHash.v1(bytes);
      case 32 -> InfoHash.v2(bytes);
      default -> throw new IllegalArgumentException("An info hash has 40 or 64 digits: " + hex);
    };
  }

  /** The link. */
  @Override
  public String toString() {
    return PREFIX
        + "k="
        + provider
        + "&h="
        + hash.hex()
        + name.map(text -> "&n=" + Words.encode(text)).orElse("");
  }
}
