package mutual.ledger;

import java.math.BigInteger;

/** Sums over all accounts of one currency; for audits. */
public record CurrencyTotals(
    int currency,
    BigInteger debitsPending,
    BigInteger debitsPosted,
    BigInteger creditsPending,
    BigInteger creditsPosted) {
  /** True if every debit has its credit. */
  public boolean balanced() {
    return debitsPending.equals(creditsPending) && debitsPosted.equals(creditsPosted);
  }
}
