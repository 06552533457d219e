package mutual.cashmachine;

import mutual.contracts.bank.v1.Refusal;

/** What a refusal means to the customer at the machine. */
final class RefusalText {
  private RefusalText() {}

  static String of(Refusal refusal) {
    return switch (refusal) {
      case REFUSAL_CARD_MALFORMED -> "This card cannot be read.";
      case REFUSAL_CARD_ISSUER_UNKNOWN -> "This machine does not serve cards of that bank.";
      case REFUSAL_CARD_UNKNOWN -> "The card's bank does not know this card.";
      case REFUSAL_CARD_EXPIRED -> "This card has expired.";
      case REFUSAL_CARD_BLOCKED -> "This card is blocked.";
      case REFUSAL_CARD_INACTIVE -> "This card has no PIN yet. Please set one at your bank.";
      case REFUSAL_PIN_WRONG -> "That PIN was not right.";
      case REFUSAL_PIN_UNFIT -> "That PIN is too easy to guess. Please choose another.";
      case REFUSAL_ACCOUNT_MALFORMED -> "That account number has a mistyped character.";
      case REFUSAL_ACCOUNT_UNKNOWN -> "There is no such account.";
      case REFUSAL_ACCOUNT_CLOSED -> "That account has been closed.";
      case REFUSAL_ACCOUNT_NOT_YOURS -> "That account belongs to someone else.";
      case REFUSAL_ACCOUNTS_SAME -> "Both accounts are the same.";
      case REFUSAL_AMOUNT_INVALID -> "The bank does not handle that amount.";
      case REFUSAL_FEE_NOT_ACCEPTED -> "The fee has changed. Please start again.";
      case REFUSAL_DAILY_COUNT_REACHED -> "This card has been used as often as it may be today.";
      case REFUSAL_DAILY_LIMIT_REACHED -> "That is more than this card may withdraw today.";
      case REFUSAL_FUNDS_INSUFFICIENT -> "There is not enough money in the account.";
      case REFUSAL_CASH_INSUFFICIENT -> "This machine may not pay out that much now.";
      case REFUSAL_PARTNER_UNKNOWN, REFUSAL_PARTNER_SUSPENDED ->
          "The two banks do not work together at the moment.";
      case REFUSAL_PARTNER_LIMIT_REACHED ->
          "The card's bank has reached its limit with this bank. Please try another machine.";
      case REFUSAL_ISSUER_UNAVAILABLE -> "The card's bank does not answer. Please try again later.";
      case REFUSAL_SERVICE_NOT_OFFERED ->
          "This service is for customers of this machine's bank only.";
      case REFUSAL_CAPACITY_REACHED -> "The bank is very busy. Please try again later.";
      case REFUSAL_MACHINE_UNKNOWN -> "The bank does not know this machine yet.";
      case REFUSAL_UNSPECIFIED,
          REFUSAL_ID_INVALID,
          REFUSAL_ID_IN_FUTURE,
          REFUSAL_ID_EXPIRED,
          REFUSAL_ID_REUSED,
          REFUSAL_CURRENCY_WRONG,
          REFUSAL_CUSTOMER_UNKNOWN,
          REFUSAL_ACCOUNT_NOT_EMPTY,
          REFUSAL_EXCHANGE_UNKNOWN,
          REFUSAL_EXCHANGE_STATE,
          REFUSAL_ALREADY_EXISTS,
          UNRECOGNIZED ->
          "The bank refused (" + refusal.name().replace("REFUSAL_", "") + ").";
    };
  }
}
