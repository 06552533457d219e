package mutual.app.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import mutual.app.CommandFailure;
import mutual.peer.PeerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the options of {@code mutual peer} make of what the folder says. */
final class PeerOptionsTest {
  @TempDir Path folder;

  private PeerConfig config(String... args) throws IOException {
    PeerCommand command = new PeerCommand();
    var _ = new CommandLine(command).parseArgs(args);
    return command.config(folder);
  }

  @Test
  void whatIsNotSaidIsAsBefore() throws IOException {
    PeerConfig first = config("--name", "Ada", "--port", "7001", "--no-lan");
    assertThat(first.name()).isEqualTo("Ada");
    assertThat(first.contentPort()).isEqualTo(7001);
    assertThat(first.lan()).isFalse();
    assertThat(first.dht()).isTrue();
    assertThat(first.downloads()).isEqualTo(folder.resolve("downloads"));
    first.store();
    assertThat(config()).isEqualTo(first);
    PeerConfig later = config("--lan", "--no-dht", "--bootstrap", "a.example:1", "b.example:2");
    assertThat(later.lan()).isTrue();
    assertThat(later.dht()).isFalse();
    assertThat(later.bootstrap()).containsExactly("a.example:1", "b.example:2");
    assertThat(later.contentPort()).isEqualTo(7001);
  }

  @Test
  void optionsMayStandAfterServe() throws IOException {
    assertThat(config("serve", "--name", "Ada", "--no-dht").name()).isEqualTo("Ada");
    assertThat(config("--name", "Ada", "serve").name()).isEqualTo("Ada");
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> config("--port", "70000")).isInstanceOf(CommandFailure.class);
    assertThatThrownBy(() -> config("--name", " ")).isInstanceOf(CommandFailure.class);
    assertThatThrownBy(() -> config("--bootstrap", "host"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("host:port");
  }
}
