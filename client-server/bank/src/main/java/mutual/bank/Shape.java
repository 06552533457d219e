package mutual.bank;

/**
 * Bounds of what a command may contain, whoever made it. What breaks them is refused with an {@link
 * IllegalArgumentException} before there is a command at all.
 */
final class Shape {
  static final int NODE_ID_BYTES = 32;

  private Shape() {}

  static void text(String name, String text) {
    text(name, text, Command.TEXT_CHARS_MAX);
  }

  static void reference(String text) {
    text("reference", text, Command.REFERENCE_CHARS_MAX);
  }

  private static void text(String name, String text, int charsMax) {
    if (text.length() > charsMax) {
      throw new IllegalArgumentException(name + " is longer than " + charsMax + " characters");
    }
  }

  static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  static void bankCode(String code) {
    require(AccountNumber.isBankCode(code), "a bank's code is four capital letters");
  }

  static void currency(String code) {
    require(AccountNumber.isCapitals(code, 3), "a currency is three capital letters");
  }

  static void cardPrefix(String prefix) {
    require(CardNumber.isPrefix(prefix), "a card prefix is six digits");
  }

  static void nodeId(byte[] nodeId) {
    require(nodeId.length == NODE_ID_BYTES, "a node's id has " + NODE_ID_BYTES + " bytes");
  }

  static void sealedPin(byte[] pin) {
    require(
        pin.length <= Command.SEALED_PIN_BYTES_MAX,
        "a sealed PIN has at most " + Command.SEALED_PIN_BYTES_MAX + " bytes");
  }
}
