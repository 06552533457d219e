package mutual.app;

import picocli.CommandLine.Command;

/** Only the help text: the launcher script itself runs the formatter. */
@Command(
    name = "format",
    description = "Format all Java sources with google-java-format.",
    footerHeading = "%nExample:%n",
    footer = "  mutual format")
final class FormatCommand implements Runnable {
  @Override
  public void run() {
    throw new CommandFailure(
        ExitCode.USAGE, "start the formatter with the launcher: ./mutual format");
  }
}
