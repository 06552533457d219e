package mutual.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bash offers when the tab key is pressed, with a program that says what it is asked for. */
final class CompletionTest {
  /** Asks the completion script as bash does; the words are arguments, the last is unfinished. */
  private static final String TAB =
      """
      source "$1"
      shift
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      COMP_LINE="$*"
      COMP_POINT=${#COMP_LINE}
      # There is one only while the shell itself completes.
      compopt() { :; }
      for press in 1 2; do
        COMPREPLY=()
        _complete_mutual_names "$1" "${COMP_WORDS[COMP_CWORD]}" ""
      done
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  private static final String PROGRAM =
      """
      #!/bin/sh
      echo "$MUTUAL_BUILD $*" >> "$(dirname "$0")/asked"
      case $2 in
        shares) printf 'holiday.mp4\\nMy film.mkv\\n$(x).txt\\n' ;;
        contacts) printf 'Bob\\nAnn B\\n' ;;
        groups) printf 'family\\n' ;;
        audience) printf 'everyone\\ncontacts\\nfamily\\nBob\\n' ;;
      esac
      """;

  @TempDir Path folder;
  private Path home;
  private Path program;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectories(folder.resolve("home/.mutual/peer"));
    program = Files.writeString(folder.resolve("mutual"), PROGRAM);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(folder.resolve("script"), Cli.text("completion") + "\n");
  }

  private List<String> press(String... words) throws Exception {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                "bash",
                "--norc",
                "-c",
                TAB,
                "bash",
                folder.resolve("script").toString(),
                program.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", folder.resolve("home").toString());
    builder.environment().remove("MUTUAL_PEER_HOME");
    Process bash = builder.start();
    String said =
        new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    return said.lines().filter(line -> !line.isBlank()).toList();
  }

  private void running(Path data) throws IOException {
    Files.writeString(Files.createDirectories(data).resolve("running.properties"), "");
  }

  private List<String> asked() throws IOException {
    Path asked = folder.resolve("asked");
    return Files.exists(asked) ? Files.readAllLines(asked) : List.of();
  }

  @ParameterizedTest
  @CsvSource({
    "shares pause ho, holiday.mp4",
    "shares remove M, My\\ film.mkv",
    "shares remove $, \\$\\(x\\).txt",
    "shares limit --up 5 ho, holiday.mp4",
    "shares ho, holiday.mp4",
    "shares audience holiday.mp4 fam, family",
    "shares audience holiday.mp4 family e, everyone",
    "share x.txt --with fa, family",
    "contacts rename B, Bob",
    "contacts group Bob --add f, family",
    "contacts remove A, Ann\\ B",
    "offers B, Bob",
    "invite --group f, family",
  })
  void namesAreCompletedWhereTheyAreWanted(String line, String completed) throws Exception {
    running(home);
    assertThat(press(line.split(" "))).containsExactly(completed);
    // The second time, what was said a moment ago is taken.
    assertThat(asked()).singleElement().asString().startsWith("never names ");
  }

  @ParameterizedTest
  @CsvSource({"sha", "'get '", "get ho", "shares pause -", "'shares limit x --up '", "contacts Bo"})
  void elsewhereNobodyIsAsked(String line) throws Exception {
    running(home);
    press(line.split(" ", -1));
    assertThat(asked()).isEmpty();
  }

  @Test
  void commandsAreStillCompletedBesideNames() throws Exception {
    running(home);
    assertThat(press("sha")).contains("share", "shares");
    assertThat(press("shares", "")).contains("pause", "audience", "holiday.mp4");
    assertThat(press("shares", "pause", "--j")).containsExactly("--json");
    assertThat(press("")).doesNotContain("names");
  }

  @Test
  void whatIsQuotedIsCompletedInItsQuotes() throws Exception {
    running(home);
    assertThat(press("shares", "pause", "'My f")).containsExactly("My film.mkv");
    assertThat(press("shares", "pause", "My\\ f")).containsExactly("My\\ film.mkv");
  }

  @Test
  void whereNoPeerRunsNothingIsStarted() throws Exception {
    assertThat(press("shares", "pause", "")).isEmpty();
    assertThat(asked()).isEmpty();
    Path other = folder.resolve("other");
    running(other);
    assertThat(press("shares", "--data", other.toString(), "pause", "ho"))
        .containsExactly("holiday.mp4");
    assertThat(asked()).containsExactly("never names shares --data " + other);
  }
}
