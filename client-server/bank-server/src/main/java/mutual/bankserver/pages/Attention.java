package mutual.bankserver.pages;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mutual.bank.ExchangeView;
import mutual.bankserver.AuditResult;
import mutual.bankserver.MachineEntry;
import mutual.bankserver.MachineReport;
import mutual.bankserver.PartnerEntry;
import mutual.pages.Format;
import mutual.pages.Tone;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person should look at.
 *
 * @param path where it can be looked at
 */
public record Attention(Tone tone, String text, String path) {
  /** A machine that has not reported for longer is counted as out of reach. */
  static final Duration MACHINE_SILENCE_MAX = Duration.ofMinutes(2);

  /** An exchange that has been open for longer waits for a person. */
  static final Duration EXCHANGE_OPEN_MAX = Duration.ofMinutes(10);

  private static final int CASSETTE_LOW_PERCENT = 10;

  /** Notes that are enough however large the cassette is. */
  private static final int CASSETTE_LOW_NOTES_MAX = 50;

  private static final int CAP_NEAR_PERCENT = 80;

  /** All of it, the worst first. */
  static List<Attention> of(
      List<MachineEntry> machines,
      List<PartnerEntry> partners,
      List<ExchangeView> open,
      @Nullable AuditResult audit,
      String currency,
      Instant now) {
    List<Attention> found = new ArrayList<>();
    if (audit != null && !audit.balanced()) {
      found.add(new Attention(Tone.BAD, "The last audit found that books do not agree.", "/audit"));
    }
    for (ExchangeView exchange : open) {
      exchange(exchange, currency, now, found);
    }
    machines.forEach(machine -> machine(machine, currency, now, found));
    partners.forEach(partner -> partner(partner, currency, found));
    found.sort((a, b) -> b.tone().compareTo(a.tone()));
    return List.copyOf(found);
  }

  /** Whether an exchange has come to where only a person can decide. */
  static boolean waitsForPerson(ExchangeView exchange, Instant now) {
    return switch (exchange.state()) {
      case DISPUTED -> true;
      case APPROVED, HELD, OFFERED ->
          Duration.between(Instant.ofEpochMilli(exchange.createdMillis()), now)
                  .compareTo(EXCHANGE_OPEN_MAX)
              > 0;
      case REQUESTED, CONFIRMING, REVERSING, DECLINED, COMPLETED, REVERSED -> false;
    };
  }

  private static void exchange(
      ExchangeView exchange, String currency, Instant now, List<Attention> found) {
    if (!waitsForPerson(exchange, now)) {
      return;
    }
    boolean disputed = exchange.state() == ExchangeView.State.DISPUTED;
    found.add(
        new Attention(
            disputed ? Tone.BAD : Tone.WARN,
            (disputed
                    ? "An exchange is disputed and waits for a person: "
                    : "An exchange has been open for "
                        + Format.duration(
                            Duration.between(Instant.ofEpochMilli(exchange.createdMillis()), now))
                        + ": ")
                + Format.money(exchange.amount(), currency)
                + ".",
            "/exchanges/" + exchange.id()));
  }

  private static void machine(
      MachineEntry entry, String currency, Instant now, List<Attention> found) {
    String name = entry.machine().machine();
    String path = "/machines/" + name;
    MachineReport report = entry.report();
    if (report == null) {
      found.add(new Attention(Tone.WARN, name + " has never reported.", path));
      return;
    }
    Duration silence = Duration.between(report.time(), now);
    if (silence.compareTo(MACHINE_SILENCE_MAX) > 0) {
      found.add(
          new Attention(
              Tone.BAD, name + " has been silent for " + Format.duration(silence) + ".", path));
    } else if (!report.status().equals("IN_SERVICE")) {
      found.add(new Attention(Tone.BAD, name + " is " + Format.words(report.status()) + ".", path));
    }
    for (MachineReport.CassetteReport cassette : report.cassettes()) {
      if (low(cassette)) {
        found.add(
            new Attention(
                cassette.notes() == 0 ? Tone.BAD : Tone.WARN,
                name
                    + " has "
                    + (cassette.notes() == 0
                        ? "no notes"
                        : "only " + Format.count(cassette.notes(), "note", "notes"))
                    + " of "
                    + Format.money(cassette.denomination(), currency)
                    + " left.",
                path));
      }
    }
    if (!entry.countAgrees() && entry.machine().openExchanges() == 0) {
      found.add(new Attention(Tone.BAD, "The count of " + name + " differs from the books.", path));
    }
  }

  private static void partner(PartnerEntry entry, String currency, List<Attention> found) {
    String path = "/partners/" + entry.partner().bankCode();
    int waiting = entry.partner().outstanding();
    if (entry.partner().suspended()) {
      found.add(new Attention(Tone.WARN, entry.name() + " is suspended.", path));
    }
    if (!entry.reachable()) {
      found.add(
          new Attention(
              waiting > 0 ? Tone.BAD : Tone.WARN,
              entry.name()
                  + " cannot be reached"
                  + (waiting > 0
                      ? "; " + Format.count(waiting, "message waits", "messages wait") + "."
                      : "."),
              path));
    }
    if (entry.net() > 0
        && entry.net() >= percent(entry.partner().netDebitCap(), CAP_NEAR_PERCENT)) {
      found.add(
          new Attention(
              Tone.WARN,
              entry.name()
                  + " owes "
                  + Format.money(entry.net(), currency)
                  + ", near its cap of "
                  + Format.money(entry.partner().netDebitCap(), currency)
                  + ".",
              path));
    }
  }

  /** Whether a cassette will soon be empty. */
  static boolean low(MachineReport.CassetteReport cassette) {
    return cassette.notes()
        < Math.min(CASSETTE_LOW_NOTES_MAX, percent(cassette.capacity(), CASSETTE_LOW_PERCENT));
  }

  private static long percent(long of, int percent) {
    return of / 100 * percent;
  }
}
