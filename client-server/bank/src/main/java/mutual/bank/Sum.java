package mutual.bank;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;

/** An amount of one currency, written as audits write it: {@code 1305.98 EUR}. */
public record Sum(BigInteger minorUnits, String currency) {
  private static final int DIGITS_UNLESS_KNOWN = 2;

  public Sum(long minorUnits, String currency) {
    this(BigInteger.valueOf(minorUnits), currency);
  }

  @Override
  public String toString() {
    return new BigDecimal(minorUnits, digits()).toPlainString() + " " + currency;
  }

  private int digits() {
    try {
      return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    } catch (IllegalArgumentException madeUp) {
      return DIGITS_UNLESS_KNOWN;
    }
  }
}
