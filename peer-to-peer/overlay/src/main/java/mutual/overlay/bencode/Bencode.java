package mutual.overlay.bencode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * The bencoding of values (BEP 3): {@code i-3e}, {@code 4:spam}, {@code l4:spami7ee}, {@code
 * d3:cow3:mooe}.
 *
 * <p>{@link #decode} is strict: it takes only the one canonical encoding of a value, so that equal
 * values have equal hashes and signatures. {@link #decodeLenient} also takes what careless programs
 * write: keys out of order and numbers with leading zeros. Both refuse a key that occurs twice (two
 * readers would see two different values), integers beyond 64 bits, and anything after the value. A
 * buffer's position and limit stay as they were.
 */
public final class Bencode {
  private Bencode() {}

  /**
   * A value at the beginning of a buffer that may hold more.
   *
   * @param length the bytes it took
   */
  public record Prefix(BencodeValue value, int length) {}

  public static BencodeValue decode(byte[] bytes, BencodeLimits limits) throws BencodeException {
    return decode(ByteBuffer.wrap(bytes), limits);
  }

  public static BencodeValue decode(ByteBuffer buffer, BencodeLimits limits)
      throws BencodeException {
    return whole(new BencodeReader(buffer, limits, true));
  }

  public static BencodeValue decodeLenient(byte[] bytes, BencodeLimits limits)
      throws BencodeException {
    return decodeLenient(ByteBuffer.wrap(bytes), limits);
  }

  public static BencodeValue decodeLenient(ByteBuffer buffer, BencodeLimits limits)
      throws BencodeException {
    return whole(new BencodeReader(buffer, limits, false));
  }

  private static BencodeValue whole(BencodeReader reader) throws BencodeException {
    BencodeValue value = reader.value(1);
    reader.expectEnd();
    return value;
  }

  /** Decodes leniently the value that a buffer begins with; what follows is left alone. */
  public static Prefix decodePrefix(ByteBuffer buffer, BencodeLimits limits)
      throws BencodeException {
    BencodeReader reader = new BencodeReader(buffer, limits, false);
    BencodeValue value = reader.value(1);
    return new Prefix(value, reader.offset());
  }

  /**
   * The bytes, as they came, of the value under a key of the dictionary that a buffer begins with:
   * what a torrent's info hash is taken over. A view of the buffer; empty if there is no such key.
   */
  public static Optional<ByteBuffer> original(ByteBuffer buffer, String key, BencodeLimits limits)
      throws BencodeException {
    return new BencodeReader(buffer, limits, false).original(BString.of(key));
  }

  /** The canonical encoding. */
  public static byte[] encode(BencodeValue value) {
    byte[] bytes = new byte[Math.toIntExact(encodedLength(value))];
    write(value, ByteBuffer.wrap(bytes));
    return bytes;
  }

  /** The bytes that {@link #encode} makes of a value. */
  public static long encodedLength(BencodeValue value) {
    return switch (value) {
      case BInteger(long number) -> 2 + Long.toString(number).length();
      case BString string -> decimalDigits(string.length()) + 1 + (long) string.length();
      case BList list -> {
        long length = 2;
        for (BencodeValue item : list) {
          length += encodedLength(item);
        }
        yield length;
      }
      case BDictionary dictionary -> {
        long length = 2;
        for (Map.Entry<BString, BencodeValue> entry : dictionary) {
          length += encodedLength(entry.getKey()) + encodedLength(entry.getValue());
        }
        yield length;
      }
    };
  }

  private static int decimalDigits(int number) {
    int digits = 1;
    for (int rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private static void write(BencodeValue value, ByteBuffer out) {
    switch (value) {
      case BInteger(long number) -> out.put(("i" + number + "e").getBytes(ISO_8859_1));
      case BString string ->
          out.put((string.length() + ":").getBytes(ISO_8859_1)).put(string.unsafeBytes());
      case BList list -> {
        out.put((byte) 'l');
        for (BencodeValue item : list) {
          write(item, out);
        }
        out.put((byte) 'e');
      }
      case BDictionary dictionary -> {
        out.put((byte) 'd');
        for (Map.Entry<BString, BencodeValue> entry : dictionary) {
          write(entry.getKey(), out);
          write(entry.getValue(), out);
        }
        out.put((byte) 'e');
      }
    }
  }
}
