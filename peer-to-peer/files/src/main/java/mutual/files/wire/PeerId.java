package mutual.files.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What a client calls itself in a swarm: 20 bytes, drawn anew for each share (BEP 20). */
public final class PeerId {
  /** Length of the id. */
  public static final int BYTES = 20;

  private static final String OURS = "-MU0100-";

  private final byte[] bytes;

  private PeerId(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Makes an id of its bytes. */
  public static PeerId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("A peer id is 20 bytes, not " + bytes.length);
    }
    return new PeerId(bytes.clone());
  }

  /** Draws an id that tells our program and version. */
  public static PeerId draw(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    byte[] prefix = OURS.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(prefix, 0, bytes, 0, prefix.length);
    return new PeerId(bytes);
  }

  /** The 20 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Program and version as far as the id tells, such as {@code LT20B0}; for people. */
  public String client() {
    if (bytes[0] == '-' && bytes[7] == '-') {
      String text = new String(bytes, 1, 6, StandardCharsets.ISO_8859_1);
      return text.chars().allMatch(c -> c > ' ' && c < 0x7f) ? text : "unknown";
    }
    return "unknown";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeerId that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return client();
  }
}
