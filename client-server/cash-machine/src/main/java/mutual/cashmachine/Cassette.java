package mutual.cashmachine;

/**
 * A box of notes of one denomination inside the dispenser.
 *
 * @param denomination in minor units
 * @param notes how many are in it
 * @param capacity how many fit
 */
public record Cassette(int denomination, int notes, int capacity) {
  public Cassette {
    if (denomination <= 0 || notes < 0 || notes > capacity) {
      throw new IllegalArgumentException(
          notes + " notes of " + denomination + " in a cassette for " + capacity);
    }
  }

  public Cassette with(int newNotes) {
    return new Cassette(denomination, newNotes, capacity);
  }
}
