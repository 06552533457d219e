package mutual.files;

import java.util.Random;

/**
 * Runs a law over many seeds. A failure names the seed; {@code -Dmutual.seed=N} replays it alone.
 */
public final class Seeds {
  private Seeds() {}

  /** A law; it throws if it does not hold. */
  public interface Law {
    void check(long seed, Random random) throws Exception;
  }

  /** A random of its own for each seed: those of Random itself begin alike for small seeds. */
  public static Random random(long seed) {
    return new Random(seed * 0x9E37_79B9_7F4A_7C15L);
  }

  public static void check(int count, Law law) {
    Long only = Long.getLong("mutual.seed");
    for (long seed = only == null ? 1 : only; seed <= (only == null ? count : only); seed++) {
      try {
        law.check(seed, random(seed));
      } catch (Exception | AssertionError e) {
        throw new AssertionError("fails with seed " + seed + " (-Dmutual.seed=" + seed + ")", e);
      }
    }
  }
}
