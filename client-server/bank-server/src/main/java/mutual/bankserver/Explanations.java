package mutual.bankserver;

import mutual.bank.Refusal;

/** What refusals mean, for people. */
public final class Explanations {
  private Explanations() {}

  public static String of(Refusal refusal) {
    return switch (refusal) {
      case ID_INVALID -> "the id is not a UUID version 7";
      case ID_IN_FUTURE -> "the id's time lies in the future: check this computer's clock";
      case ID_EXPIRED ->
          "the id is too old: make a new one, after checking whether the old request was done";
      case ID_REUSED -> "the id was used before for something else";
      case CURRENCY_WRONG -> "this bank or account does not keep that currency";
      case AMOUNT_INVALID -> "the amount is zero, negative or too large";
      case MACHINE_UNKNOWN -> "no such cash machine";
      case PARTNER_UNKNOWN -> "no such partner bank";
      case PARTNER_SUSPENDED -> "the partner bank is suspended";
      case CARD_MALFORMED -> "that is not a card number";
      case CARD_ISSUER_UNKNOWN -> "no bank known here has issued this card";
      case CARD_UNKNOWN -> "no such card";
      case CARD_EXPIRED -> "the card has expired";
      case CARD_BLOCKED -> "the card is blocked";
      case CARD_INACTIVE -> "the card has no PIN yet";
      case PIN_WRONG -> "the PIN is wrong";
      case PIN_UNFIT -> "a PIN has four to six digits and is not easy to guess";
      case CUSTOMER_UNKNOWN -> "no such customer";
      case ACCOUNT_MALFORMED -> "that is not an account number: check for a mistyped digit";
      case ACCOUNT_UNKNOWN -> "no such account";
      case ACCOUNT_CLOSED -> "the account is closed";
      case ACCOUNT_NOT_YOURS -> "the account is another customer's";
      case ACCOUNTS_SAME -> "from and to are the same account";
      case ACCOUNT_NOT_EMPTY -> "there is money or a hold on the account";
      case FEE_NOT_ACCEPTED -> "the fee has changed or was not accepted";
      case DAILY_COUNT_REACHED -> "no more withdrawals today with this card";
      case DAILY_LIMIT_REACHED -> "more than this card may withdraw today";
      case FUNDS_INSUFFICIENT -> "there is not enough money";
      case CASH_INSUFFICIENT -> "there is not enough cash";
      case PARTNER_LIMIT_REACHED -> "the partner bank would owe more than is agreed";
      case ISSUER_UNAVAILABLE -> "the other bank did not answer in time";
      case EXCHANGE_UNKNOWN -> "no such exchange";
      case EXCHANGE_STATE -> "the exchange is in a state in which this cannot be done";
      case ALREADY_EXISTS -> "it is there already, or in use";
      case CAPACITY_REACHED -> "the bank has reached a limit; its operator must act";
      case SERVICE_NOT_OFFERED -> "not offered with other banks' cards";
    };
  }
}
