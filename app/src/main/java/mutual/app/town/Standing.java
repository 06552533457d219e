package mutual.app.town;

import java.time.Duration;
import java.time.Instant;
import mutual.bankserver.BankBooks;
import mutual.bankserver.BankServer;
import mutual.bankserver.MachineEntry;
import mutual.bankserver.MachineReport;
import mutual.bankserver.OutageException;
import mutual.bankserver.PartnerEntry;
import mutual.pages.Format;

/**
 * How a node of the town is doing, in two short lines.
 *
 * @param up whether it is at work
 */
public record Standing(boolean up, String figure, String note) {
  private static final Duration SILENCE_MAX = Duration.ofMinutes(2);

  /** A bank's standing: what its partners owe it, or it owes them. */
  public static Standing ofBank(BankServer bank) {
    try {
      BankBooks books = bank.books();
      long net = books.partners().stream().mapToLong(PartnerEntry::net).sum();
      boolean reached = books.partners().stream().allMatch(PartnerEntry::reachable);
      String amount = Format.money(Math.abs(net), bank.config().currency());
      return new Standing(
          true,
          net == 0 ? "Owes nothing" : net > 0 ? "Is owed " + amount : "Owes " + amount,
          reached ? "Partners in reach" : "Partner out of reach");
    } catch (OutageException closed) {
      return new Standing(false, "", "Not at work");
    }
  }

  /** A machine's standing, as its bank knows it. */
  public static Standing ofMachine(BankServer bank, String machine) {
    try {
      return bank.books()
          .machine(machine)
          .map(entry -> ofMachine(entry, bank.config().currency(), Instant.now()))
          .orElse(new Standing(false, "", "Not known to its bank"));
    } catch (OutageException closed) {
      return new Standing(false, "", "Its bank is not at work");
    }
  }

  static Standing ofMachine(MachineEntry entry, String currency, Instant now) {
    String cash = Format.money(entry.machine().cash(), currency);
    MachineReport report = entry.report();
    if (report == null) {
      return new Standing(false, cash, "Not heard of yet");
    }
    boolean silent = Duration.between(report.time(), now).compareTo(SILENCE_MAX) > 0;
    return new Standing(
        !silent && report.status().equals("IN_SERVICE"),
        cash,
        silent ? "Silent" : Format.sentence(report.status()));
  }
}
