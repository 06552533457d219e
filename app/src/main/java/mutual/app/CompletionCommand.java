package mutual.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a script that teaches the shell to complete this program's words. */
@Command(
    name = "completion",
    description = {
      "Print a completion script for bash and zsh.",
      "It completes commands and options, and names of your peer's shares, contacts and groups."
    },
    footerHeading = "%nExample:%n",
    footer = "  source <(mutual completion)")
final class CompletionCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash("mutual", spec.root().commandLine()));
    out.print(names());
    out.flush();
  }

  /** What completes names that only the running peer knows. */
  private static String names() {
    try (InputStream script = CompletionCommand.class.getResourceAsStream("names.bash")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
