package mutual.benchmarks.files;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 64MiB}, {@code 1GiB}. */
public final class ByteSize {
  /** The largest that is read: a pebibyte is a slip of the finger. */
  static final long BYTES_MAX = 1L << 40;

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(KiB|MiB|GiB)");

  private ByteSize() {}

  /**
   * Reads a size.
   *
   * @throws IllegalArgumentException with a sentence if it is none
   */
  public static long parse(String text) {
    Matcher size = SIZE.matcher(text);
    if (size.matches()) {
      int shift =
          switch (size.group(2)) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            default -> 30;
          };
      long count = Long.parseLong(size.group(1));
      if (count > 0 && count <= BYTES_MAX >> shift) {
        return count << shift;
      }
    }
    throw new IllegalArgumentException(
        "A size is a number with KiB, MiB or GiB, of at most 1024GiB, such as 64MiB: " + text);
  }

  /** The shortest way to write a size exactly. */
  static String of(long bytes) {
    if (bytes % (1 << 30) == 0) {
      return (bytes >> 30) + " GiB";
    }
    return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
  }
}
