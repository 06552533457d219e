package mutual.bank;

import mutual.ledger.LedgerLimits;

/**
 * Bounds of a bank.
 *
 * @param exchangeRetentionMillis how long a finished exchange with a partner is remembered; must be
 *     longer than any partner may be out of reach
 * @param outstandingPostingsMax postings that wait for the statement database before new work is
 *     refused
 */
public record BankLimits(
    LedgerLimits ledger,
    int customersMax,
    int cardsMax,
    int exchangesMax,
    long exchangeRetentionMillis,
    int outstandingPostingsMax) {
  public static final BankLimits DEFAULT =
      new BankLimits(
          LedgerLimits.DEFAULT,
          2_000_000,
          2_000_000,
          2_000_000,
          35L * 24 * 60 * 60 * 1000,
          4_000_000);
}
