package mutual.cashmachine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the notes that make up an amount.
 *
 * <p>Taking the largest notes first fails where the cassettes hold 50 and 20 and somebody wants 60,
 * so every combination is considered, which a bound on the number of notes keeps small: with four
 * denominations at most 41 x 41 x 41 counts.
 */
public final class NoteMix {
  /** More notes than this do not fit through the shutter at once. */
  public static final int NOTES_PER_DISPENSE_MAX = 40;

  /** How many steps of the smallest note the search for a payable amount near another one takes. */
  static final int NEAREST_STEPS_MAX = 400;

  /** What a customer may ask for. */
  public enum Preference {
    /** As few notes as possible; among equals, larger ones. */
    FEW_NOTES,
    /** As many different denominations as possible, then as few notes as possible. */
    WITH_SMALL
  }

  private NoteMix() {}

  /** Empty if the notes at hand cannot make up exactly this amount. */
  public static Optional<Notes> find(Notes atHand, long amount, Preference preference) {
    if (amount <= 0) {
      return Optional.empty();
    }
    List<Integer> denominations = List.copyOf(atHand.counts().keySet());
    Search search = new Search(atHand, denominations, preference);
    search.descend(0, amount, 0, 0);
    return Optional.ofNullable(search.best)
        .map(
            counts -> {
              TreeMap<Integer, Integer> notes = new TreeMap<>();
              for (int i = 0; i < counts.length; i++) {
                notes.put(denominations.get(i), counts[i]);
              }
              return Notes.of(notes);
            });
  }

  public static boolean payable(Notes atHand, long amount) {
    return find(atHand, amount, Preference.FEW_NOTES).isPresent();
  }

  /**
   * The largest payable amount below this one and the smallest above, up to a maximum; fewer than
   * two if there are none within reach.
   */
  public static List<Long> nearest(Notes atHand, long amount, long amountMax) {
    List<Long> found = new ArrayList<>();
    if (atHand.isEmpty()) {
      return found;
    }
    int step = atHand.counts().keySet().stream().mapToInt(i -> i).reduce(0, NoteMix::divisor);
    long below = Math.floorDiv(Math.min(amount, amountMax + step) - 1, step) * step;
    for (int i = 0; i < NEAREST_STEPS_MAX && below > 0; i++, below -= step) {
      if (payable(atHand, below)) {
        found.add(below);
        break;
      }
    }
    long above = Math.floorDiv(Math.max(amount, 0), step) * step + step;
    for (int i = 0; i < NEAREST_STEPS_MAX && above <= amountMax; i++, above += step) {
      if (payable(atHand, above)) {
        found.add(above);
        break;
      }
    }
    return found;
  }

  /** All the notes in some cassettes. */
  public static Notes in(List<Cassette> cassettes) {
    Map<Integer, Integer> sum = new TreeMap<>();
    cassettes.forEach(c -> sum.merge(c.denomination(), c.notes(), Integer::sum));
    return Notes.of(sum);
  }

  private static int divisor(int a, int b) {
    return b == 0 ? a : divisor(b, a % b);
  }

  private static final class Search {
    private final int[] denominations;
    private final int[] atHand;
    private final int[] chosen;
    private final Preference preference;
    private int @Nullable [] best;
    private int bestKinds;
    private int bestNotes;

    Search(Notes notes, List<Integer> denominations, Preference preference) {
      this.denominations = denominations.stream().mapToInt(i -> i).toArray();
      this.atHand = denominations.stream().mapToInt(notes::count).toArray();
      this.chosen = new int[denominations.size()];
      this.preference = preference;
    }

    /** Larger counts of larger notes come first, so among equals the first found is kept. */
    void descend(int index, long rest, int notes, int kinds) {
      if (rest == 0) {
        consider(index, notes, kinds);
        return;
      }
      if (index == denominations.length) {
        return;
      }
      int most =
          (int)
              Math.min(
                  Math.min(atHand[index], NOTES_PER_DISPENSE_MAX - notes),
                  rest / denominations[index]);
      boolean last = index == denominations.length - 1;
      if (last && (long) most * denominations[index] != rest) {
        return;
      }
      for (int count = most; count >= (last ? most : 0); count--) {
        chosen[index] = count;
        descend(
            index + 1,
            rest - (long) count * denominations[index],
            notes + count,
            kinds + (count > 0 ? 1 : 0));
      }
      chosen[index] = 0;
    }

    private void consider(int depth, int notes, int kinds) {
      boolean better =
          best == null
              || switch (preference) {
                case FEW_NOTES -> notes < bestNotes;
                case WITH_SMALL -> kinds > bestKinds || (kinds == bestKinds && notes < bestNotes);
              };
      if (better) {
        best = new int[denominations.length];
        System.arraycopy(chosen, 0, best, 0, depth);
        bestKinds = kinds;
        bestNotes = notes;
      }
    }
  }
}
