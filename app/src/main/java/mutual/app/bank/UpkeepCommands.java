package mutual.app.bank;

import java.util.List;
import mutual.app.ExitCode;
import mutual.app.Output;
import mutual.contracts.bank.v1.AuditReport;
import mutual.contracts.bank.v1.AuditRequest;
import mutual.contracts.bank.v1.TakeSnapshotRequest;
import mutual.contracts.bank.v1.TakeSnapshotResponse;
import picocli.CommandLine.Command;

/** Commands that look after a running bank: {@code audit}, {@code snapshot}. */
final class UpkeepCommands {
  private UpkeepCommands() {}

  @Command(
      name = "audit",
      description = "Check that the books balance, now. Exit code 1 if they do not.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank audit --data north")
  static final class Audit extends BankTask {
    @Override
    int run(BankSession bank, Output out) {
      AuditReport report = bank.operations().audit(AuditRequest.getDefaultInstance());
      out.answer(
          report,
          text -> {
            text.table(
                List.of("", "CHECK", "DETAIL"),
                report.getLinesList(),
                line ->
                    List.of(line.getPassed() ? "ok" : "FAILED", line.getCheck(), line.getDetail()),
                "Nothing was checked.");
            text.line(
                (report.getBalanced() ? "The books balance" : "THE BOOKS DO NOT BALANCE")
                    + " at log position "
                    + report.getLogPosition()
                    + ".");
          });
      return (report.getBalanced() ? ExitCode.OK : ExitCode.REFUSED).number();
    }
  }

  @Command(
      name = "snapshot",
      description = "Write a snapshot of the bank's state, so that restarting reads less log.",
      footerHeading = "%nExample:%n",
      footer = "  mutual bank snapshot --data north")
  static final class Snapshot extends BankTask {
    @Override
    int run(BankSession bank, Output out) {
      TakeSnapshotResponse answer =
          bank.operations().takeSnapshot(TakeSnapshotRequest.getDefaultInstance());
      out.answer(
          answer,
          text ->
              text.line(
                  "Snapshot of "
                      + answer.getBytes()
                      + " bytes at log position "
                      + answer.getLogPosition()
                      + "."));
      return 0;
    }
  }
}
