package mutual.simulation;

import java.util.SplittableRandom;
import java.util.UUID;

/** UUIDs of version 7 (RFC 9562) from simulated time and a seeded random. */
final class Ids {
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final EventQueue queue;
  private final SplittableRandom random;

  Ids(EventQueue queue, SplittableRandom random) {
    this.queue = queue;
    this.random = random;
  }

  UUID next() {
    long high = queue.nowMillis() << 16 | VERSION_7 | random.nextInt(1 << 12);
    return new UUID(high, VARIANT | random.nextLong() >>> 2);
  }
}
