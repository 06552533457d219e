package mutual.bankserver;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mutual.bank.Bank;
import mutual.bank.Sum;

/**
 * One check of the whole bank: the core against itself, the statements against the core, and what
 * machines counted against what the books say is in them.
 */
final class BankAudit {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final BankLog log;
  private final Statements statements;
  private final StatementProjection projection;
  private final BankBooks books;

  BankAudit(BankLog log, Statements statements, StatementProjection projection, BankBooks books) {
    this.log = log;
    this.statements = statements;
    this.projection = projection;
    this.books = books;
  }

  /** The core at one moment. */
  private record Seen(Bank.Audit audit, long lastPosting, List<Bank.AccountView> accounts) {
    /** A bank keeps its books in one currency. */
    String currency() {
      return accounts.isEmpty() ? "" : accounts.getFirst().currency();
    }
  }

  AuditResult run(Instant now) {
    Seen seen =
        log.read(
            bank ->
                new Seen(
                    bank.audit(),
                    bank.lastPosting(),
                    bank.accounts(null, null, Integer.MAX_VALUE, true)));
    List<Bank.Audit.Line> lines = new ArrayList<>(seen.audit().lines());
    lines.add(statementsLine(seen));
    lines.addAll(machineLines(seen.currency()));
    boolean balanced = seen.audit().balanced() && lines.stream().allMatch(Bank.Audit.Line::passed);
    return new AuditResult(balanced, List.copyOf(lines), now, log.status().position());
  }

  private Bank.Audit.Line statementsLine(Seen seen) {
    String check = "Statements agree with the books";
    if (!projection.catchUp(seen.lastPosting(), PATIENCE)) {
      return new Bank.Audit.Line(
          check, false, "not checked: the statement database is behind the books");
    }
    Map<String, Long> balances = statements.balances(seen.lastPosting());
    Map<String, Long> sums = statements.sums(seen.lastPosting());
    List<String> differing = new ArrayList<>();
    for (Bank.AccountView account : seen.accounts()) {
      long stated = balances.getOrDefault(account.number(), 0L);
      long summed = sums.getOrDefault(account.number(), 0L);
      if (stated != account.balance() || summed != account.balance()) {
        differing.add(
            account.number()
                + ": books "
                + account.balance()
                + ", statement "
                + stated
                + ", sum of movements "
                + summed);
      }
    }
    return new Bank.Audit.Line(
        check,
        differing.isEmpty(),
        differing.isEmpty()
            ? seen.accounts().size() + " accounts, postings up to " + seen.lastPosting()
            : differing.size()
                + " differ: "
                + String.join("; ", differing.stream().limit(5).toList()));
  }

  private List<Bank.Audit.Line> machineLines(String currency) {
    List<Bank.Audit.Line> lines = new ArrayList<>();
    for (MachineEntry entry : books.machines()) {
      MachineReport report = entry.report();
      String check = "Count of machine " + entry.machine().machine();
      if (report == null) {
        lines.add(new Bank.Audit.Line(check, true, "never heard of; nothing to compare"));
      } else if (entry.machine().openExchanges() > 0) {
        lines.add(
            new Bank.Audit.Line(
                check,
                true,
                entry.machine().openExchanges() + " withdrawals are open; not compared"));
      } else if (movedSince(entry, report)) {
        lines.add(
            new Bank.Audit.Line(
                check, true, "cash has moved since it last counted, at " + report.time()));
      } else {
        lines.add(
            new Bank.Audit.Line(
                check,
                entry.countAgrees(),
                "books "
                    + new Sum(entry.machine().cash(), currency)
                    + ", counted "
                    + new Sum(report.counted(), currency)
                    + " at "
                    + report.time()));
      }
    }
    return lines;
  }

  private boolean movedSince(MachineEntry entry, MachineReport report) {
    String account = entry.machine().cashAccount();
    long newest = log.read(bank -> bank.lastPosting(account));
    return !projection.catchUp(newest, PATIENCE)
        || statements.list(account, newest, 1).stream()
            .anyMatch(line -> !line.time().isBefore(report.time()));
  }
}
