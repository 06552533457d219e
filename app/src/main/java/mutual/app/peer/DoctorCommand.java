package mutual.app.peer;

import mutual.app.ExitCode;
import mutual.app.Output;
import mutual.contracts.peer.v1.ExamineRequest;
import mutual.contracts.peer.v1.ExamineResponse;
import mutual.contracts.peer.v1.Finding;
import picocli.CommandLine.Command;

/** {@code mutual doctor}. */
@Command(
    name = "doctor",
    description = {
      "Look for what keeps your peer from being reached or from reaching others.",
      "Exit code 1 if something does not work."
    },
    footerHeading = "%nExample:%n",
    footer = "  mutual doctor")
public final class DoctorCommand extends PeerTask {
  @Override
  int run(PeerSession peer, Output out) {
    ExamineResponse answer = peer.node().examine(ExamineRequest.getDefaultInstance());
    out.answer(answer, text -> answer.getFindingsList().forEach(finding -> show(text, finding)));
    boolean bad =
        answer.getFindingsList().stream()
            .anyMatch(finding -> finding.getLevel() == Finding.Level.LEVEL_BAD);
    return (bad ? ExitCode.REFUSED : ExitCode.OK).number();
  }

  private static void show(Output out, Finding finding) {
    String mark =
        switch (finding.getLevel()) {
          case LEVEL_GOOD -> "ok  ";
          case LEVEL_WARNING -> "warn";
          case LEVEL_BAD -> "BAD ";
          case LEVEL_UNSPECIFIED, UNRECOGNIZED -> "?   ";
        };
    out.line(mark + "  " + finding.getAbout() + ": " + finding.getFound());
    if (!finding.getAdvice().isEmpty()) {
      out.line("      " + finding.getAdvice());
    }
  }
}
