package mutual.ledger;

/** Bits of a transfer's flags. */
public final class TransferFlags {
  /**
   * This transfer and the next succeed or fail together; a chain ends with the first transfer
   * without this bit.
   */
  public static final int LINKED = 1;

  /** Reserves the amount until it is posted, voided, or expires. */
  public static final int PENDING = 1 << 1;

  /** Moves what a pending transfer reserved, fully or in part; the rest is released. */
  public static final int POST_PENDING = 1 << 2;

  /** Releases what a pending transfer reserved. */
  public static final int VOID_PENDING = 1 << 3;

  /**
   * Skips balance limits and the check for closed accounts, so that what has already happened in
   * the world can be booked. Never granted to anyone outside the bank's own rules.
   */
  public static final int FORCED = 1 << 4;

  /** What transfers that come from outside may carry. */
  public static final int OUTSIDE = LINKED | PENDING | POST_PENDING | VOID_PENDING;

  /** Every bit there is. */
  public static final int ALL = OUTSIDE | FORCED;

  /** The bits that say what kind of transfer it is; at most one of them is set. */
  static final int KINDS = PENDING | POST_PENDING | VOID_PENDING;

  private TransferFlags() {}
}
