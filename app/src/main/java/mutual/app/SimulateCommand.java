package mutual.app;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import mutual.simulation.Simulation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mutual simulate}. */
@Command(
    name = "simulate",
    description = {
      "Run whole towns in simulated time, with faults from a seed, and check after each event.",
      "Exit code 1 at the first run that fails; it prints the command that replays it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mutual simulate --runs 1000",
      "  mutual simulate --seed 42 --runs 1 --trace     one run, every event printed"
    })
final class SimulateCommand implements Callable<Integer> {
  private static final long PROGRESS_EVERY_NANOS = 5_000_000_000L;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "The first run's seed; the following runs count up. Taken from the clock"
              + " unless said.")
  @Nullable Long seed;

  @Option(
      names = "--runs",
      paramLabel = "M",
      defaultValue = "100",
      description = "How many runs; ${DEFAULT-VALUE} unless said.")
  long runs;

  @Option(names = "--trace", description = "Print every event.")
  boolean trace;

  @Spec CommandSpec spec = CommandSpec.create();

  private long lastProgress;

  @Override
  public Integer call() {
    Output out = Output.of(spec);
    if (runs < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--runs is at least 1");
    }
    long first = seed == null ? System.currentTimeMillis() : seed;
    Consumer<String> tracer = trace ? out::line : _ -> {};
    lastProgress = System.nanoTime();
    Simulation.Summary sum;
    try (SimulatedFaults.Muted _ = trace ? () -> {} : SimulatedFaults.mute()) {
      sum = Simulation.run(first, runs, tracer, done -> progress(out, first, done));
    } catch (Simulation.FailedRun failed) {
      throw new CommandFailure(ExitCode.REFUSED, String.valueOf(failed.getMessage()), failed);
    }
    if (out.isJson()) {
      out.line(
          """
          {"firstSeed": %d, "runs": %d, "events": %d, "messages": %d, "lost": %d, \
          "crashes": %d, "powerCuts": %d, "exchanges": %d, "completed": %d}\
          """
              .formatted(
                  first,
                  sum.runs(),
                  sum.events(),
                  sum.messages(),
                  sum.lost(),
                  sum.crashes(),
                  sum.powerCuts(),
                  sum.exchanges(),
                  sum.completed()));
    } else {
      out.line(
          "%d runs from seed %d: %d events, %d messages (%d lost), %d crashes, %d power cuts,"
              .formatted(
                  sum.runs(),
                  first,
                  sum.events(),
                  sum.messages(),
                  sum.lost(),
                  sum.crashes(),
                  sum.powerCuts()));
      out.line(
          "%d exchanges, %d of them completed. Every invariant held after every event."
              .formatted(sum.exchanges(), sum.completed()));
    }
    return ExitCode.OK.number();
  }

  private void progress(Output out, long first, long done) {
    long now = System.nanoTime();
    if (!out.isJson() && now - lastProgress > PROGRESS_EVERY_NANOS) {
      lastProgress = now;
      out.line("  " + (done - first + 1) + " of " + runs + " runs …");
    }
  }
}
