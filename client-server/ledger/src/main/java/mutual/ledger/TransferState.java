package mutual.ledger;

/** What the ledger remembers of an id. */
public enum TransferState {
  /** Made in one step, or the one that posted or voided another. */
  MADE,
  PENDING,
  POSTED,
  VOIDED,
  EXPIRED,
  /** Refused because of the state of the books; stays refused. */
  FAILED;

  private static final TransferState[] BY_ORDINAL = values();

  static final int COUNT = BY_ORDINAL.length;

  static TransferState ofOrdinal(int ordinal) {
    return BY_ORDINAL[ordinal];
  }
}
