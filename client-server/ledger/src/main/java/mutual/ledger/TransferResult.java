package mutual.ledger;

/**
 * What became of a transfer. Where several refusals apply, the first in this list is given; {@link
 * #code} is its number on the wire and in logs.
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
  /** The flags hold unknown or forbidden bits or contradict each other. */
  FLAGS_INVALID(6),
  /** The same transfer was made before; nothing moved this time. */
  EXISTS(7),
  /** The id belongs to a transfer in the books that differs. */
  EXISTS_WITH_DIFFERENT_CONTENT(8),
  /**
   * The id was used before for a transfer that was refused because of the state of the books; it
   * stays refused.
   */
  ID_ALREADY_FAILED(9),
  /** The ledger remembers as many transfers as it may. Asking again later may succeed. */
  CAPACITY_REACHED(10),
  PENDING_ID_MUST_BE_ZERO(11),
  PENDING_ID_MUST_NOT_BE_ZERO(12),
  TIMEOUT_RESERVED_FOR_PENDING(13),
  AMOUNT_MUST_NOT_BE_ZERO(14),
  /** Amounts are signed 64-bit numbers that must be positive. */
  AMOUNT_NEGATIVE(15),
  DEBIT_ACCOUNT_NOT_FOUND(16),
  CREDIT_ACCOUNT_NOT_FOUND(17),
  ACCOUNTS_MUST_BE_DIFFERENT(18),
  /** The accounts hold different currencies. */
  CURRENCIES_DIFFER(19),
  PENDING_TRANSFER_NOT_FOUND(20),
  /** The transfer to post or void was made in one step. */
  PENDING_TRANSFER_NOT_PENDING(21),
  PENDING_TRANSFER_ALREADY_POSTED(22),
  PENDING_TRANSFER_ALREADY_VOIDED(23),
  PENDING_TRANSFER_EXPIRED(24),
  PENDING_TRANSFER_HAS_DIFFERENT_ACCOUNTS(25),
  EXCEEDS_PENDING_TRANSFER_AMOUNT(26),
  /** A pending transfer is voided whole: the amount is zero or what is pending. */
  PENDING_TRANSFER_HAS_DIFFERENT_AMOUNT(27),
  DEBIT_ACCOUNT_CLOSED(28),
  CREDIT_ACCOUNT_CLOSED(29),
  /** A sum would not fit into 63 bits. */
  OVERFLOW(30),
  EXCEEDS_CREDITS(31),
  EXCEEDS_DEBITS(32);

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

  /**
   * True if the refusal depends on the books as they were, so that the same transfer might succeed
   * later. Such ids are remembered and stay refused ({@link #ID_ALREADY_FAILED}): otherwise a
   * delayed copy of a request could move money after its sender was told that none would move.
   */
  public boolean remembered() {
    return switch (this) {
      case DEBIT_ACCOUNT_NOT_FOUND,
          CREDIT_ACCOUNT_NOT_FOUND,
          PENDING_TRANSFER_NOT_FOUND,
          DEBIT_ACCOUNT_CLOSED,
          CREDIT_ACCOUNT_CLOSED,
          OVERFLOW,
          EXCEEDS_CREDITS,
          EXCEEDS_DEBITS ->
          true;
      case CREATED,
          LINKED_EVENT_FAILED,
          LINKED_CHAIN_OPEN,
          ID_MUST_NOT_BE_ZERO,
          ID_IN_FUTURE,
          ID_EXPIRED,
          FLAGS_INVALID,
          EXISTS,
          EXISTS_WITH_DIFFERENT_CONTENT,
          ID_ALREADY_FAILED,
          CAPACITY_REACHED,
          PENDING_ID_MUST_BE_ZERO,
          PENDING_ID_MUST_NOT_BE_ZERO,
          TIMEOUT_RESERVED_FOR_PENDING,
          AMOUNT_MUST_NOT_BE_ZERO,
          AMOUNT_NEGATIVE,
          ACCOUNTS_MUST_BE_DIFFERENT,
          CURRENCIES_DIFFER,
          PENDING_TRANSFER_NOT_PENDING,
          PENDING_TRANSFER_ALREADY_POSTED,
          PENDING_TRANSFER_ALREADY_VOIDED,
          PENDING_TRANSFER_EXPIRED,
          PENDING_TRANSFER_HAS_DIFFERENT_ACCOUNTS,
          EXCEEDS_PENDING_TRANSFER_AMOUNT,
          PENDING_TRANSFER_HAS_DIFFERENT_AMOUNT ->
          false;
    };
  }

  /**
   * @throws IllegalArgumentException if there is no such code
   */
  public static TransferResult ofCode(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException("no transfer result has the code " + code);
    }
    return BY_CODE[code];
  }
}
