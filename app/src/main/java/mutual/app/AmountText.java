package mutual.app;

import java.math.BigDecimal;
import java.util.Currency;
import mutual.contracts.bank.v1.Money;

/** Amounts as they are typed and printed at a terminal: {@code 1234.50}, no grouping. */
public final class AmountText {
  private AmountText() {}

  /** Minor units of an amount such as {@code 120}, {@code 120.5} or {@code -20.00}. */
  public static long parse(String text, String currency) {
    int digits = digits(currency);
    try {
      return new BigDecimal(text.strip()).movePointRight(digits).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "not an amount of " + currency + ": '" + text + "' (write it like 120 or 120.50)",
          e);
    }
  }

  public static Money money(String text, String currency) {
    return Money.newBuilder().setMinorUnits(parse(text, currency)).setCurrency(currency).build();
  }

  public static String of(long minorUnits, String currency) {
    return BigDecimal.valueOf(minorUnits, digits(currency)).toPlainString() + " " + currency;
  }

  public static String of(Money money) {
    return money.getCurrency().isEmpty() ? "-" : of(money.getMinorUnits(), money.getCurrency());
  }

  private static int digits(String currency) {
    try {
      return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "not an ISO 4217 currency code: '" + currency + "'", e);
    }
  }
}
