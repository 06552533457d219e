package mutual.middleware;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which bytes of some content a GET asks for (RFC 9110, section 14). */
sealed interface ByteRange {
  /** All of them. */
  record Whole() implements ByteRange {}

  /** Some: from the first to the last, both included. */
  record Part(long first, long last) implements ByteRange {}

  /** None that there are. */
  record Nowhere() implements ByteRange {}

  /** One range; at most 18 digits fit into a long. */
  Pattern SINGLE = Pattern.compile("(?i:bytes)=\\s*([0-9]{0,18})-([0-9]{0,18})\\s*");

  /**
   * Reads a Range header. One that is malformed, of another unit or of several ranges is ignored,
   * as the standard allows.
   *
   * @param ifRange the If-Range header: the tag of the content that the range belongs to
   */
  static ByteRange of(
      @Nullable String range, @Nullable String ifRange, long lengthBytes, String tag) {
    if (range == null || (ifRange != null && !ifRange.strip().equals(tag))) {
      return new Whole();
    }
    Matcher single = SINGLE.matcher(range);
    if (!single.matches()) {
      return new Whole();
    }
    String from = single.group(1);
    String to = single.group(2);
    if (from.isEmpty()) {
      return to.isEmpty() ? new Whole() : suffix(Long.parseLong(to), lengthBytes);
    }
    long first = Long.parseLong(from);
    long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
    if (last < first) {
      return new Whole();
    }
    return first < lengthBytes ? new Part(first, Math.min(last, lengthBytes - 1)) : new Nowhere();
  }

  private static ByteRange suffix(long count, long lengthBytes) {
    return count == 0 || lengthBytes == 0
        ? new Nowhere()
        : new Part(Math.max(0, lengthBytes - count), lengthBytes - 1);
  }
}
