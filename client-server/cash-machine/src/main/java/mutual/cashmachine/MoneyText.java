package mutual.cashmachine;

import java.util.Locale;

/** Amounts as people read them. */
public final class MoneyText {
  private MoneyText() {}

  /** Such as {@code €1,234.50}; whole amounts without decimals: {@code €50}. */
  public static String of(long minorUnits, String currency) {
    String number = number(Math.abs(minorUnits));
    String sign = minorUnits < 0 ? "\u2212" : "";
    return currency.equals("EUR") ? sign + "€" + number : sign + number + " " + currency;
  }

  /** Always with decimals, such as {@code €1,234.00}. */
  public static String exact(long minorUnits, String currency) {
    String number = decimals(Math.abs(minorUnits));
    String sign = minorUnits < 0 ? "\u2212" : "";
    return currency.equals("EUR") ? sign + "€" + number : sign + number + " " + currency;
  }

  static String number(long minorUnits) {
    return minorUnits % 100 == 0
        ? String.format(Locale.ROOT, "%,d", minorUnits / 100)
        : decimals(minorUnits);
  }

  private static String decimals(long minorUnits) {
    return String.format(Locale.ROOT, "%,d.%02d", minorUnits / 100, minorUnits % 100);
  }
}
