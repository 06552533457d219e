package mutual.cashmachine;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A bundle of notes: how many of each denomination. Denominations are in minor units (5000 is a
 * note of 50 EUR) and listed from large to small; none has a count of zero.
 */
public final class Notes {
  public static final Notes NONE = new Notes(new TreeMap<>(Collections.reverseOrder()));

  private final NavigableMap<Integer, Integer> counts;

  private Notes(NavigableMap<Integer, Integer> counts) {
    this.counts = counts;
  }

  /** Fails with an {@link IllegalArgumentException} on negative counts or denominations. */
  public static Notes of(Map<Integer, Integer> counts) {
    TreeMap<Integer, Integer> sorted = new TreeMap<>(Collections.reverseOrder());
    counts.forEach(
        (denomination, count) -> {
          if (denomination <= 0 || count < 0) {
            throw new IllegalArgumentException(count + " notes of " + denomination);
          }
          if (count > 0) {
            sorted.put(denomination, count);
          }
        });
    return sorted.isEmpty() && NONE != null ? NONE : new Notes(sorted);
  }

  public static Notes of(int denomination, int count) {
    return of(Map.of(denomination, count));
  }

  /** Denomination to count, from the largest denomination to the smallest. */
  public Map<Integer, Integer> counts() {
    return Collections.unmodifiableMap(counts);
  }

  public int count(int denomination) {
    return counts.getOrDefault(denomination, 0);
  }

  /** The smallest denomination; fails if there are no notes. */
  public int smallest() {
    return counts.lastKey();
  }

  /** Number of notes. */
  public int size() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** What they are worth, in minor units. */
  public long total() {
    long total = 0;
    for (Map.Entry<Integer, Integer> entry : counts.entrySet()) {
      total += (long) entry.getKey() * entry.getValue();
    }
    return total;
  }

  public boolean isEmpty() {
    return counts.isEmpty();
  }

  public Notes plus(Notes other) {
    TreeMap<Integer, Integer> sum = new TreeMap<>(counts);
    other.counts.forEach((denomination, count) -> sum.merge(denomination, count, Math::addExact));
    return of(sum);
  }

  /** Fails with an {@link IllegalArgumentException} unless this contains the other. */
  public Notes minus(Notes other) {
    TreeMap<Integer, Integer> rest = new TreeMap<>(counts);
    other.counts.forEach((denomination, count) -> rest.merge(denomination, -count, Math::addExact));
    return of(rest);
  }

  /** Those of this that are not in the other: never fails, never negative. */
  public Notes less(Notes other) {
    TreeMap<Integer, Integer> rest = new TreeMap<>(counts);
    rest.replaceAll((denomination, count) -> Math.max(0, count - other.count(denomination)));
    return of(rest);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Notes notes && counts.equals(notes.counts);
  }

  @Override
  public int hashCode() {
    return counts.hashCode();
  }

  /** Such as {@code 2 × 50, 1 × 20}. */
  @Override
  public String toString() {
    return counts.isEmpty()
        ? "no notes"
        : counts.entrySet().stream()
            .map(e -> e.getValue() + " × " + MoneyText.number(e.getKey()))
            .collect(Collectors.joining(", "));
  }
}
