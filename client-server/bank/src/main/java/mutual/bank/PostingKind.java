package mutual.bank;

/** What a movement was, in the customer's words; {@link #code} is its number in snapshots. */
enum PostingKind {
  WITHDRAWAL(1),
  DEPOSIT(2),
  TRANSFER(3),
  FEE(4),
  CASH_LOAD(5),
  VAULT(6),
  COUNTER_DEPOSIT(7),
  CORRECTION(8),
  BATCH(9);

  private static final PostingKind[] BY_CODE = values();

  private final int code;

  PostingKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static PostingKind ofCode(int code) {
    return BY_CODE[code - 1];
  }
}
