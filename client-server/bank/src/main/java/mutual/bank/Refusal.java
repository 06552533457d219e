package mutual.bank;

/**
 * Why the bank said no. Nothing has moved, and asking again with the same id gives the same answer.
 * Where several apply, the one that comes first in this list is given. {@link #code} is its number
 * on the wire and in the log and never changes.
 */
public enum Refusal {
  /** The id is not a UUID version 7 (RFC 9562). */
  ID_INVALID(1),
  /** The id's time lies further ahead than clocks may differ. */
  ID_IN_FUTURE(2),
  /** The id is older than the deduplication window, so it can no longer be told from a repeat. */
  ID_EXPIRED(3),
  /** The same id came before with other content. */
  ID_REUSED(4),
  /** The currency is not one this bank or this account keeps. */
  CURRENCY_WRONG(5),
  /** The amount is zero, negative or above the largest this bank handles in one go. */
  AMOUNT_INVALID(6),
  MACHINE_UNKNOWN(7),
  PARTNER_UNKNOWN(8),
  /** The partner bank is suspended by the operator. */
  PARTNER_SUSPENDED(9),
  /** The number is not a card number (length, digits, Luhn check digit: ISO/IEC 7812-1). */
  CARD_MALFORMED(10),
  /** No bank this bank works with has issued a card with this prefix. */
  CARD_ISSUER_UNKNOWN(11),
  CARD_UNKNOWN(12),
  CARD_EXPIRED(13),
  /** Blocked by the operator, reported lost, or after three wrong PINs. */
  CARD_BLOCKED(14),
  /** No PIN has been set yet. */
  CARD_INACTIVE(15),
  PIN_WRONG(16),
  /** The new PIN is not four to six digits, or is too easy to guess. */
  PIN_UNFIT(17),
  CUSTOMER_UNKNOWN(18),
  /** The number is not an account number (form or check digits: ISO 13616, ISO 7064 MOD 97-10). */
  ACCOUNT_MALFORMED(19),
  ACCOUNT_UNKNOWN(20),
  ACCOUNT_CLOSED(21),
  /** The account belongs to another customer than the one asking. */
  ACCOUNT_NOT_YOURS(22),
  ACCOUNTS_SAME(23),
  /** An account with money or holds on it cannot be closed. */
  ACCOUNT_NOT_EMPTY(24),
  /** The fee has changed or was not accepted. */
  FEE_NOT_ACCEPTED(25),
  /** More withdrawals today than this card may make. */
  DAILY_COUNT_REACHED(26),
  /** More money today than this card may withdraw. */
  DAILY_LIMIT_REACHED(27),
  FUNDS_INSUFFICIENT(28),
  /** The machine's cash account does not hold this much. */
  CASH_INSUFFICIENT(29),
  /** What the partner would owe after this exceeds its net debit cap. */
  PARTNER_LIMIT_REACHED(30),
  /** The card's bank did not answer in time; whatever it may have held is being released. */
  ISSUER_UNAVAILABLE(31),
  EXCHANGE_UNKNOWN(32),
  /**
   * The exchange is in a state in which this cannot be done (such as confirming what was reversed).
   */
  EXCHANGE_STATE(33),
  /** Already there: a card prefix, bank code, key or machine that is in use. */
  ALREADY_EXISTS(34),
  /**
   * A bound of this bank is reached (accounts, cards, exchanges in flight); the operator must act.
   */
  CAPACITY_REACHED(35),
  /** The service is not offered to cards of other banks. */
  SERVICE_NOT_OFFERED(36);

  private static final Refusal[] BY_CODE = new Refusal[values().length + 1];

  static {
    for (Refusal refusal : values()) {
      BY_CODE[refusal.code] = refusal;
    }
  }

  private final int code;

  Refusal(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /**
   * True if whoever refused with this remembers it with the id, so that a repeat under way is
   * refused alike. Otherwise a repeat may still be accepted, and only a reversal is final.
   */
  public boolean remembered() {
    return switch (this) {
      case ID_INVALID, ID_IN_FUTURE, ID_EXPIRED, ID_REUSED, PARTNER_UNKNOWN, CAPACITY_REACHED ->
          false;
      case CURRENCY_WRONG,
          AMOUNT_INVALID,
          MACHINE_UNKNOWN,
          PARTNER_SUSPENDED,
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
          true;
    };
  }

  public static Refusal ofCode(int code) {
    return BY_CODE[code];
  }
}
