package mutual.bankserver.pages;

import mutual.bank.Refusal;

/** A refusal in words for the bank's own people. */
final class RefusalText {
  private RefusalText() {}

  static String of(Refusal refusal) {
    return switch (refusal) {
      case ID_INVALID, ID_IN_FUTURE -> "The request's id is not valid. Open the form again.";
      case ID_EXPIRED -> "This form is too old. Open it again.";
      case ID_REUSED -> "This form was sent before with other content. Open it again.";
      case CURRENCY_WRONG -> "The bank does not keep this currency.";
      case AMOUNT_INVALID -> "The amount is zero or larger than the bank handles in one go.";
      case MACHINE_UNKNOWN -> "There is no such machine.";
      case PARTNER_UNKNOWN -> "There is no such partner bank.";
      case PARTNER_SUSPENDED -> "The partner bank is suspended.";
      case CARD_MALFORMED -> "This is not a card number. Check the digits.";
      case CARD_ISSUER_UNKNOWN -> "No bank that this bank works with issues such cards.";
      case CARD_UNKNOWN -> "There is no such card.";
      case CARD_EXPIRED -> "The card has expired.";
      case CARD_BLOCKED -> "The card is blocked.";
      case CARD_INACTIVE -> "The card has no PIN yet.";
      case PIN_WRONG -> "The PIN is wrong.";
      case PIN_UNFIT -> "A PIN is four to six digits that are not easily guessed.";
      case CUSTOMER_UNKNOWN -> "There is no such customer.";
      case ACCOUNT_MALFORMED -> "This is not an account number. Check its digits.";
      case ACCOUNT_UNKNOWN -> "There is no such account.";
      case ACCOUNT_CLOSED -> "The account is closed.";
      case ACCOUNT_NOT_YOURS -> "The account belongs to another customer.";
      case ACCOUNTS_SAME -> "Both accounts are the same.";
      case ACCOUNT_NOT_EMPTY -> "There is still money or a hold on the account.";
      case FEE_NOT_ACCEPTED -> "The fee was not accepted.";
      case DAILY_COUNT_REACHED -> "The card has made all the withdrawals it may today.";
      case DAILY_LIMIT_REACHED -> "The card has withdrawn as much as it may today.";
      case FUNDS_INSUFFICIENT -> "There is not enough money on the account.";
      case CASH_INSUFFICIENT -> "There is not that much cash.";
      case PARTNER_LIMIT_REACHED -> "The partner would owe more than its cap.";
      case ISSUER_UNAVAILABLE -> "The card's bank did not answer in time; nothing has moved.";
      case EXCHANGE_UNKNOWN -> "There is no such exchange, or it is no longer remembered.";
      case EXCHANGE_STATE -> "This cannot be done in the exchange's present state.";
      case ALREADY_EXISTS -> "There is one already with this name, key, code or card prefix.";
      case CAPACITY_REACHED -> "The bank holds as many of these as it is set up for.";
      case SERVICE_NOT_OFFERED -> "This is not offered to cards of other banks.";
    };
  }
}
