package mutual.bank;

import mutual.ledger.LedgerLimits;

/**
 * Bounds of a bank.
 *
 * @param exchangesMax exchanges remembered, finished ones included
 * @param requestsMax requests other than exchanges that are remembered to recognise their repeats
 * @param amountMax largest amount of one command, in minor units
 * @param exchangeRetentionMillis how long a finished exchange with a partner is remembered; must be
 *     longer than any partner may be out of reach
 * @param outstandingPostingsMax postings that wait for the statement database before new work is
 *     refused
 */
public record BankLimits(
    LedgerLimits ledger,
    int customersMax,
    int cardsMax,
    int machinesMax,
    int partnersMax,
    int exchangesMax,
    int requestsMax,
    long amountMax,
    long exchangeRetentionMillis,
    int outstandingPostingsMax) {
  public static final BankLimits DEFAULT =
      new BankLimits(
          LedgerLimits.DEFAULT,
          2_000_000,
          2_000_000,
          10_000,
          1_000,
          2_000_000,
          4_000_000,
          1_000_000_000_000L,
          35L * 24 * 60 * 60 * 1000,
          4_000_000);
}
