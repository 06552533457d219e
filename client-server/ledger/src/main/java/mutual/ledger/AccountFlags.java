package mutual.ledger;

/** Bits of an account's flags. */
public final class AccountFlags {
  /**
   * Refuses a transfer after which debits (posted and pending) exceed posted credits plus the
   * account's allowance.
   */
  public static final int DEBITS_MUST_NOT_EXCEED_CREDITS = 1;

  /**
   * Refuses a transfer after which credits (posted and pending) exceed posted debits plus the
   * account's allowance.
   */
  public static final int CREDITS_MUST_NOT_EXCEED_DEBITS = 1 << 1;

  /** Takes no more transfers, except to post or void what is pending. */
  public static final int CLOSED = 1 << 2;

  private AccountFlags() {}
}
