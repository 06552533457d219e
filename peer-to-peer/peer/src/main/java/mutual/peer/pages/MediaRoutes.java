package mutual.peer.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The bytes of a share's files, sent while they arrive. */
final class MediaRoutes {
  private MediaRoutes() {}

  static void addTo(Guard guard, DashboardSource source) {}

  /** A {@code Content-Disposition} (RFC 6266) by which a browser saves under a stranger's name. */
  static String attachment(String name) {
    return "attachment; filename*=UTF-8''"
        + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }
}
