package mutual.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The index against a plain list, with hashes that collide often. */
final class HashIndexProperties {
  private static final int RUNS = 15;

  private record Entry(int hash, int address) {}

  @Test
  void findsExactlyWhatIsInIt() {
    for (long seed = 1; seed <= RUNS; seed++) {
      run(seed);
    }
  }

  private static void run(long seed) {
    Random random = new Random(seed);
    HashIndex index = new HashIndex(new Slabs());
    List<Entry> entries = new ArrayList<>();
    int hashes = 1 << (4 + random.nextInt(20));
    int spread = random.nextBoolean() ? 1 : 0x9e37_79b1;
    for (int i = 1; i <= 4000; i++) {
      if (!entries.isEmpty() && random.nextInt(3) == 0) {
        Entry entry = entries.remove(random.nextInt(entries.size()));
        index.remove(entry.hash, entry.address);
      } else {
        Entry entry = new Entry(random.nextInt(hashes) * spread, i);
        index.insert(entry.hash, entry.address);
        entries.add(entry);
      }
      if (i % 500 == 0) {
        for (int probe = 0; probe < 300; probe++) {
          int hash = random.nextInt(hashes) * spread;
          assertThat(found(index, hash))
              .describedAs("seed %s, hash %s", seed, hash)
              .isEqualTo(expected(entries, hash));
        }
      }
    }
  }

  private static Set<Integer> expected(List<Entry> entries, int hash) {
    Set<Integer> addresses = new HashSet<>();
    entries.stream().filter(e -> e.hash == hash).forEach(e -> addresses.add(e.address));
    return addresses;
  }

  private static Set<Integer> found(HashIndex index, int hash) {
    Set<Integer> addresses = new HashSet<>();
    int address = index.first(hash);
    while (address != HashIndex.NONE) {
      assertThat(addresses.add(address)).isTrue();
      address = index.next(hash, address);
    }
    return addresses;
  }
}
