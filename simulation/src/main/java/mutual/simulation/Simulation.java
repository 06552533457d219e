package mutual.simulation;

import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Runs towns from seeds. A failing seed fails the same way each time. */
public final class Simulation {
  private Simulation() {}

  /** Sums over all runs. */
  public record Summary(
      long runs,
      long events,
      long messages,
      long lost,
      long crashes,
      long powerCuts,
      long exchanges,
      long completed) {
    static final Summary NONE = new Summary(0, 0, 0, 0, 0, 0, 0, 0);

    private Summary plus(Run.Result run) {
      return new Summary(
          runs + 1,
          events + run.events(),
          messages + run.messages(),
          lost + run.lost(),
          crashes + run.crashes(),
          powerCuts + run.cuts(),
          exchanges + run.exchanges(),
          completed + run.completed());
    }
  }

  /** A run in which an invariant did not hold. */
  public static final class FailedRun extends RuntimeException {
    FailedRun(long seed, Throwable cause) {
      super(
          "seed %d: %s%nTo see it again: ./mutual simulate --seed %d --runs 1 --trace"
              .formatted(seed, cause.getMessage(), seed),
          cause);
    }
  }

  /**
   * Runs the seeds from {@code firstSeed} on.
   *
   * @param trace hears of every event, one line each
   * @param progress hears of each seed that is done
   * @throws FailedRun at the first run that fails
   */
  public static Summary run(
      long firstSeed, long runs, Consumer<String> trace, LongConsumer progress) {
    Summary summary = Summary.NONE;
    for (long seed = firstSeed; seed < firstSeed + runs; seed++) {
      summary = summary.plus(run(seed, trace));
      progress.accept(seed);
    }
    return summary;
  }

  private static Run.Result run(long seed, Consumer<String> trace) {
    try {
      return new Run(seed, trace).toTheEnd();
    } catch (RuntimeException e) {
      throw new FailedRun(seed, e);
    }
  }
}
