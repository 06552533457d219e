package mutual.app.demo;

import java.util.ArrayList;
import java.util.List;
import mutual.app.AmountText;
import mutual.bank.Bank;
import mutual.bankserver.AuditResult;
import mutual.bankserver.PartnerEntry;
import mutual.cashmachine.devices.Contents;
import mutual.cashmachine.node.CashMachineNode;

/** What must hold in the town: within each bank, between the banks, and inside the machines. */
final class TourChecks {
  private static final int OPEN_MAX = 100;

  private final DemoTown town;
  private final List<String> passed = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();
  private boolean allPassed = true;

  TourChecks(DemoTown town) {
    this.town = town;
  }

  /** Forgets the findings of the scene before. */
  void begin() {
    passed.clear();
    findings.clear();
  }

  void expect(String what, long expected, long found) {
    note(
        found == expected,
        what
            + ": "
            + (found == expected
                ? Long.toString(found)
                : "expected " + expected + ", found " + found));
  }

  /** One of the things that must be so. */
  void expect(String what, boolean found) {
    note(found, what + (found ? "" : ": it is not so"));
  }

  private void note(boolean right, String line) {
    (right ? passed : findings).add(line);
    allPassed &= right;
  }

  List<String> passed() {
    return List.copyOf(passed);
  }

  List<String> findings() {
    return List.copyOf(findings);
  }

  boolean allPassed() {
    return allPassed;
  }

  /** True if nothing is open at either bank or machine. */
  boolean quiet() {
    return quiet(town.north())
        && quiet(town.south())
        && town.northMachine().open().isEmpty()
        && town.southMachine().open().isEmpty();
  }

  private static boolean quiet(DemoTown.Bank bank) {
    return bank.server().books().exchanges(null, OPEN_MAX, true).isEmpty()
        && bank.server().books().outstanding(1).isEmpty();
  }

  void audit() {
    audit(town.north());
    audit(town.south());
    between(town.north(), town.south());
    between(town.south(), town.north());
    inside(town.north(), town.northMachine());
    inside(town.south(), town.southMachine());
  }

  private void audit(DemoTown.Bank bank) {
    AuditResult result = bank.server().books().audit();
    for (Bank.Audit.Line line : result.lines()) {
      // A machine reports its count now and then; the notes themselves are counted below.
      if (!line.check().startsWith("Count of machine")) {
        note(line.passed(), bank.name() + ": " + line.check() + " (" + line.detail() + ")");
      }
    }
    long difference = Balances.of(bank.server()).difference();
    note(
        difference == 0,
        bank.name()
            + ": what it has equals what it owes"
            + (difference == 0 ? "" : ", but for " + difference));
  }

  private void between(DemoTown.Bank bank, DemoTown.Bank partner) {
    PartnerEntry here = bank.server().books().partner(partner.code()).orElseThrow();
    PartnerEntry there = partner.server().books().partner(bank.code()).orElseThrow();
    long dueFrom = here.partner().dueFrom();
    long dueTo = there.partner().dueTo();
    note(
        dueFrom == dueTo,
        "%s books %s due from %s, which books %s due to it"
            .formatted(bank.name(), euros(dueFrom), partner.name(), euros(dueTo)));
  }

  private void inside(DemoTown.Bank bank, CashMachineNode machine) {
    Contents contents = machine.contents();
    long notes =
        contents.cassettes().stream().mapToLong(c -> (long) c.denomination() * c.notes()).sum()
            + contents.stacker().total()
            + contents.shutter().total()
            + contents.reject().total()
            + contents.escrow().total()
            + contents.deposits().total();
    String name = machine.profile().name();
    long books = bank.server().books().machine(name).orElseThrow().machine().cash();
    note(
        notes == books,
        "%s: notes inside %s, books %s".formatted(name, euros(notes), euros(books)));
  }

  private static String euros(long amount) {
    return AmountText.of(amount, "EUR");
  }
}
