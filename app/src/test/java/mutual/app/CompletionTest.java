package mutual.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bash offers when the tab key is pressed. */
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
      _complete_mutual_names "$1" "${COMP_WORDS[COMP_CWORD]}" ""
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  private static final String NAMES =
      """
      share\tholiday.mp4
      share\tMy film.mkv
      share\t$(x).txt
      group\tfamily
      contact\tBob
      contact\tAnn B
      """;

  @TempDir Path folder;

  @BeforeEach
  void install() throws IOException {
    Files.writeString(folder.resolve("script"), Cli.text("completion") + "\n");
    running(folder.resolve("home/.mutual/peer"));
  }

  private static void running(Path data) throws IOException {
    Files.writeString(Files.createDirectories(data).resolve("names.txt"), NAMES);
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
                "mutual"));
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
    assertThat(press(line.split(" "))).containsExactly(completed);
  }

  @ParameterizedTest
  @CsvSource({"sha", "'get '", "get ho", "shares pause -", "'shares limit x --up '", "contacts Bo"})
  void elsewhereNoNamesAreOffered(String line) throws Exception {
    assertThat(press(line.split(" ", -1)))
        .doesNotContain("holiday.mp4", "family", "Bob", "everyone");
  }

  @Test
  void commandsAreStillCompletedBesideNames() throws Exception {
    assertThat(press("sha")).contains("share", "shares");
    assertThat(press("shares", "")).contains("pause", "audience", "holiday.mp4");
    assertThat(press("shares", "pause", "--j")).containsExactly("--json");
  }

  @Test
  void whatIsQuotedIsCompletedInItsQuotes() throws Exception {
    assertThat(press("shares", "pause", "'My f")).containsExactly("My film.mkv");
    assertThat(press("shares", "pause", "My\\ f")).containsExactly("My\\ film.mkv");
  }

  @Test
  void namesAreThoseOfThePeerThatIsMeant() throws Exception {
    Path other = folder.resolve("other");
    assertThat(press("shares", "--data", other.toString(), "pause", "ho")).isEmpty();
    running(other);
    assertThat(press("shares", "--data", other.toString(), "pause", "ho"))
        .containsExactly("holiday.mp4");
  }

  @Test
  void whereNoPeerRunsOnlyWordsAreOffered() throws Exception {
    Files.delete(folder.resolve("home/.mutual/peer/names.txt"));
    assertThat(press("shares", "pause", "")).isEmpty();
    assertThat(press("share", "x", "--with", "")).containsExactly("everyone", "contacts");
  }
}
