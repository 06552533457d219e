package mutual.cashmachine;

/** What a side key stands for on the present screen. */
public sealed interface Choice {
  /** A choice without further content. */
  enum Action implements Choice {
    WITHDRAW,
    BALANCE,
    DEPOSIT,
    TRANSFER,
    MOVEMENTS,
    CHANGE_PIN,
    TAKE_CARD,
    OTHER_AMOUNT,
    FEW_NOTES,
    WITH_SMALL,
    ACCEPT,
    DECLINE,
    OTHER_ACCOUNT,
    RETURN_NOTES,
    RECEIPT,
    ANOTHER_SERVICE,
    BACK
  }

  /**
   * @param minorUnits what it says on the key
   */
  record Amount(long minorUnits) implements Choice {}

  /**
   * @param number one of the customer's accounts
   */
  record Account(String number) implements Choice {}
}
