package mutual.files.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The address that a tracker takes announces at, {@code udp://tracker.example:6969/announce}.
 *
 * @param kind which protocol
 * @param uri the address, without a fragment
 * @param host name, or address without brackets
 * @param port given or the protocol's own
 */
record TrackerUrl(Kind kind, URI uri, String host, int port) {
  static final int CHARS_MAX = 2_048;

  private static final String ALLOWED = "-._~:/?[]@!$&'()*+,;=";

  /** The protocols we speak, with the port they have if none is given; 0 if one must be. */
  enum Kind {
    HTTP(80),
    HTTPS(443),
    UDP(0);

    private final int ownPort;

    Kind(int ownPort) {
      this.ownPort = ownPort;
    }
  }

  static TrackerUrl parse(String text) throws TrackerException {
    if (text.length() > CHARS_MAX) {
      throw TrackerException.unsupported(
          "The tracker's address has more than " + CHARS_MAX + " characters.");
    }
    try {
      return of(new URI(escaped(text.strip())));
    } catch (URISyntaxException e) {
      throw TrackerException.unsupported("The tracker's address is not an address.");
    }
  }

  /** Where a redirection from an address leads, to a whole address or a part of one. */
  static TrackerUrl redirected(URI from, String location) throws TrackerException {
    try {
      if (!location.isBlank() && location.length() <= CHARS_MAX) {
        TrackerUrl to = of(from.resolve(new URI(escaped(location.strip()))));
        if (to.kind != Kind.UDP) {
          return to;
        }
      }
    } catch (URISyntaxException | TrackerException e) {
      // Said below: whatever it is, it is not where a tracker may send us.
    }
    throw TrackerException.malformed("The tracker redirects to what is not a web address.");
  }

  private static TrackerUrl of(URI uri) throws TrackerException {
    @Nullable String scheme = uri.getScheme();
    Kind kind =
        switch (scheme == null ? "" : scheme.toLowerCase(Locale.ROOT)) {
          case "http" -> Kind.HTTP;
          case "https" -> Kind.HTTPS;
          case "udp" -> Kind.UDP;
          default ->
              throw TrackerException.unsupported("Only http, https and udp trackers are asked.");
        };
    @Nullable String host = uri.getHost();
    int port = uri.getPort() < 0 ? kind.ownPort : uri.getPort();
    if (host == null || uri.getRawUserInfo() != null || port < 1 || port > 0xffff) {
      throw TrackerException.unsupported("The tracker's address needs a host and a port.");
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new TrackerUrl(kind, uri, bare, port);
  }

  /** Escapes what careless writers left as it was, and leaves out a fragment. */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    int end = text.indexOf('#') < 0 ? text.length() : text.indexOf('#');
    for (byte b : text.substring(0, end).getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean kept = c < 0x7f && (Character.isLetterOrDigit(c) || ALLOWED.indexOf(c) >= 0);
      out.append(kept || c == '%' ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return out.toString();
  }

  /** Path and query as they are written; never empty. */
  String pathAndQuery() {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  /** The protocol, host and port alone. */
  String place() {
    return kind.name().toLowerCase(Locale.ROOT) + "://" + host + ":" + port;
  }
}
