package mutual.middleware;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import mutual.middleware.web.WebRoute;

/** The files of one class path folder, kept in memory once they have been asked for. */
final class ClasspathFiles {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("webp", "image/webp"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  private final WebRoute.Resources route;
  private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

  ClasspathFiles(WebRoute.Resources route) {
    this.route = route;
  }

  /** A file's bytes, its type, and a tag that changes with them. */
  record Loaded(byte[] bytes, String type, String tag) {}

  /**
   * Finds a file by its path below the folder; only names of plain characters, so that nothing
   * leads out of it.
   */
  Optional<Loaded> find(String path) {
    if (!path.matches("([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
      return Optional.empty();
    }
    Loaded known = loaded.get(path);
    if (known != null) {
      return Optional.of(known);
    }
    String extension = path.substring(path.lastIndexOf('.') + 1);
    String type = TYPES.get(extension);
    if (type == null) {
      return Optional.empty();
    }
    String folder = route.folder().endsWith("/") ? route.folder() : route.folder() + "/";
    try (InputStream in = route.loader().getResourceAsStream(folder + path)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] bytes = in.readAllBytes();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      String tag = "\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"";
      Loaded fresh = new Loaded(bytes, type, tag);
      loaded.put(path, fresh);
      return Optional.of(fresh);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("Cannot read " + folder + path, e);
    }
  }
}
