package mutual.bankserver;

import java.util.List;
import java.util.regex.Pattern;

/** Limits and forms of what people may write into a bank's records. */
final class Text {
  static final int NAME_CHARS_MAX = 100;
  static final int PLACE_CHARS_MAX = 100;
  static final int REFERENCE_CHARS_MAX = 140;
  static final int PASSWORD_CHARS_MIN = 12;
  static final int PASSWORD_CHARS_MAX = 200;
  static final int ADDRESSES_MAX = 8;
  static final int ADDRESS_CHARS_MAX = 260;
  static final int STATUS_CHARS_MAX = 40;
  static final int CASSETTES_MAX = 32;

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern MACHINE = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");
  private static final Pattern ADDRESS = Pattern.compile("[^\\s/@]+:[0-9]{1,5}");

  private Text() {}

  static String name(String value, String what) {
    return line(value, what, NAME_CHARS_MAX, 1);
  }

  static String place(String value) {
    return line(value, "place", PLACE_CHARS_MAX, 0);
  }

  static String reference(String value) {
    return line(value, "reference", REFERENCE_CHARS_MAX, 0);
  }

  static String status(String value) {
    return line(value, "status", STATUS_CHARS_MAX, 1);
  }

  static String machine(String value) {
    if (!MACHINE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a machine's name is 1 to 31 small letters, digits and hyphens, such as north-1");
    }
    return value;
  }

  static String address(String value) {
    if (value.length() > ADDRESS_CHARS_MAX || !ADDRESS.matcher(value).matches()) {
      throw new IllegalArgumentException("an address is host:port, such as bank.example:7443");
    }
    return value;
  }

  static List<String> addresses(List<String> values) {
    if (values.size() > ADDRESSES_MAX) {
      throw new IllegalArgumentException("a partner has at most " + ADDRESSES_MAX + " addresses");
    }
    return values.stream().map(Text::address).toList();
  }

  private static String line(String value, String what, int charsMax, int charsMin) {
    String line = value.strip();
    if (line.length() < charsMin || line.length() > charsMax) {
      throw new IllegalArgumentException(
          what + ": " + charsMin + " to " + charsMax + " characters, not " + line.length());
    }
    if (CONTROL.matcher(line).find()) {
      throw new IllegalArgumentException(what + ": no control characters");
    }
    return line;
  }
}
