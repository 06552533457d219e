package mutual.pages;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** How amounts, counts, sizes and times are written: one way everywhere, in plain text. */
public final class Format {
  /** U+2212, as wide as a figure; a hyphen is not. */
  private static final char MINUS = '\u2212';

  /** U+202F, a narrow space that no line breaks at, between groups of three figures. */
  private static final char GROUP = '\u202f';

  private static final int GROUP_FIGURES = 3;
  private static final int FRACTION_FIGURES_DEFAULT = 2;
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final int BYTE_UNIT_STEP = 1024;

  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SHORT =
      DateTimeFormatter.ofPattern("d MMM, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  /** What this system's account numbers look like. */
  private static final Pattern ACCOUNT = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z]{4}[0-9]{10}");

  private Format() {}

  /** The amount without its currency, such as {@code −1 234.50}. */
  public static String amount(long minorUnits, String currency) {
    int figures = fractionFigures(currency);
    String digits = magnitude(minorUnits);
    if (digits.length() <= figures) {
      digits = "0".repeat(figures - digits.length() + 1) + digits;
    }
    int split = digits.length() - figures;
    String text = grouped(digits.substring(0, split));
    if (figures > 0) {
      text += "." + digits.substring(split);
    }
    return minorUnits < 0 ? MINUS + text : text;
  }

  /** The amount and its currency, such as {@code 1 234.50 EUR}. */
  public static String money(long minorUnits, String currency) {
    return amount(minorUnits, currency) + "\u00a0" + currency;
  }

  /** The amount with its sign even if positive, for movements. */
  public static String signedAmount(long minorUnits, String currency) {
    return (minorUnits > 0 ? "+" : "") + amount(minorUnits, currency);
  }

  /**
   * Reads what a person wrote as an amount, such as {@code 12}, {@code 12.50} or {@code 1 200,5};
   * empty if it is none, is negative, or has more figures after the point than the currency.
   */
  public static OptionalLong parseAmount(String text, String currency) {
    String plain = text.replaceAll("[\\s\u00a0\u202f]", "").replace(',', '.');
    int figures = fractionFigures(currency);
    if (!plain.matches(
        figures == 0 ? "[0-9]{1,15}" : "[0-9]{1,15}(\\.[0-9]{1," + figures + "})?")) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(new BigDecimal(plain).movePointRight(figures).longValueExact());
  }

  /** A whole number in groups of three. */
  public static String count(long number) {
    String text = grouped(magnitude(number));
    return number < 0 ? MINUS + text : text;
  }

  /** The number with the right form of its noun, such as {@code 1 note}, {@code 2 notes}. */
  public static String count(long number, String one, String many) {
    return count(number) + "\u00a0" + (number == 1 ? one : many);
  }

  /** A size in binary units with three figures, such as {@code 1.44 MiB}. */
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= BYTE_UNIT_STEP && unit < BYTE_UNITS.length - 1) {
      value /= BYTE_UNIT_STEP;
      unit++;
    }
    int places = unit == 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + places + "f\u00a0%s", value, BYTE_UNITS[unit]);
  }

  /** A rate in binary units, such as {@code 1.44 MiB/s}. */
  public static String rate(double bytesPerSecond) {
    return bytes(Math.round(bytesPerSecond)) + "/s";
  }

  /** The two largest parts of a duration, such as {@code 2 h 5 min}. */
  public static String duration(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + "\u00a0ms";
    }
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + "\u00a0s";
    }
    if (seconds < 3600) {
      return twoParts(seconds / 60, "min", seconds % 60, "s");
    }
    if (seconds < 86_400) {
      return twoParts(seconds / 3600, "h", seconds % 3600 / 60, "min");
    }
    return twoParts(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
  }

  /** How long before or after {@code now} something is, such as {@code 5 min ago}. */
  public static String relative(Instant then, Instant now) {
    Duration distance = Duration.between(then, now);
    long seconds = distance.abs().toSeconds();
    if (seconds < 5) {
      return "just now";
    }
    String text =
        seconds < 60
            ? seconds + "\u00a0s"
            : seconds < 3600
                ? seconds / 60 + "\u00a0min"
                : seconds < 86_400 ? seconds / 3600 + "\u00a0h" : seconds / 86_400 + "\u00a0d";
    return distance.isNegative() ? "in " + text : text + " ago";
  }

  /** A point in time to the second, in UTC. */
  public static String exact(Instant time) {
    return EXACT.format(time);
  }

  /** A point in time to the minute, in UTC. */
  public static String brief(Instant time) {
    return SHORT.format(time);
  }

  /** An account number in groups of four; other text, such as a machine's name, as it is. */
  public static String account(String number) {
    return ACCOUNT.matcher(number).matches() ? inGroups(number) : number;
  }

  /** A card number in groups of four. */
  public static String card(String number) {
    return inGroups(number);
  }

  /** The first and last figures of a card number, with the rest hidden. */
  public static String cardShort(String number) {
    return number.length() < 12
        ? number
        : number.substring(0, 6) + "\u2009…\u2009" + number.substring(number.length() - 4);
  }

  /** A constant's name as words: {@code IN_SERVICE} becomes {@code in service}. */
  public static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The same with a capital first letter. */
  public static String sentence(String constant) {
    String words = words(constant);
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String twoParts(long large, String largeUnit, long small, String smallUnit) {
    String text = large + "\u00a0" + largeUnit;
    return small == 0 ? text : text + " " + small + "\u00a0" + smallUnit;
  }

  private static String inGroups(String number) {
    StringBuilder text = new StringBuilder(number.length() + number.length() / 4);
    for (int i = 0; i < number.length(); i++) {
      if (i > 0 && i % 4 == 0) {
        text.append('\u00a0');
      }
      text.append(number.charAt(i));
    }
    return text.toString();
  }

  private static String magnitude(long number) {
    String text = Long.toString(number);
    return number < 0 ? text.substring(1) : text;
  }

  private static String grouped(String digits) {
    StringBuilder text = new StringBuilder(digits.length() + digits.length() / GROUP_FIGURES);
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && (digits.length() - i) % GROUP_FIGURES == 0) {
        text.append(GROUP);
      }
      text.append(digits.charAt(i));
    }
    return text.toString();
  }

  private static int fractionFigures(String currency) {
    try {
      return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    } catch (IllegalArgumentException unknown) {
      return FRACTION_FIGURES_DEFAULT;
    }
  }
}
