package mutual.app;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Entry of the program. */
public final class Main {
  private static final int USAGE_COLUMNS = 100;

  private Main() {}

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    if (args.length == 3 && args[0].equals("--training-run")) {
      System.exit(TrainingRun.run(args[1], Path.of(args[2]), out));
    }
    Serving.logWarningsOnly();
    System.exit(run(args, out, err));
  }

  /** Runs one command line and returns its exit code. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    MutualCommand root = new MutualCommand();
    CommandLine line =
        new CommandLine(root)
            .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpWidth(USAGE_COLUMNS)
            .setAbbreviatedOptionsAllowed(false)
            .setParameterExceptionHandler(Main::usageError)
            .setExecutionExceptionHandler(new FailureReport(root.options));
    return line.execute(args);
  }

  private static int usageError(ParameterException error, String[] args) {
    PrintWriter err = error.getCommandLine().getErr();
    String name = error.getCommandLine().getCommandSpec().qualifiedName();
    err.println("mutual: " + error.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(error, err);
    err.println("Try '" + name + " --help'.");
    return ExitCode.USAGE.number();
  }

  /** Turns what a command throws into one line and an exit code. */
  private record FailureReport(GlobalOptions options) implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(
        Exception error, CommandLine commandLine, ParseResult parsed) {
      PrintWriter err = commandLine.getErr();
      CommandFailure failure = Failures.explain(error);
      err.println("mutual: " + failure.getMessage());
      if (options.debug) {
        error.printStackTrace(err);
      } else if (failure.exitCode() == ExitCode.BUG) {
        err.println(
            "This is a bug in mutual. Run it again with --debug and report what it prints.");
      }
      return failure.exitCode().number();
    }
  }
}
