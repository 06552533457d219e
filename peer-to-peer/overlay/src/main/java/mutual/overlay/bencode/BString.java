package mutual.overlay.bencode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A bencoded byte string, {@code 4:spam}; also a dictionary's key.
 *
 * <p>Strings are ordered by their bytes taken as unsigned, a prefix before what it begins: the
 * order that BEP 3 wants of keys.
 */
public final class BString implements BencodeValue, Comparable<BString> {
  private static final int SHOWN_BYTES_MAX = 64;

  private final byte[] bytes;

  private BString(byte[] owned) {
    bytes = owned;
  }

  public static BString of(byte[] bytes) {
    return new BString(bytes.clone());
  }

  /** The UTF-8 bytes of a text. */
  public static BString of(String text) {
    return new BString(text.getBytes(UTF_8));
  }

  /** What remains in a buffer, whose position stays. */
  public static BString of(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return new BString(bytes);
  }

  static BString owning(byte[] bytes) {
    return new BString(bytes);
  }

  public int length() {
    return bytes.length;
  }

  public byte byteAt(int index) {
    return bytes[index];
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The bytes without a copy, read-only. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** The bytes as UTF-8; malformed ones become U+FFFD. */
  public String text() {
    return new String(bytes, UTF_8);
  }

  byte[] unsafeBytes() {
    return bytes;
  }

  @Override
  public int compareTo(BString other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BString string && Arrays.equals(bytes, string.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The text if it is printable ASCII, else hexadecimal; long ones are cut. */
  @Override
  public String toString() {
    boolean printable = true;
    for (byte b : bytes) {
      printable &= b >= ' ' && b < 127;
    }
    int shown = Math.min(bytes.length, SHOWN_BYTES_MAX);
    String start =
        printable
            ? '"' + new String(bytes, 0, shown, UTF_8) + '"'
            : HexFormat.of().formatHex(bytes, 0, shown);
    return shown == bytes.length ? start : start + "... (" + bytes.length + " bytes)";
  }
}
