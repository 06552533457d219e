package mutual.overlay.dht;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import mutual.overlay.bencode.BString;
import org.jspecify.annotations.Nullable;

/** A place in the DHT's space: the id of a node, a torrent's info hash, an item's target. */
public final class DhtId implements Comparable<DhtId> {
  /** Length of an id; longer info hashes (BitTorrent v2) are cut to it. */
  public static final int BYTES = 20;

  static final int BITS = BYTES * 8;

  private final byte[] bytes;

  private DhtId(byte[] owned) {
    bytes = owned;
  }

  /** An id of its 20 bytes. */
  public static DhtId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("A DHT id is " + BYTES + " bytes, not " + bytes.length);
    }
    return new DhtId(bytes.clone());
  }

  static DhtId random(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new DhtId(bytes);
  }

  static Optional<DhtId> of(Optional<BString> bytes) {
    return bytes.filter(string -> string.length() == BYTES).map(s -> new DhtId(s.bytes()));
  }

  static DhtId sha1(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return new DhtId(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("The JDK lacks SHA-1", e);
    }
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  BString string() {
    return BString.of(bytes);
  }

  byte byteAt(int index) {
    return bytes[index];
  }

  /** Negative if the first is nearer to this id (by exclusive or) than the second. */
  int compareDistances(DhtId first, DhtId second) {
    for (int i = 0; i < BYTES; i++) {
      int difference = ((first.bytes[i] ^ bytes[i]) & 0xff) - ((second.bytes[i] ^ bytes[i]) & 0xff);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  /** How many leading bits this id and another have in common. */
  int sharedBits(DhtId other) {
    int i = Arrays.mismatch(bytes, other.bytes);
    return i < 0
        ? BITS
        : i * 8 + Integer.numberOfLeadingZeros((bytes[i] ^ other.bytes[i]) & 0xff) - 24;
  }

  /** A random id that has exactly this many leading bits in common with this one. */
  DhtId randomSharing(int bits, RandomGenerator random) {
    byte[] made = new byte[BYTES];
    random.nextBytes(made);
    for (int bit = 0; bit <= bits && bit < BITS; bit++) {
      int mask = 0x80 >> (bit % 8);
      int wanted = bytes[bit / 8] & mask;
      if (bit == bits) {
        wanted ^= mask;
      }
      made[bit / 8] = (byte) ((made[bit / 8] & ~mask) | wanted);
    }
    return new DhtId(made);
  }

  @Override
  public int compareTo(DhtId other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DhtId id && Arrays.equals(bytes, id.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Forty hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
