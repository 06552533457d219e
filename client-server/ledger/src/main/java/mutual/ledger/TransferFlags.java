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

  private TransferFlags() {}
}
