package mutual.peer;

/**
 * One thing that was looked at for trouble.
 *
 * @param about what was looked at, in two or three words
 * @param level how bad it is
 * @param found a sentence: what was found
 * @param advice a sentence: what to do; empty if nothing
 */
public record Finding(String about, Level level, String found, String advice) {
  /** How bad it is. */
  public enum Level {
    GOOD,
    /** Works, but not as well as it could. */
    WARNING,
    /** Does not work. */
    BAD
  }
}
