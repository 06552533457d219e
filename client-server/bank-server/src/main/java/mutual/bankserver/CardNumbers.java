package mutual.bankserver;

/** The form of card numbers: sixteen digits, the last a check digit (ISO/IEC 7812-1, Luhn). */
final class CardNumbers {
  /** The issuer identification number at its front. */
  static final int PREFIX_DIGITS = 6;

  private static final int DIGITS = 16;

  private CardNumbers() {}

  static boolean wellFormed(String card) {
    if (card.length() != DIGITS || !card.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < DIGITS; i++) {
      int digit = card.charAt(i) - '0';
      int weighed = i % 2 == 0 ? digit * 2 : digit;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return sum % 10 == 0;
  }
}
