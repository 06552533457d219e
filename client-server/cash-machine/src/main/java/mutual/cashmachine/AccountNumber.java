package mutual.cashmachine;

import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * The form of account numbers: {@code XM}, two check digits (ISO 7064 MOD 97-10 as in ISO 13616),
 * four letters for the bank, ten digits, such as {@code XM67NORT0000000001}.
 */
final class AccountNumber {
  static final int LENGTH = 18;

  private static final Pattern FORM = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z]{4}[0-9]{10}");
  private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);

  private AccountNumber() {}

  static boolean valid(String number) {
    if (!FORM.matcher(number).matches()) {
      return false;
    }
    StringBuilder digits = new StringBuilder();
    String turned = number.substring(4) + number.substring(0, 4);
    turned.chars().forEach(c -> digits.append(Character.digit((char) c, 36)));
    return new BigInteger(digits.toString()).mod(NINETY_SEVEN).equals(BigInteger.ONE);
  }

  /** In groups of four, as people read them. */
  static String grouped(String number) {
    return number.replaceAll("(.{4})(?=.)", "$1 ");
  }
}
