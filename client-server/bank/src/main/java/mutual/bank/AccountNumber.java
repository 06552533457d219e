package mutual.bank;

import org.jspecify.annotations.Nullable;

/**
 * An account's number, shaped like an IBAN (ISO 13616): "XM", two check digits (ISO 7064 MOD
 * 97-10), the bank's code of four letters, ten digits. Example: XM67NORT0000000001.
 *
 * @param digits the last ten digits
 */
public record AccountNumber(String bankCode, long digits) {
  public static final int CHARS = 18;
  private static final String COUNTRY = "XM";
  private static final int BANK_CODE_AT = 4;
  private static final int DIGITS_AT = 8;
  private static final long DIGITS_MAX = 9_999_999_999L;
  private static final int MODULUS = 97;

  public AccountNumber {
    if (!isBankCode(bankCode) || digits < 0 || digits > DIGITS_MAX) {
      throw new IllegalArgumentException("no account number: " + bankCode + " " + digits);
    }
  }

  /** True for four capital letters. */
  public static boolean isBankCode(String text) {
    return isCapitals(text, 4);
  }

  /** The number that this text is; null if its form or its check digits are wrong. */
  public static @Nullable AccountNumber parse(String text) {
    if (text.length() != CHARS
        || !text.startsWith(COUNTRY)
        || !isDigits(text, 2, BANK_CODE_AT)
        || !isBankCode(text.substring(BANK_CODE_AT, DIGITS_AT))
        || !isDigits(text, DIGITS_AT, CHARS)) {
      return null;
    }
    int check = Integer.parseInt(text, 2, BANK_CODE_AT, 10);
    if (check < 2 || (remainder(text) * 100 + check) % MODULUS != 1) {
      return null;
    }
    return new AccountNumber(
        text.substring(BANK_CODE_AT, DIGITS_AT), Long.parseLong(text, DIGITS_AT, CHARS, 10));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(CHARS).append(COUNTRY).append("00").append(bankCode);
    String plain = Long.toString(digits);
    text.repeat('0', CHARS - DIGITS_AT - plain.length()).append(plain);
    int check = MODULUS + 1 - remainder(text) * 100 % MODULUS;
    text.setCharAt(2, (char) ('0' + check / 10));
    text.setCharAt(3, (char) ('0' + check % 10));
    return text.toString();
  }

  /** Remainder of bank code, digits and country, letters counting as 10 to 35. */
  private static int remainder(CharSequence text) {
    int remainder = 0;
    for (int i = BANK_CODE_AT; i < CHARS; i++) {
      remainder = append(remainder, text.charAt(i));
    }
    return append(append(remainder, text.charAt(0)), text.charAt(1));
  }

  private static int append(int remainder, char c) {
    return c <= '9'
        ? (remainder * 10 + c - '0') % MODULUS
        : (remainder * 100 + c - 'A' + 10) % MODULUS;
  }

  static boolean isCapitals(String text, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) < 'A' || text.charAt(i) > 'Z') {
        return false;
      }
    }
    return true;
  }

  static boolean isDigits(CharSequence text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
