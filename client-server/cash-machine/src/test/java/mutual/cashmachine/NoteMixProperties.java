package mutual.cashmachine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The search for notes against trying every combination. */
final class NoteMixProperties {
  private static final int RUNS = 3_000;

  @Test
  void findsWhatTryingEverythingFinds() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int run = 0; run < RUNS; run++) {
      Notes atHand =
          Notes.of(
              Map.of(
                  50_00, random.nextInt(5),
                  20_00, random.nextInt(6),
                  10_00, random.nextInt(6),
                  5_00, random.nextInt(6)));
      long amount = random.nextInt(100) * (random.nextInt(10) == 0 ? 1_00L : 5_00L);
      List<Notes> all = everything(atHand, amount);
      String replay = "-Dseed=" + seed + " run " + run + ": " + amount + " of " + atHand;
      Optional<Notes> few = NoteMix.find(atHand, amount, NoteMix.Preference.FEW_NOTES);
      Optional<Notes> mixed = NoteMix.find(atHand, amount, NoteMix.Preference.WITH_SMALL);
      assertThat(few.isPresent()).as(replay).isEqualTo(!all.isEmpty());
      assertThat(mixed.isPresent()).as(replay).isEqualTo(!all.isEmpty());
      if (!all.isEmpty()) {
        assertThat(all).as(replay).contains(few.orElseThrow(), mixed.orElseThrow());
        int fewest = all.stream().mapToInt(Notes::size).min().orElseThrow();
        int kinds = all.stream().mapToInt(n -> n.counts().size()).max().orElseThrow();
        assertThat(few.orElseThrow().size()).as(replay).isEqualTo(fewest);
        assertThat(mixed.orElseThrow().counts()).as(replay).hasSize(kinds);
      }
    }
  }

  @Test
  void offersTheNearestAmountsOnEitherSide() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int run = 0; run < RUNS / 10; run++) {
      Notes atHand = Notes.of(Map.of(50_00, random.nextInt(4), 20_00, random.nextInt(5)));
      long amount = random.nextInt(60) * 5_00L;
      List<Long> expected = new ArrayList<>();
      for (long below = amount - 5_00; below > 0; below -= 5_00) {
        if (!everything(atHand, below).isEmpty()) {
          expected.add(below);
          break;
        }
      }
      for (long above = amount + 5_00; above <= 500_00; above += 5_00) {
        if (!everything(atHand, above).isEmpty()) {
          expected.add(above);
          break;
        }
      }
      assertThat(NoteMix.nearest(atHand, amount, 500_00))
          .as("-Dseed=" + seed + " run " + run + ": " + amount + " of " + atHand)
          .isEqualTo(expected);
    }
  }

  @Test
  void paysSixtyFromFiftiesAndTwenties() {
    Notes atHand = Notes.of(Map.of(50_00, 10, 20_00, 10));
    assertThat(NoteMix.find(atHand, 60_00, NoteMix.Preference.FEW_NOTES))
        .contains(Notes.of(20_00, 3));
  }

  @Test
  void neverPaysMoreNotesThanTheShutterTakes() {
    Notes atHand = Notes.of(5_00, 1000);
    long most = NoteMix.NOTES_PER_DISPENSE_MAX * 5_00L;
    assertThat(NoteMix.payable(atHand, most)).isTrue();
    assertThat(NoteMix.payable(atHand, most + 5_00)).isFalse();
  }

  private static List<Notes> everything(Notes atHand, long amount) {
    List<Notes> found = new ArrayList<>();
    for (int a = 0; a <= atHand.count(50_00); a++) {
      for (int b = 0; b <= atHand.count(20_00); b++) {
        for (int c = 0; c <= atHand.count(10_00); c++) {
          for (int d = 0; d <= atHand.count(5_00); d++) {
            Notes notes = Notes.of(Map.of(50_00, a, 20_00, b, 10_00, c, 5_00, d));
            if (!notes.isEmpty() && notes.total() == amount) {
              found.add(notes);
            }
          }
        }
      }
    }
    return found;
  }
}
