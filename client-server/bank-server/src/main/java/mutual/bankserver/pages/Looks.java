package mutual.bankserver.pages;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import mutual.bank.Bank;
import mutual.bank.ExchangeView;
import mutual.bankserver.MachineEntry;
import mutual.bankserver.MachineReport;
import mutual.pages.Format;
import mutual.pages.Tone;
import org.jspecify.annotations.Nullable;

/** How the bank's states are named and coloured, the same on every page. */
public final class Looks {
  private Looks() {}

  public static Tone tone(ExchangeView.State state) {
    return switch (state) {
      case REQUESTED, APPROVED, CONFIRMING, REVERSING, HELD, OFFERED -> Tone.ACCENT;
      case COMPLETED -> Tone.GOOD;
      case DECLINED, REVERSED -> Tone.PLAIN;
      case DISPUTED -> Tone.BAD;
    };
  }

  public static String name(ExchangeView.State state) {
    return Format.sentence(state.name());
  }

  /** What an exchange is about, seen from this bank. */
  public static String what(ExchangeView exchange) {
    return switch (exchange.role()) {
      case ON_US -> "Cash at " + exchange.machine();
      case ACQUIRER -> "Cash at " + exchange.machine() + " with a card of " + exchange.partner();
      case ISSUER -> "Cash at a machine of " + exchange.partner();
      case SENDER -> "Transfer to " + exchange.partner();
      case RECEIVER -> "Transfer from " + exchange.partner();
    };
  }

  /** What the bank is in an exchange. */
  public static String role(ExchangeView.Role role) {
    return switch (role) {
      case ON_US -> "Own card at own machine";
      case ACQUIRER -> "Acquirer: our machine, their customer";
      case ISSUER -> "Issuer: their machine, our customer";
      case SENDER -> "Sender";
      case RECEIVER -> "Receiver";
    };
  }

  public static Tone tone(Bank.CardView.Status status) {
    return switch (status) {
      case INACTIVE -> Tone.WARN;
      case ACTIVE -> Tone.GOOD;
      case BLOCKED, PIN_BLOCKED -> Tone.BAD;
    };
  }

  public static String name(Bank.CardView.Status status) {
    return switch (status) {
      case INACTIVE -> "No PIN yet";
      case ACTIVE -> "Active";
      case BLOCKED -> "Blocked";
      case PIN_BLOCKED -> "Blocked: wrong PINs";
    };
  }

  public static String name(Bank.AccountView.Kind kind) {
    return switch (kind) {
      case CUSTOMER -> "Customer";
      case MACHINE_CASH -> "Cash in a machine";
      case VAULT -> "Vault";
      case DUE_FROM -> "Due from a partner";
      case DUE_TO -> "Due to a partner";
      case FEE_INCOME -> "Fee income";
      case CAPITAL -> "Capital";
    };
  }

  public static Tone machineTone(MachineEntry entry, Instant now) {
    MachineReport report = entry.report();
    if (report == null) {
      return Tone.WARN;
    }
    return silent(report, now) || !report.status().equals("IN_SERVICE") ? Tone.BAD : Tone.GOOD;
  }

  public static String machineState(MachineEntry entry, Instant now) {
    MachineReport report = entry.report();
    if (report == null) {
      return "Never heard of";
    }
    return silent(report, now) ? "Silent" : Format.sentence(report.status());
  }

  private static boolean silent(MachineReport report, Instant now) {
    return Duration.between(report.time(), now).compareTo(Attention.MACHINE_SILENCE_MAX) > 0;
  }

  public static Tone cassetteTone(MachineReport.CassetteReport cassette) {
    if (cassette.notes() == 0) {
      return Tone.BAD;
    }
    return Attention.low(cassette) ? Tone.WARN : Tone.ACCENT;
  }

  /** Last month of validity as printed on a card, such as 11/30. */
  public static String expiry(Bank.CardView card) {
    int months = card.expiresYearMonth();
    YearMonth month = YearMonth.of(months / 12, months % 12 + 1);
    return "%02d/%02d".formatted(month.getMonthValue(), month.getYear() % 100);
  }

  /** What to call somebody whose name the database has lost. */
  public static String person(@Nullable String name) {
    return name == null || name.isEmpty() ? "Name not known" : name;
  }
}
