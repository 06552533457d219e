package mutual.files.swarm;

/**
 * How many requests a peer should have before it.
 *
 * <p>It begins small and grows with each block, as TCP's slow start does, for as long as that makes
 * the peer faster; from then on it is what the peer sends in the time that an answer takes and half
 * a second more. Few enough that a peer that stalls holds up little, enough that its link never
 * runs dry.
 */
final class RequestPace {
  static final int BEGIN = 16;
  static final int MIN = 4;
  static final int MAX = 1_000;

  private static final double MARGIN_SECONDS = 0.5;
  private static final double ANSWER_SECONDS_MAX = 3;
  private static final double GROWTH = 1.05;
  private static final double NANOS = 1e9;

  private final int max;
  private int target;
  private boolean growing = true;
  private double lastRate;
  private double answerSeconds = ANSWER_SECONDS_MAX;
  private double quickestSeconds = ANSWER_SECONDS_MAX;

  /** A pace for a peer that takes at most so many requests. */
  RequestPace(int max) {
    this.max = Math.clamp(max, 1, MAX);
    this.target = Math.min(BEGIN, this.max);
  }

  int target() {
    return target;
  }

  /** The quickest answer so far: the way there and back takes no longer. */
  double quickestSeconds() {
    return quickestSeconds;
  }

  /** A block came, so long after it was asked for. */
  void answered(long nanos) {
    // The fastest answer of late: slower ones waited behind requests of our own.
    double seconds = Math.max(nanos / NANOS, 1e-4);
    answerSeconds = Math.min(answerSeconds * 1.01, seconds);
    quickestSeconds = Math.min(quickestSeconds, seconds);
    if (growing) {
      target = Math.min(max, target + 1);
    }
  }

  /** Looks at the rate once in a while. */
  void adapt(double bytesPerSecond) {
    if (growing) {
      growing = bytesPerSecond > lastRate * GROWTH && target < max;
      lastRate = bytesPerSecond;
    }
    if (!growing) {
      double seconds = Math.min(answerSeconds, ANSWER_SECONDS_MAX) + MARGIN_SECONDS;
      int wanted = (int) Math.ceil(bytesPerSecond * seconds / Block.BYTES);
      // A queue that the peer empties faster than it is measured may grow by half at a time.
      int least = Math.min(MIN, max);
      target = Math.clamp(wanted, least, Math.max(least, Math.min(max, target + target / 2 + 1)));
    }
  }

  /** The peer stalled: one request to see whether it comes back. */
  void stalled() {
    target = 1;
    growing = true;
    lastRate = 0;
  }
}
