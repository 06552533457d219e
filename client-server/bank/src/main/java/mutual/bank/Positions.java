package mutual.bank;

import mutual.ledger.AccountBalance;

/** What partners owe, and which of their refusals leave a message to be repeated. */
final class Positions {
  private Positions() {}

  /** What the partner owes, pending included, less what is owed to it. */
  static long net(Books books, Partner partner) {
    AccountBalance from = books.sums(partner.dueFrom);
    return from.debitsPosted()
        + from.debitsPending()
        - from.creditsPosted()
        - books.balance(partner.dueTo);
  }

  /** True if the partner stays within its cap when it owes this much more. */
  static boolean mayOwe(Books books, Partner partner, long amount, long fee) {
    return amount <= partner.netDebitCap - net(books, partner) - fee;
  }

  /** True if the same message may be accepted later. */
  static boolean worthRepeating(Refusal refusal) {
    return switch (refusal) {
      case ID_IN_FUTURE, PARTNER_UNKNOWN, PARTNER_SUSPENDED, CAPACITY_REACHED -> true;
      case ID_INVALID,
          ID_EXPIRED,
          ID_REUSED,
          CURRENCY_WRONG,
          AMOUNT_INVALID,
          MACHINE_UNKNOWN,
          CARD_MALFORMED,
          CARD_ISSUER_UNKNOWN,
          CARD_UNKNOWN,
          CARD_EXPIRED,
          CARD_BLOCKED,
          CARD_INACTIVE,
          PIN_WRONG,
          PIN_UNFIT,
          CUSTOMER_UNKNOWN,
          ACCOUNT_MALFORMED,
          ACCOUNT_UNKNOWN,
          ACCOUNT_CLOSED,
          ACCOUNT_NOT_YOURS,
          ACCOUNTS_SAME,
          ACCOUNT_NOT_EMPTY,
          FEE_NOT_ACCEPTED,
          DAILY_COUNT_REACHED,
          DAILY_LIMIT_REACHED,
          FUNDS_INSUFFICIENT,
          CASH_INSUFFICIENT,
          PARTNER_LIMIT_REACHED,
          ISSUER_UNAVAILABLE,
          EXCHANGE_UNKNOWN,
          EXCHANGE_STATE,
          ALREADY_EXISTS,
          SERVICE_NOT_OFFERED ->
          false;
    };
  }
}
