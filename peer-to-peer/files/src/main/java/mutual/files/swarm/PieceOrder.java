package mutual.files.swarm;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Pieces that may be begun, sorted by priority and then by how few peers have them.
 *
 * <p>Pieces with the same key lie side by side in one array, in random order; a change of a piece's
 * key by one is two swaps, with the edge of its bucket and within the next, so telling of a HAVE
 * costs the same with ten pieces and with a million. Peers that have everything are counted once
 * and move no piece.
 */
final class PieceOrder {
  static final int AVAILABILITY_MAX = 255;
  private static final int PER_PRIORITY = AVAILABILITY_MAX + 1;
  private static final int NOT_NOW = (Priority.values().length - 1) * PER_PRIORITY;
  private static final int KEYS = NOT_NOW + 1;

  private final RandomGenerator random;
  private final int[] order;
  private final int[] place;
  private final int[] key;
  private final int[] availability;

  /** Where each key's pieces begin; one more for the end. */
  private final int[] start = new int[KEYS + 1];

  PieceOrder(int pieces, RandomGenerator random) {
    this.random = random;
    order = new int[pieces];
    place = new int[pieces];
    key = new int[pieces];
    availability = new int[pieces];
    for (int i = 0; i < pieces; i++) {
      order[i] = i;
      place[i] = i;
    }
    Arrays.fill(key, NOT_NOW);
    start[KEYS] = pieces;
  }

  /** Pieces that may be begun. */
  int size() {
    return start[NOT_NOW];
  }

  /** The piece at this place of the order. */
  int at(int index) {
    return order[index];
  }

  int availability(int piece) {
    return availability[piece];
  }

  /** Puts the piece where its priority and availability belong; SKIP takes it out of the order. */
  void place(int piece, Priority priority) {
    move(piece, keyOf(priority, availability[piece]));
  }

  /** One peer more or fewer has the piece. */
  void change(int piece, int by, Priority priority) {
    availability[piece] += by;
    if (key[piece] != NOT_NOW) {
      move(piece, keyOf(priority, availability[piece]));
    }
  }

  private static int keyOf(Priority priority, int availability) {
    return priority == Priority.SKIP
        ? NOT_NOW
        : rank(priority) * PER_PRIORITY + Math.min(availability, AVAILABILITY_MAX);
  }

  private static int rank(Priority priority) {
    return switch (priority) {
      case URGENT -> 0;
      case HIGH -> 1;
      case NORMAL -> 2;
      case LOW -> 3;
      case SKIP -> 4;
    };
  }

  private void move(int piece, int to) {
    int from = key[piece];
    for (; from < to; from++) {
      start[from + 1]--;
      swap(place[piece], start[from + 1]);
    }
    for (; from > to; from--) {
      swap(place[piece], start[from]);
      start[from]++;
    }
    key[piece] = to;
    // Else those who hear the same from a seed would all fetch the same from it.
    swap(place[piece], start[to] + random.nextInt(start[to + 1] - start[to]));
  }

  private void swap(int i, int j) {
    int a = order[i];
    int b = order[j];
    order[i] = b;
    place[b] = i;
    order[j] = a;
    place[a] = j;
  }
}
