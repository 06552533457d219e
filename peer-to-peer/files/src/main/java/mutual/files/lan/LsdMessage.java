package mutual.files.lan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mutual.files.torrent.InfoHash;
import mutual.overlay.bencode.BString;

/**
 * An announcement to the local network (BEP 14); lines end with CR LF:
 *
 * <pre>
 * BT-SEARCH * HTTP/1.1
 * Host: 239.192.152.143:6771
 * Port: 6881
 * Infohash: 0123456789abcdef0123456789abcdef01234567
 * cookie: 8f1c...
 *
 *
 * </pre>
 *
 * @param port where the sender listens for peers
 * @param hashes 20 bytes each, of torrents that it has or wants
 * @param cookie by which a sender knows what it sent itself; may be empty
 */
record LsdMessage(int port, List<BString> hashes, String cookie) {
  static final int DATAGRAM_BYTES_MAX = 1_400;
  static final int HASHES_MAX = 20;

  private static final int COOKIE_CHARS_MAX = 128;
  private static final String FIRST_WORD = "BT-SEARCH ";

  LsdMessage {
    hashes = List.copyOf(hashes);
  }

  /** Reads a datagram; empty if it is none of these. Hashes beyond the limit are not read. */
  static Optional<LsdMessage> read(byte[] datagram, int length) {
    if (length > DATAGRAM_BYTES_MAX) {
      return Optional.empty();
    }
    int port = 0;
    String cookie = "";
    List<BString> hashes = new ArrayList<>();
    List<String> lines = new String(datagram, 0, length, ISO_8859_1).lines().toList();
    if (lines.isEmpty() || !lines.getFirst().startsWith(FIRST_WORD)) {
      return Optional.empty();
    }
    for (String line : lines) {
      int colon = line.indexOf(':');
      String value = line.substring(colon + 1).strip();
      switch (colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
        case "port" -> port = port(value);
        case "cookie" -> cookie = value;
        case "infohash" -> {
          if (hashes.size() < HASHES_MAX) {
            hash(value).ifPresent(hashes::add);
          }
        }
        default -> {}
      }
    }
    return port == 0 || hashes.isEmpty() || cookie.length() > COOKIE_CHARS_MAX
        ? Optional.empty()
        : Optional.of(new LsdMessage(port, hashes, cookie));
  }

  private static int port(String text) {
    boolean number = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = number && !text.isEmpty() ? Integer.parseInt(text) : 0;
    return port <= 0xffff ? port : 0;
  }

  private static Optional<BString> hash(String text) {
    boolean hex =
        text.length() == 2 * InfoHash.WIRE_BYTES && text.chars().allMatch(HexFormat::isHexDigit);
    return hex ? Optional.of(BString.of(HexFormat.of().parseHex(text))) : Optional.empty();
  }

  /**
   * The datagram.
   *
   * @param host the group and port it is sent to
   */
  byte[] datagram(String host) {
    StringBuilder text = new StringBuilder(FIRST_WORD).append("* HTTP/1.1\r\n");
    text.append("Host: ").append(host).append("\r\nPort: ").append(port).append("\r\n");
    for (BString hash : hashes) {
      text.append("Infohash: ").append(HexFormat.of().formatHex(hash.bytes())).append("\r\n");
    }
    return text.append("cookie: ")
        .append(cookie)
        .append("\r\n\r\n\r\n")
        .toString()
        .getBytes(ISO_8859_1);
  }
}
