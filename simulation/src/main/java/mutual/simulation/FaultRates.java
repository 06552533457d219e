package mutual.simulation;

import java.util.SplittableRandom;

/**
 * How unkind one run is. Each run draws its own rates, so that some runs are calm, some lose half
 * of all messages, and some crash all the time: bugs hide in each.
 *
 * @param loss share of messages that never arrive (each way counts on its own)
 * @param duplication share of messages that arrive twice
 * @param slow share of messages that take seconds instead of milliseconds
 * @param bankCrashSeconds mean time between crashes of one bank; 0 means never
 * @param machineCutSeconds mean time between power cuts of one machine; 0 means never
 * @param partitionSeconds mean time between partitions of a pair of banks; 0 means never
 * @param deviceFault share of device actions that fail
 */
record FaultRates(
    double loss,
    double duplication,
    double slow,
    int bankCrashSeconds,
    int machineCutSeconds,
    int partitionSeconds,
    double deviceFault) {
  static final FaultRates NONE = new FaultRates(0, 0, 0, 0, 0, 0, 0);

  static FaultRates draw(SplittableRandom random) {
    return new FaultRates(
        share(random, 0.4),
        share(random, 0.3),
        share(random, 0.3),
        sometimes(random, 20, 600),
        sometimes(random, 20, 600),
        sometimes(random, 30, 600),
        share(random, 0.2));
  }

  private static double share(SplittableRandom random, double most) {
    double draw = random.nextDouble();
    return random.nextInt(3) == 0 ? 0 : draw * draw * most;
  }

  private static int sometimes(SplittableRandom random, int least, int most) {
    return random.nextInt(3) == 0 ? 0 : random.nextInt(least, most);
  }
}
