package mutual.files.tracker;

import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A tracker that could not be asked, or did not answer what was asked: why, as a sentence. */
final class TrackerException extends Exception {
  /** Stands for a tracker that is not to be asked again. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int WORDS_CHARS_MAX = 200;

  /** What kind of failure. */
  enum Reason {
    /** The tracker said no. */
    REFUSED,
    /** No such host, no way to it, or nobody listening there. */
    UNREACHABLE,
    /** The answer is not one. */
    MALFORMED,
    /** No whole answer in time. */
    TIMED_OUT,
    /** An address that we cannot, or will not, announce to. */
    UNSUPPORTED
  }

  private final Reason reason;
  private final OptionalLong retryMillis;

  private TrackerException(Reason reason, String sentence, OptionalLong retryMillis) {
    // No stack trace: dead trackers cause these all day.
    super(sentence, null, false, false);
    this.reason = reason;
    this.retryMillis = retryMillis;
  }

  /** A refusal in the tracker's words. */
  static TrackerException refused(String words, OptionalLong retryMillis) {
    return new TrackerException(
        Reason.REFUSED, "The tracker refused: " + plain(words), retryMillis);
  }

  static TrackerException unreachable(String sentence) {
    return new TrackerException(Reason.UNREACHABLE, sentence, OptionalLong.empty());
  }

  static TrackerException malformed(String sentence) {
    return new TrackerException(Reason.MALFORMED, sentence, OptionalLong.empty());
  }

  static TrackerException timedOut(String sentence) {
    return new TrackerException(Reason.TIMED_OUT, sentence, OptionalLong.empty());
  }

  static TrackerException unsupported(String sentence) {
    return new TrackerException(Reason.UNSUPPORTED, sentence, OptionalLong.of(NEVER));
  }

  /** A stranger's words for one line on a screen: no control characters, not too many. */
  static String plain(String words) {
    String line =
        words
            .codePoints()
            .map(c -> Character.isWhitespace(c) ? ' ' : c)
            .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
            .limit(WORDS_CHARS_MAX)
            .mapToObj(Character::toString)
            .collect(Collectors.joining())
            .strip();
    return line.isEmpty() ? "(no words)" : line;
  }

  Reason reason() {
    return reason;
  }

  /** When the tracker wants to be asked again, if it said so (BEP 31), or {@link #NEVER}. */
  OptionalLong retryMillis() {
    return retryMillis;
  }

  /** The sentence. */
  String sentence() {
    return String.valueOf(getMessage());
  }
}
