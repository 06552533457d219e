package mutual.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Towns under storms of faults; see {@link Run} for what must hold. */
final class TownSimulation {
  private static final long RUNS = Long.getLong("mutual.simulation.runs", 1000);

  @Test
  void booksBalanceAndBanksAgreeWhateverFails() {
    Simulation.Summary summary = Simulation.run(1, RUNS, line -> {}, seed -> {});

    assertThat(summary.runs()).isEqualTo(RUNS);
    // A storm that does not bite, or a town in which nothing happens, would prove nothing.
    assertThat(summary.completed()).isGreaterThan(10 * RUNS);
    assertThat(summary.lost()).isGreaterThan(10 * RUNS);
    assertThat(summary.crashes()).isGreaterThan(RUNS);
    assertThat(summary.powerCuts()).isGreaterThan(RUNS);
  }

  @Test
  void aSeedAlwaysGivesTheSameRun() {
    List<String> once = new ArrayList<>();
    List<String> again = new ArrayList<>();

    Simulation.run(42, 1, once::add, seed -> {});
    Simulation.run(42, 1, again::add, seed -> {});

    assertThat(once).isNotEmpty().isEqualTo(again);
  }
}
