package mutual.files.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/**
 * Makes a stranger's name fit to be one step of a path on this disk.
 *
 * <p>A name that is fit already stays as it is. In others what is unfit becomes an underscore, and
 * a mark taken from the original is added, {@code CON} becoming {@code CON~1f2e3d4c}: so that two
 * names that would become the same do not. Unfit are
 *
 * <ul>
 *   <li>slashes, zeros and control characters, which terminals obey, and the marks that reverse
 *       text, by which {@code cod.exe} passes for {@code exe.doc};
 *   <li>characters that this system's encoding of names does not have;
 *   <li>on Windows also its reserved characters and names, and final dots and spaces;
 *   <li>names of more than {@value #NAME_BYTES_MAX} bytes, whose middle is cut out;
 *   <li>empty names, {@code .} and {@code ..}.
 * </ul>
 */
final class SafeNames {
  /** Bytes of a name in UTF-8: what the common file systems take. */
  static final int NAME_BYTES_MAX = 255;

  /** Bytes of an ending like .jpeg that a cut name keeps. */
  private static final int ENDING_BYTES_MAX = 16;

  private static final String WINDOWS_CHARACTERS = "<>:\"/\\|?*";
  private static final Set<String> WINDOWS_NAMES =
      Set.of(
          "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7",
          "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

  private final boolean windows;
  private final Charset encoding;

  SafeNames(boolean windows, Charset encoding) {
    this.windows = windows;
    this.encoding = encoding;
  }

  static SafeNames ofThisMachine() {
    boolean windows = System.getProperty("os.name", "").startsWith("Windows");
    // Windows has names in Unicode; elsewhere the locale decides what Java can write.
    return new SafeNames(
        windows,
        windows ? UTF_8 : Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
  }

  String safe(String name) {
    StringBuilder fit = new StringBuilder(name.length());
    CharsetEncoder encoder = encoding.newEncoder();
    name.codePoints()
        .forEach(
            point ->
                fit.appendCodePoint(
                    fits(point) && encoder.canEncode(Character.toString(point)) ? point : '_'));
    if (windows) {
      int end = fit.length();
      while (end > 0 && (fit.charAt(end - 1) == '.' || fit.charAt(end - 1) == ' ')) {
        end--;
      }
      fit.setLength(end);
    }
    String text = fit.toString();
    boolean unfit =
        !text.equals(name)
            || text.isEmpty()
            || text.equals(".")
            || text.equals("..")
            || (windows && WINDOWS_NAMES.contains(stem(text).toLowerCase(Locale.ROOT)))
            || bytes(text) > NAME_BYTES_MAX;
    return unfit ? marked(text.startsWith(".") ? "_" + text : text, name) : name;
  }

  private boolean fits(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR -> false;
      case Character.PARAGRAPH_SEPARATOR -> false;
      default ->
          point != '/'
              && !(point >= 0x202A && point <= 0x202E)
              && !(point >= 0x2066 && point <= 0x2069)
              && !(windows && WINDOWS_CHARACTERS.indexOf(point) >= 0);
    };
  }

  private static String stem(String name) {
    int dot = name.indexOf('.');
    return (dot < 0 ? name : name.substring(0, dot)).strip();
  }

  /** Puts a mark of the original between a name's stem and its ending, within the limit. */
  static String marked(String text, String original) {
    int dot = text.lastIndexOf('.');
    String ending = dot > 0 ? text.substring(dot) : "";
    if (bytes(ending) > ENDING_BYTES_MAX) {
      ending = "";
    }
    String mark = "~" + digest(original);
    String stem = text.substring(0, text.length() - ending.length());
    int room = NAME_BYTES_MAX - bytes(mark) - bytes(ending);
    while (bytes(stem) > room) {
      stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
    }
    return stem + mark + ending;
  }

  private static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }

  private static String digest(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
