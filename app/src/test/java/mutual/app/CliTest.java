package mutual.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The command line as a person and a script meet it. */
final class CliTest {
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
    Cli.Outcome outcome = Cli.run(args.toArray(String[]::new));
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("Usage: " + command.getCommandSpec().qualifiedName())
        .contains("Example");
  }

  @Test
  void anUnknownCommandIsOneClearLine() {
    Cli.Outcome outcome = Cli.run("dmeo");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("'dmeo'").contains("--help").doesNotContain("\tat ");
  }

  @Test
  void anUnknownOptionIsOneClearLine() {
    Cli.Outcome outcome = Cli.run("--nonsense");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(outcome.err()).contains("--nonsense").doesNotContain("\tat ");
  }

  @Test
  void aStackTraceComesOnlyWhenAskedFor() {
    assertThat(Cli.run("format").err()).doesNotContain("\tat ");
    assertThat(Cli.run("format", "--debug").err()).contains("\tat ");
  }

  @Test
  void theCompletionScriptNamesTheCommands() {
    Cli.Outcome outcome = Cli.run("completion");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).contains("complete -F").contains("completion");
  }
}
