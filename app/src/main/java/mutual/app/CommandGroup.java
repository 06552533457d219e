package mutual.app;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only groups others: without one of them it is an error. */
public abstract class CommandGroup implements Runnable {
  @Spec public CommandSpec spec = CommandSpec.create();

  @Override
  public final void run() {
    throw new ParameterException(
        spec.commandLine(), "which of: " + String.join(", ", spec.subcommands().keySet()) + "?");
  }
}
