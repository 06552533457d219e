package mutual.bank;

/**
 * A card's number (ISO/IEC 7812-1). This bank's have 16 digits: six of the issuer, nine in
 * sequence, and the Luhn check digit.
 */
public final class CardNumber {
  public static final int PREFIX_DIGITS = 6;
  static final int DIGITS = 16;
  static final int SEQUENCE_MAX = 999_999_999;
  private static final int DIGITS_MIN = 12;
  private static final int DIGITS_MAX = 19;

  private CardNumber() {}

  /** True if the text has 12 to 19 digits, the last of which is the Luhn check digit. */
  public static boolean isWellFormed(String text) {
    return text.length() >= DIGITS_MIN
        && text.length() <= DIGITS_MAX
        && AccountNumber.isDigits(text, 0, text.length())
        && luhnSum(text, false) % 10 == 0;
  }

  /** True for six digits. */
  public static boolean isPrefix(String text) {
    return text.length() == PREFIX_DIGITS && AccountNumber.isDigits(text, 0, PREFIX_DIGITS);
  }

  /** The number of a bank's card by its place in the bank's sequence. */
  public static String of(String prefix, int sequence) {
    if (!isPrefix(prefix) || sequence < 0 || sequence > SEQUENCE_MAX) {
      throw new IllegalArgumentException("no card number: " + prefix + " " + sequence);
    }
    String plain = Integer.toString(sequence);
    StringBuilder text = new StringBuilder(DIGITS).append(prefix);
    text.repeat('0', DIGITS - PREFIX_DIGITS - 1 - plain.length()).append(plain);
    return text.append((char) ('0' + (10 - luhnSum(text, true) % 10) % 10)).toString();
  }

  static int sequence(String number) {
    return Integer.parseInt(number, PREFIX_DIGITS, DIGITS - 1, 10);
  }

  private static int luhnSum(CharSequence digits, boolean doubleLast) {
    int sum = 0;
    boolean twice = doubleLast;
    for (int i = digits.length() - 1; i >= 0; i--) {
      int digit = digits.charAt(i) - '0';
      int value = twice ? 2 * digit : digit;
      sum += value > 9 ? value - 9 : value;
      twice = !twice;
    }
    return sum;
  }
}
