package mutual.simulation;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Carries messages between nodes, badly: they are lost, delayed, doubled and overtake each other,
 * and pairs of nodes can be cut off from each other. An answer is a message like any other, so it
 * is lost on its own account.
 */
final class Network {
  private static final int DELAY_MILLIS_MAX = 40;
  private static final int SLOW_MILLIS_MAX = 30_000;

  private final EventQueue queue;
  private final SplittableRandom random;
  private final Set<String> cut = new HashSet<>();
  private FaultRates rates;
  private long carried;
  private long lost;

  Network(EventQueue queue, SplittableRandom random, FaultRates rates) {
    this.queue = queue;
    this.random = random;
    this.rates = rates;
  }

  void rates(FaultRates newRates) {
    rates = newRates;
  }

  void heal() {
    rates = FaultRates.NONE;
    cut.clear();
  }

  void cut(String a, String b, long forMillis) {
    cut.add(pair(a, b));
    queue.after(
        forMillis, "network " + a + " and " + b + " can talk again", () -> cut.remove(pair(a, b)));
  }

  void send(String from, String to, String what, Runnable arrival) {
    String line = from + " -> " + to + ": " + what;
    if (random.nextDouble() < rates.duplication()) {
      carry(from, to, line + " (again)", arrival);
    }
    carry(from, to, line, arrival);
  }

  private void carry(String from, String to, String line, Runnable arrival) {
    carried++;
    if (random.nextDouble() < rates.loss()) {
      lost++;
      return;
    }
    int most = random.nextDouble() < rates.slow() ? SLOW_MILLIS_MAX : DELAY_MILLIS_MAX;
    queue.after(
        random.nextInt(1, most),
        line,
        () -> {
          // A cut drops what is under way as well.
          if (cut.contains(pair(from, to))) {
            lost++;
          } else {
            arrival.run();
          }
        });
  }

  long carried() {
    return carried;
  }

  long lost() {
    return lost;
  }

  private static String pair(String a, String b) {
    return a.compareTo(b) < 0 ? a + "|" + b : b + "|" + a;
  }
}
