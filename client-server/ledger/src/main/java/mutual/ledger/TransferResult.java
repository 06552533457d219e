package mutual.ledger;

/**
 * What became of a transfer. Where several refusals apply, the first in this list is given; {@link
 * #code} is its number on the wire and never changes.
 */
public enum TransferResult {
  CREATED(0),
  /** Another transfer of its chain failed, so this one was not made. */
  LINKED_EVENT_FAILED(1),
  /** The batch ended within a chain. */
  LINKED_CHAIN_OPEN(2),
  ID_MUST_NOT_BE_ZERO(3),
  /** The id's time (UUIDv7) lies further ahead of the entry's time than clocks may differ. */
  ID_IN_FUTURE(4),
  /** The id is older than the deduplication window. */
  ID_EXPIRED(5),
  /** The flags hold unknown bits or contradict each other. */
  FLAGS_INVALID(6),
  /** The same transfer was made before; nothing moved this time. */
  EXISTS(7),
  /** The id was used before for a transfer that differs. */
  EXISTS_WITH_DIFFERENT_CONTENT(8),
  /**
   * The id was used before for a transfer that failed because of the state of an account; it stays
   * failed.
   */
  ID_ALREADY_FAILED(9),
  PENDING_ID_MUST_BE_ZERO(10),
  PENDING_ID_MUST_NOT_BE_ZERO(11),
  TIMEOUT_RESERVED_FOR_PENDING(12),
  AMOUNT_MUST_NOT_BE_ZERO(13),
  /** Amounts are signed 64-bit numbers that must be positive. */
  AMOUNT_NEGATIVE(14),
  DEBIT_ACCOUNT_NOT_FOUND(15),
  CREDIT_ACCOUNT_NOT_FOUND(16),
  ACCOUNTS_MUST_BE_DIFFERENT(17),
  /** The accounts hold different currencies. */
  CURRENCIES_DIFFER(18),
  PENDING_TRANSFER_NOT_FOUND(19),
  PENDING_TRANSFER_NOT_PENDING(20),
  PENDING_TRANSFER_HAS_DIFFERENT_ACCOUNTS(21),
  EXCEEDS_PENDING_TRANSFER_AMOUNT(22),
  PENDING_TRANSFER_ALREADY_POSTED(23),
  PENDING_TRANSFER_ALREADY_VOIDED(24),
  PENDING_TRANSFER_EXPIRED(25),
  DEBIT_ACCOUNT_CLOSED(26),
  CREDIT_ACCOUNT_CLOSED(27),
  /** A sum would not fit into 63 bits. */
  OVERFLOW(28),
  EXCEEDS_CREDITS(29),
  EXCEEDS_DEBITS(30),
  /** The ledger holds as many transfers as it may. */
  CAPACITY_REACHED(31);

  private static final TransferResult[] BY_CODE = values();

  private final int code;

  TransferResult(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** True if the transfer is in the books, now or since before. */
  public boolean made() {
    return this == CREATED || this == EXISTS;
  }

  public static TransferResult ofCode(int code) {
    return BY_CODE[code];
  }
}
