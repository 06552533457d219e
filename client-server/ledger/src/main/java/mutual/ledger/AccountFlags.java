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

  private static final int LIMITS = DEBITS_MUST_NOT_EXCEED_CREDITS | CREDITS_MUST_NOT_EXCEED_DEBITS;

  private AccountFlags() {}

  /** True if an account can have these: at most one limit, and no unknown bit. */
  static boolean possible(int flags) {
    return (flags & ~(LIMITS | CLOSED)) == 0 && (flags & LIMITS) != LIMITS;
  }
}
