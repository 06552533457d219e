package mutual.overlay.bencode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Laws of bencode over random values and bytes. Replay with {@code -Dmutual.seed=N}. */
final class BencodeProperties {
  private static final int ROUNDS = 5_000;
  private static final BencodeLimits LIMITS = BencodeLimits.MESSAGE;

  private final long seed = Long.getLong("mutual.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  private BencodeValue value(int depth) {
    return switch (random.nextInt(depth > 0 ? 4 : 2)) {
      case 0 -> new BInteger(random.nextLong() >> random.nextInt(64));
      case 1 -> string();
      case 2 -> {
        List<BencodeValue> items = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          items.add(value(depth - 1));
        }
        yield new BList(items);
      }
      default -> {
        BDictionary.Builder entries = BDictionary.builder();
        for (int i = random.nextInt(5); i > 0; i--) {
          entries.put(string(), value(depth - 1));
        }
        yield entries.build();
      }
    };
  }

  private BString string() {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return BString.of(bytes);
  }

  @Test
  void whatIsWrittenIsReadBack() throws BencodeException {
    for (int i = 0; i < ROUNDS; i++) {
      BencodeValue value = value(4);
      byte[] bytes = Bencode.encode(value);
      assertThat(bytes).as("seed %d", seed).hasSize((int) Bencode.encodedLength(value));
      assertThat(Bencode.decode(bytes, LIMITS)).as("seed %d", seed).isEqualTo(value);
      assertThat(Bencode.decode(bytes, LIMITS)).hasSameHashCodeAs(value);
      byte[] followed = new byte[bytes.length + random.nextInt(9)];
      random.nextBytes(followed);
      System.arraycopy(bytes, 0, followed, 0, bytes.length);
      Bencode.Prefix prefix = Bencode.decodePrefix(ByteBuffer.wrap(followed), LIMITS);
      assertThat(prefix).as("seed %d", seed).isEqualTo(new Bencode.Prefix(value, bytes.length));
    }
  }

  @Test
  void strictlyReadBytesAreTheOnlyOnesOfTheirValue() {
    int read = 0;
    for (int i = 0; i < ROUNDS * 10; i++) {
      byte[] bytes = damaged(Bencode.encode(value(3)));
      try {
        BencodeValue value = Bencode.decode(bytes, LIMITS);
        read++;
        assertThat(Bencode.encode(value)).as("seed %d", seed).isEqualTo(bytes);
      } catch (BencodeException e) {
        assertThat(e.offset()).as("seed %d", seed).isBetween(0, bytes.length);
      }
    }
    assertThat(read).as("seed %d", seed).isPositive();
  }

  @Test
  void lenientReadingTakesAllThatStrictReadingTakesAndFindsTheSame() {
    for (int i = 0; i < ROUNDS * 4; i++) {
      byte[] bytes = random.nextBoolean() ? damaged(Bencode.encode(value(3))) : noise();
      BencodeValue strict;
      try {
        strict = Bencode.decode(bytes, LIMITS);
      } catch (BencodeException e) {
        readLenientlyOrRefuse(bytes);
        continue;
      }
      try {
        assertThat(Bencode.decodeLenient(bytes, LIMITS)).as("seed %d", seed).isEqualTo(strict);
      } catch (BencodeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private void readLenientlyOrRefuse(byte[] bytes) {
    try {
      BencodeValue value = Bencode.decodeLenient(bytes, LIMITS);
      assertThat(Bencode.decode(Bencode.encode(value), LIMITS))
          .as("seed %d", seed)
          .isEqualTo(value);
    } catch (BencodeException e) {
      assertThat(e.offset()).as("seed %d", seed).isBetween(0, bytes.length);
    }
  }

  private byte[] damaged(byte[] bytes) {
    switch (random.nextInt(4)) {
      case 0 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      case 1 -> bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 3));
      case 2 ->
          bytes[random.nextInt(bytes.length)] =
              (byte) "ilde0123456789:-".charAt(random.nextInt(16));
      default -> {}
    }
    return bytes;
  }

  /** Bytes that look enough like bencode to get far. */
  private byte[] noise() {
    byte[] bytes = new byte[random.nextInt(200)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) "iillddeeee0011234:::-ab".charAt(random.nextInt(23));
    }
    return bytes;
  }
}
