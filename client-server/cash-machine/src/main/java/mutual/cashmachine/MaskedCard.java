package mutual.cashmachine;

/** A card number of which only the issuer's prefix and the last four digits are left. */
public final class MaskedCard {
  private MaskedCard() {}

  /** Such as {@code 999001••••••0017}. */
  public static String of(String cardNumber) {
    int length = cardNumber.length();
    if (length < 12) {
      return "•".repeat(length);
    }
    return cardNumber.substring(0, 6) + "•".repeat(length - 10) + cardNumber.substring(length - 4);
  }
}
