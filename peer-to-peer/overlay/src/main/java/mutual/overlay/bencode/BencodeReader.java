package mutual.overlay.bencode;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** One pass over a buffer that makes values of its bytes, within limits. */
final class BencodeReader {
  private final ByteBuffer buffer;
  private final BencodeLimits limits;
  private final boolean strict;
  private final int end;
  private final boolean cut;
  private int at;
  private int values;

  BencodeReader(ByteBuffer source, BencodeLimits limits, boolean strict) {
    this.buffer = source.slice();
    this.limits = limits;
    this.strict = strict;
    this.end = Math.min(buffer.limit(), limits.bytesMax());
    this.cut = end < buffer.limit();
  }

  int offset() {
    return at;
  }

  void expectEnd() throws BencodeException {
    if (at < end || cut) {
      throw failure(cut && at == end ? tooLong() : "more bytes after the value");
    }
  }

  BencodeValue value(int depth) throws BencodeException {
    byte first = peek();
    return switch (first) {
      case 'i' -> {
        count();
        at++;
        yield new BInteger(number('e'));
      }
      case 'l' -> list(depth);
      case 'd' -> dictionary(depth);
      default -> string();
    };
  }

  private BList list(int depth) throws BencodeException {
    open(depth);
    List<BencodeValue> items = new ArrayList<>();
    while (peek() != 'e') {
      items.add(value(depth + 1));
    }
    at++;
    return new BList(items);
  }

  private BDictionary dictionary(int depth) throws BencodeException {
    open(depth);
    NavigableMap<BString, BencodeValue> entries = new TreeMap<>();
    while (peek() != 'e') {
      BString key = nextKey(entries);
      entries.put(key, value(depth + 1));
    }
    at++;
    return BDictionary.owning(entries);
  }

  private BString nextKey(NavigableMap<BString, BencodeValue> earlier) throws BencodeException {
    int start = at;
    BString key = string();
    if (earlier.containsKey(key)) {
      throw new BencodeException(start, "key " + key + " twice");
    }
    if (strict && !earlier.isEmpty() && earlier.lastKey().compareTo(key) > 0) {
      throw new BencodeException(start, "key " + key + " out of order");
    }
    return key;
  }

  /** Reads the dictionary at hand and gives the bytes of one of its values. */
  Optional<ByteBuffer> original(BString wanted) throws BencodeException {
    if (peek() != 'd') {
      throw failure("no dictionary");
    }
    open(1);
    NavigableMap<BString, BencodeValue> seen = new TreeMap<>();
    Optional<ByteBuffer> found = Optional.empty();
    while (peek() != 'e') {
      BString key = nextKey(seen);
      int start = at;
      seen.put(key, value(2));
      if (key.equals(wanted)) {
        found = Optional.of(buffer.slice(start, at - start));
      }
    }
    at++;
    return found;
  }

  private void open(int depth) throws BencodeException {
    if (depth > limits.depthMax()) {
      throw failure("more than " + limits.depthMax() + " lists and dictionaries deep");
    }
    count();
    at++;
  }

  private BString string() throws BencodeException {
    count();
    byte first = peek();
    if (first < '0' || first > '9') {
      throw failure("a byte that begins no value");
    }
    int start = at;
    long length = number(':');
    if (length > end - at) {
      throw cut && length <= buffer.limit() - at
          ? failure(tooLong())
          : new BencodeException(start, "a string longer than what is there");
    }
    byte[] bytes = new byte[(int) length];
    buffer.get(at, bytes);
    at += bytes.length;
    return BString.owning(bytes);
  }

  /** Reads a decimal number and the byte that ends it. */
  private long number(char terminator) throws BencodeException {
    int start = at;
    boolean negative = peek() == '-';
    if (negative) {
      at++;
    }
    int firstDigit = at;
    // Gathered as a negative, since those reach one further.
    long sum = 0;
    for (byte b = peek(); b != terminator; b = peek()) {
      int digit = b - '0';
      if (digit < 0 || digit > 9) {
        throw failure("no digit in a number");
      }
      if (sum < (Long.MIN_VALUE + digit) / 10) {
        throw new BencodeException(start, "a number beyond 64 bits");
      }
      sum = sum * 10 - digit;
      at++;
    }
    int digits = at - firstDigit;
    if (digits == 0) {
      throw failure("a number without digits");
    }
    if (!negative && sum == Long.MIN_VALUE) {
      throw new BencodeException(start, "a number beyond 64 bits");
    }
    boolean canonical = buffer.get(firstDigit) != '0' || (digits == 1 && !negative);
    if (strict && !canonical) {
      throw new BencodeException(start, "a number not in its shortest form");
    }
    at++;
    return negative ? sum : -sum;
  }

  private void count() throws BencodeException {
    if (++values > limits.valuesMax()) {
      throw failure("more than " + limits.valuesMax() + " values");
    }
  }

  private byte peek() throws BencodeException {
    if (at >= end) {
      throw failure(cut ? tooLong() : "the end inside a value");
    }
    return buffer.get(at);
  }

  private String tooLong() {
    return "more than " + limits.bytesMax() + " bytes";
  }

  private BencodeException failure(String reason) {
    return new BencodeException(at, reason);
  }
}
