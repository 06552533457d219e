package mutual.app.peer;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mutual.app.CommandFailure;
import mutual.app.ExitCode;
import mutual.contracts.peer.v1.Share;
import mutual.pages.Format;

/** Sizes, rates and times as a person types and reads them at a terminal. */
final class Words {
  private static final Pattern RATE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)([KMG]?)");
  private static final Pattern TIME = Pattern.compile("([0-9]{1,6})([smhd])");
  private static final String NO_LIMIT = "none";

  private Words() {}

  static String bytes(long bytes) {
    return plain(Format.bytes(bytes));
  }

  static String rate(double bytesPerSecond) {
    return bytes(Math.round(bytesPerSecond)) + "/s";
  }

  /** A rate that may be limited. */
  static String limit(long bytesPerSecond) {
    return bytesPerSecond == 0 ? "no limit" : bytes(bytesPerSecond) + "/s";
  }

  static String left(long seconds) {
    return plain(Format.duration(Duration.ofSeconds(seconds))) + " left";
  }

  static String count(long number, String one, String many) {
    return plain(Format.count(number, one, many));
  }

  static String since(long millis) {
    return plain(Format.relative(Instant.ofEpochMilli(millis), Instant.now()));
  }

  static String until(long millis) {
    return plain(Format.exact(Instant.ofEpochMilli(millis)));
  }

  /** Ordinary blanks, which people search for and copy. */
  private static String plain(String text) {
    return text.replace('\u00a0', ' ').replace('\u202f', ' ');
  }

  /** Reads bytes per second, such as {@code 500K} or {@code 2M}; 0 for {@code none}. */
  static long parseRate(String text) {
    if (text.equalsIgnoreCase(NO_LIMIT)) {
      return 0;
    }
    Matcher rate = RATE.matcher(text.toUpperCase(Locale.ROOT));
    if (!rate.matches()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "not a rate: '" + text + "'; it is bytes per second, such as 500K, 2M, 1.5M or none");
    }
    int shift =
        switch (rate.group(2)) {
          case "K" -> 10;
          case "M" -> 20;
          case "G" -> 30;
          default -> 0;
        };
    return new BigDecimal(rate.group(1))
        .multiply(BigDecimal.valueOf(1L << shift))
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  /** Reads a time, such as {@code 30m}, {@code 12h} or {@code 7d}. */
  static Duration parseTime(String text) {
    Matcher time = TIME.matcher(text.toLowerCase(Locale.ROOT));
    if (!time.matches()) {
      throw new CommandFailure(
          ExitCode.USAGE, "not a time: '" + text + "'; it is such as 30m, 12h or 7d");
    }
    long count = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /** What a share is doing, in a few words. */
  static String state(Share share) {
    return switch (share.getState()) {
      case STATE_DESCRIPTION -> "looking for its description";
      case STATE_CHECKING -> "checking";
      case STATE_FETCHING -> "fetching";
      case STATE_COMPLETE -> share.getOwn() ? "shared" : "complete";
      case STATE_PAUSED -> "paused";
      case STATE_TROUBLE -> "trouble";
      case STATE_UNSPECIFIED, UNRECOGNIZED -> "unknown";
    };
  }

  static String audience(Share share) {
    return share.getAudienceCount() == 0 ? "nobody" : String.join(", ", share.getAudienceList());
  }

  /** How much of what is wanted is here, from 0 to 1. */
  static double progress(Share share) {
    return share.getWantedBytes() == 0
        ? (share.getState() == Share.State.STATE_COMPLETE ? 1 : 0)
        : (double) share.getHereBytes() / share.getWantedBytes();
  }

  static String percent(double progress) {
    // Only what is done is called so.
    return (int) Math.floor(progress * 100) + "%";
  }
}
