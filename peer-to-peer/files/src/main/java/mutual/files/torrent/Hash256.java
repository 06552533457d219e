package mutual.files.torrent;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A SHA-256 digest: the root or a node of a tree of hashes. */
public final class Hash256 {
  public static final int LENGTH_BYTES = 32;

  private final byte[] bytes;

  private Hash256(byte[] owned) {
    bytes = owned;
  }

  public static Hash256 of(byte[] bytes) {
    return at(bytes, 0, bytes.length);
  }

  /** The digest that begins at an offset of more bytes. */
  public static Hash256 at(byte[] bytes, int offset) {
    return at(bytes, offset, LENGTH_BYTES);
  }

  private static Hash256 at(byte[] bytes, int offset, int length) {
    if (length != LENGTH_BYTES) {
      throw new IllegalArgumentException("a SHA-256 digest of " + length + " bytes");
    }
    return new Hash256(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, LENGTH_BYTES);
  }

  boolean matches(byte[] other, int offset) {
    return Arrays.equals(bytes, 0, LENGTH_BYTES, other, offset, offset + LENGTH_BYTES);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Hash256 hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Lower-case hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
