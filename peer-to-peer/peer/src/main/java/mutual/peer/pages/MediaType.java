package mutual.peer.pages;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a file of a share is to a browser, told by its name's ending alone. What could run as a page
 * (HTML, SVG, XML, scripts) is plain text; what is not known is for saving only.
 *
 * @param kind how it is shown
 * @param contentType the {@code Content-Type} that it is sent with
 */
public record MediaType(Kind kind, String contentType) {
  /** How a file can be shown. */
  public enum Kind {
    VIDEO,
    AUDIO,
    IMAGE,
    TEXT,
    /** Not at all: it is saved. */
    OTHER
  }

  private static final MediaType OTHER = new MediaType(Kind.OTHER, "application/octet-stream");
  private static final MediaType TEXT = new MediaType(Kind.TEXT, "text/plain; charset=utf-8");

  private static final Map<String, MediaType> BY_ENDING =
      Map.ofEntries(
          Map.entry("mp4", new MediaType(Kind.VIDEO, "video/mp4")),
          Map.entry("m4v", new MediaType(Kind.VIDEO, "video/mp4")),
          Map.entry("mov", new MediaType(Kind.VIDEO, "video/mp4")),
          Map.entry("mkv", new MediaType(Kind.VIDEO, "video/x-matroska")),
          Map.entry("webm", new MediaType(Kind.VIDEO, "video/webm")),
          Map.entry("ogv", new MediaType(Kind.VIDEO, "video/ogg")),
          Map.entry("mp3", new MediaType(Kind.AUDIO, "audio/mpeg")),
          Map.entry("m4a", new MediaType(Kind.AUDIO, "audio/mp4")),
          Map.entry("aac", new MediaType(Kind.AUDIO, "audio/aac")),
          Map.entry("ogg", new MediaType(Kind.AUDIO, "audio/ogg")),
          Map.entry("oga", new MediaType(Kind.AUDIO, "audio/ogg")),
          Map.entry("opus", new MediaType(Kind.AUDIO, "audio/ogg")),
          Map.entry("flac", new MediaType(Kind.AUDIO, "audio/flac")),
          Map.entry("wav", new MediaType(Kind.AUDIO, "audio/wav")),
          Map.entry("weba", new MediaType(Kind.AUDIO, "audio/webm")),
          Map.entry("png", new MediaType(Kind.IMAGE, "image/png")),
          Map.entry("jpg", new MediaType(Kind.IMAGE, "image/jpeg")),
          Map.entry("jpeg", new MediaType(Kind.IMAGE, "image/jpeg")),
          Map.entry("gif", new MediaType(Kind.IMAGE, "image/gif")),
          Map.entry("webp", new MediaType(Kind.IMAGE, "image/webp")),
          Map.entry("avif", new MediaType(Kind.IMAGE, "image/avif")),
          Map.entry("bmp", new MediaType(Kind.IMAGE, "image/bmp")));

  private static final Set<String> TEXT_ENDINGS =
      Set.of(
          "txt", "md", "csv", "tsv", "log", "nfo", "srt", "vtt", "json", "yaml", "yml", "toml",
          "ini", "conf", "java", "py", "c", "h", "cpp", "rs", "go", "sh", "bat", "ps1", "css", "js",
          "mjs", "ts", "html", "htm", "xhtml", "xml", "svg", "tex", "diff", "patch");

  /** By the ending of a file's name. */
  public static MediaType of(String fileName) {
    int dot = fileName.lastIndexOf('.');
    String ending = dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
    return BY_ENDING.getOrDefault(ending, TEXT_ENDINGS.contains(ending) ? TEXT : OTHER);
  }

  /** Whether a page of the dashboard shows it. */
  public boolean playable() {
    return kind == Kind.VIDEO || kind == Kind.AUDIO || kind == Kind.IMAGE;
  }

  /** What the link to it says. */
  public String verb() {
    return switch (kind) {
      case VIDEO, AUDIO -> "Play";
      case IMAGE -> "View";
      case TEXT -> "Open";
      case OTHER -> "Save";
    };
  }
}
