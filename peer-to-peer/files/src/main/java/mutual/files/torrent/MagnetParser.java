package mutual.files.torrent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import mutual.files.torrent.Magnet.IndexRange;
import mutual.files.torrent.Magnet.PeerAddress;
import org.jspecify.annotations.Nullable;

/** One reading of a magnet link; parameters that we do not know are passed over. */
final class MagnetParser {
  private static final String SCHEME = "magnet:?";
  private static final String V1_URN = "urn:btih:";
  private static final String V2_URN = "urn:btmh:";

  /** The head of a SHA-256 multihash: its function's code and its length. */
  private static final String SHA256_MULTIHASH = "1220";

  private static final int SELECTION_RANGES_MAX = 10_000;

  private final String link;
  private @Nullable InfoHash v1;
  private @Nullable InfoHash v2;
  private @Nullable String name;
  private final Set<String> trackers = new LinkedHashSet<>();
  private final Set<String> webSeeds = new LinkedHashSet<>();
  private final Set<PeerAddress> peers = new LinkedHashSet<>();
  private final List<IndexRange> selection = new ArrayList<>();

  MagnetParser(String link) {
    this.link = link.strip();
  }

  Magnet parse() throws MalformedTorrentException {
    if (link.length() > TorrentLimits.MAGNET_CHARACTERS_MAX) {
      throw refusal("is longer than " + TorrentLimits.MAGNET_CHARACTERS_MAX + " characters");
    }
    if (!link.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw refusal("does not begin with " + SCHEME);
    }
    // In HTML, from where links are often copied, an ampersand is written as an entity.
    for (String parameter : link.substring(SCHEME.length()).replace("&amp;", "&").split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        take(key(parameter.substring(0, equals)), decode(parameter.substring(equals + 1)));
      }
    }
    if (v1 == null && v2 == null) {
      throw refusal("names no BitTorrent content (xt=urn:btih: or xt=urn:btmh:)");
    }
    return new Magnet(
        new InfoHashes(Optional.ofNullable(v1), Optional.ofNullable(v2)),
        Optional.ofNullable(name),
        List.copyOf(trackers),
        List.copyOf(webSeeds),
        List.copyOf(peers),
        selection);
  }

  /** Keys may be numbered to tell several apart: {@code xt.1}, {@code tr.2}. */
  private static String key(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    int dot = lower.lastIndexOf('.');
    boolean numbered =
        dot > 0
            && dot < lower.length() - 1
            && lower.chars().skip(dot + 1L).allMatch(c -> c >= '0' && c <= '9');
    return numbered ? lower.substring(0, dot) : lower;
  }

  private String decode(String value) throws MalformedTorrentException {
    try {
      return URLDecoder.decode(value, UTF_8);
    } catch (IllegalArgumentException e) {
      throw refusal("has a percent sign without two hexadecimal digits after it");
    }
  }

  private void take(String key, String value) throws MalformedTorrentException {
    switch (key) {
      case "xt" -> takeTopic(value);
      case "dn" -> name = value.isEmpty() ? name : value;
      case "tr" -> add(trackers, value, TorrentLimits.TRACKERS_MAX, "trackers");
      case "ws" -> add(webSeeds, value, TorrentLimits.WEB_SEEDS_MAX, "web seeds");
      case "x.pe" -> add(peers, peer(value), TorrentLimits.MAGNET_PEERS_MAX, "peers");
      case "so" -> takeSelection(value);
      default -> {}
    }
  }

  private <T> void add(Set<T> set, T value, int max, String what) throws MalformedTorrentException {
    if (set.add(value) && set.size() > max) {
      throw refusal("names more than " + max + " " + what);
    }
  }

  private void takeTopic(String urn) throws MalformedTorrentException {
    if (urn.regionMatches(true, 0, V1_URN, 0, V1_URN.length())) {
      InfoHash hash = InfoHash.v1(sha1(urn.substring(V1_URN.length())));
      if (v1 != null && !v1.equals(hash)) {
        throw refusal("names two different contents");
      }
      v1 = hash;
    } else if (urn.regionMatches(true, 0, V2_URN, 0, V2_URN.length())) {
      InfoHash hash = InfoHash.v2(sha256(urn.substring(V2_URN.length())));
      if (v2 != null && !v2.equals(hash)) {
        throw refusal("names two different contents");
      }
      v2 = hash;
    }
  }

  private byte[] sha1(String text) throws MalformedTorrentException {
    try {
      return switch (text.length()) {
        case 40 -> HexFormat.of().parseHex(text);
        case 32 -> base32(text.toUpperCase(Locale.ROOT));
        default -> throw refusal("has a btih of " + text.length() + " characters, not 40 or 32");
      };
    } catch (IllegalArgumentException e) {
      throw refusal("has a btih that is neither hexadecimal nor base32");
    }
  }

  private static byte[] base32(String text) {
    byte[] bytes = new byte[text.length() * 5 / 8];
    int bits = 0;
    int held = 0;
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(i));
      if (value < 0) {
        throw new IllegalArgumentException("no base32");
      }
      held = (held << 5 | value) & 0xFFF;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (held >> bits);
      }
    }
    return bytes;
  }

  private byte[] sha256(String text) throws MalformedTorrentException {
    if (text.length() != SHA256_MULTIHASH.length() + 64 || !text.startsWith(SHA256_MULTIHASH)) {
      throw refusal("has a btmh that is no SHA-256 multihash (1220 and 64 digits)");
    }
    try {
      return HexFormat.of().parseHex(text.substring(SHA256_MULTIHASH.length()));
    } catch (IllegalArgumentException e) {
      throw refusal("has a btmh that is not hexadecimal");
    }
  }

  private PeerAddress peer(String text) throws MalformedTorrentException {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      return new PeerAddress(host, Integer.parseInt(text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw refusal("has a peer (x.pe) that is no host:port");
    }
  }

  private void takeSelection(String text) throws MalformedTorrentException {
    for (String part : text.split(",", -1)) {
      int dash = part.indexOf('-');
      try {
        int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
        int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
        selection.add(new IndexRange(first, last));
      } catch (IllegalArgumentException e) {
        throw refusal("selects files (so) by something other than numbers like 0,2,4-6");
      }
      if (selection.size() > SELECTION_RANGES_MAX) {
        throw refusal("selects more than " + SELECTION_RANGES_MAX + " ranges of files");
      }
    }
  }

  private static MalformedTorrentException refusal(String predicate) {
    return new MalformedTorrentException("The magnet link " + predicate + ".");
  }

  static String print(Magnet magnet) {
    List<String> parts = new ArrayList<>();
    magnet.hashes().v1().ifPresent(hash -> parts.add("xt=" + V1_URN + hash.hex()));
    magnet
        .hashes()
        .v2()
        .ifPresent(hash -> parts.add("xt=" + V2_URN + SHA256_MULTIHASH + hash.hex()));
    magnet.name().ifPresent(name -> parts.add("dn=" + encode(name)));
    magnet.trackers().forEach(tracker -> parts.add("tr=" + encode(tracker)));
    magnet.webSeeds().forEach(seed -> parts.add("ws=" + encode(seed)));
    magnet.peers().forEach(peer -> parts.add("x.pe=" + peer));
    if (!magnet.selection().isEmpty()) {
      parts.add(
          "so="
              + String.join(
                  ",",
                  magnet.selection().stream()
                      .map(
                          range ->
                              range.first() == range.last()
                                  ? Integer.toString(range.first())
                                  : range.first() + "-" + range.last())
                      .toList()));
    }
    return SCHEME + String.join("&", parts);
  }

  /** Percent-encoding, with spaces as %20, which every reader understands. */
  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
