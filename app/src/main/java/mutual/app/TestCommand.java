package mutual.app;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Only the help text: the launcher script itself runs the tests, since it also builds. */
@Command(
    name = "test",
    description = "Install what the tests need, where allowed, and run every test.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mutual test",
      "  mutual test -pl client-server/ledger -am     one module and what it stands on",
    })
final class TestCommand implements Runnable {
  @Parameters(
      arity = "0..*",
      paramLabel = "MAVEN-ARGUMENT",
      description = "Passed on to Maven's verify.")
  List<String> arguments = List.of();

  @Override
  public void run() {
    throw new CommandFailure(ExitCode.USAGE, "start the tests with the launcher: ./mutual test");
  }
}
