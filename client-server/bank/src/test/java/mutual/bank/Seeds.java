package mutual.bank;

import java.util.Random;

/**
 * Runs a law over random inputs, each from a seed of its own; a failure names the seed, and {@code
 * -Dmutual.seed=N} runs that one alone.
 */
final class Seeds {
  private Seeds() {}

  interface Law {
    void check(Random random) throws Exception;
  }

  static void forEach(int runs, Law law) {
    Long only = Long.getLong("mutual.seed");
    long first = only != null ? only : 1;
    long last = only != null ? only : Long.getLong("mutual.runs", runs);
    for (long seed = first; seed <= last; seed++) {
      try {
        law.check(new Random(seed * 0x9e37_79b9_7f4a_7c15L));
      } catch (Exception | AssertionError e) {
        throw new AssertionError("failed with -Dmutual.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
