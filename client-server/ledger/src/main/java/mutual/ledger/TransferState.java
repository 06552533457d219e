package mutual.ledger;

/** What the ledger remembers of an id. */
public enum TransferState {
  /** Made in one step, or the one that posted or voided another. */
  MADE(0),
  PENDING(1),
  POSTED(2),
  VOIDED(3),
  EXPIRED(4),
  /** Refused because of the state of the books; stays refused. */
  FAILED(5);

  private static final TransferState[] BY_CODE = values();

  static final int COUNT = BY_CODE.length;

  private final int code;

  TransferState(int code) {
    this.code = code;
  }

  /** Its number in memory and in snapshots. */
  int code() {
    return code;
  }

  static TransferState ofCode(int code) {
    return BY_CODE[code];
  }
}
