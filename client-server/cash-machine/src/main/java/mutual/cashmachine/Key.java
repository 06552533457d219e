package mutual.cashmachine;

/** A key of the machine's front. */
public sealed interface Key {
  /** A digit of the keypad, or a letter where an account number is asked for. */
  record Typed(char value) implements Key {}

  enum Function implements Key {
    ENTER,
    CLEAR,
    CANCEL
  }

  /** A key beside the screen: A to D on the left from the top, E to H on the right. */
  enum Side implements Key {
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    H
  }
}
