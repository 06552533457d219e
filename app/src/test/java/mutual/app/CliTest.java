package mutual.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The command line as a person and a script meet it. */
final class CliTest {
  record Outcome(int exitCode, String out, String err) {}

  static Outcome run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static List<CommandLine> everyCommand() {
    List<CommandLine> commands = new ArrayList<>();
    collect(new CommandLine(new MutualCommand()), commands);
    return commands;
  }

  private static void collect(CommandLine command, List<CommandLine> into) {
    into.add(command);
    command.getSubcommands().values().forEach(sub -> collect(sub, into));
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void everyCommandExplainsItselfWithAnExample(CommandLine command) {
    List<String> args =
        new ArrayList<>(List.of(command.getCommandSpec().qualifiedName().split(" ", -1)));
    args.removeFirst();
    args.add("--help");
    Outcome outcome = run(args.toArray(String[]::new));
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("Usage: " + command.getCommandSpec().qualifiedName())
        .contains("Example");
  }

  @Test
  void anUnknownCommandIsOneClearLine() {
    Outcome outcome = run("dmeo");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("'dmeo'").contains("--help").doesNotContain("\tat ");
  }

  @Test
  void anUnknownOptionIsOneClearLine() {
    Outcome outcome = run("--nonsense");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(outcome.err()).contains("--nonsense").doesNotContain("\tat ");
  }

  @Test
  void aStackTraceComesOnlyWhenAskedFor() {
    assertThat(run("format").err()).doesNotContain("\tat ");
    assertThat(run("format", "--debug").err()).contains("\tat ");
  }

  @Test
  void theCompletionScriptNamesTheCommands() {
    Outcome outcome = run("completion");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).contains("complete -F").contains("completion");
  }
}
