package mutual.ledger;

import java.math.BigInteger;

/** Adds up accounts of one currency; the sums may exceed 64 bits. */
final class CurrencySums {
  private final long[] sums = new long[4];
  private final BigInteger[] carried = {
    BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO
  };

  void add(long debitsPending, long debitsPosted, long creditsPending, long creditsPosted) {
    add(0, debitsPending);
    add(1, debitsPosted);
    add(2, creditsPending);
    add(3, creditsPosted);
  }

  private void add(int column, long value) {
    long sum = sums[column] + value;
    if (sum < 0) {
      carried[column] = total(column);
      sum = value;
    }
    sums[column] = sum;
  }

  private BigInteger total(int column) {
    return carried[column].add(BigInteger.valueOf(sums[column]));
  }

  CurrencyTotals totals(int currency) {
    return new CurrencyTotals(currency, total(0), total(1), total(2), total(3));
  }
}
