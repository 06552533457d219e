package mutual.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What zsh makes of a line when the tab key is pressed: a real one, at a terminal of its own. */
final class ZshCompletionTest {
  private static final String SETTINGS =
      """
      unsetopt beep
      autoload -Uz compinit && compinit -D
      source ./script
      keep() { print -r -- "$BUFFER" > kept; BUFFER=exit; zle accept-line }
      zle -N keep
      bindkey '^X' keep
      """;

  @TempDir Path folder;

  @BeforeEach
  void install() throws IOException {
    Path data = Files.createDirectories(folder.resolve(".mutual/peer"));
    Files.writeString(
        data.resolve("names.txt"),
        "share\tholiday.mp4\nshare\tMy film.mkv\ngroup\tfamily\ncontact\tBob\ncontact\tAnn B\n");
    Files.writeString(folder.resolve("script"), Cli.text("completion") + "\n");
    Files.writeString(folder.resolve(".zshrc"), SETTINGS);
  }

  @ParameterizedTest
  @CsvSource({
    "mutual stat, mutual status",
    "mutual shares --js, mutual shares --json",
    "mutual shares rech, mutual shares recheck",
    "mutual shares pause ho, mutual shares pause holiday.mp4",
    "mutual shares pause My, mutual shares pause My\\ film.mkv",
    "mutual contacts rename B, mutual contacts rename Bob",
    "mutual invite --group f, mutual invite --group family",
  })
  void aTabCompletes(String typed, String completed) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("script", "--quiet", "--command", "zsh -d -i", "/dev/null")
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().remove("MUTUAL_PEER_HOME");
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("ZDOTDIR", folder.toString());
    builder.environment().put("TERM", "dumb");
    Process zsh = builder.start();
    zsh.getOutputStream().write((typed + "\t\u0018").getBytes(UTF_8));
    zsh.getOutputStream().flush();
    String said = new String(zsh.getInputStream().readAllBytes(), UTF_8);
    assertThat(zsh.waitFor(1, TimeUnit.MINUTES)).as(said).isTrue();
    assertThat(folder.resolve("kept")).as(said).exists();
    assertThat(Files.readString(folder.resolve("kept")).strip()).isEqualTo(completed);
  }
}
