package mutual.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JournalConfigTest {
  private final JournalConfig config = JournalConfig.in(Path.of("log"));

  @Test
  void defaults() {
    assertThat(config.folder()).isEqualTo(Path.of("log"));
    assertThat(config.files()).isSameAs(FileSystem.real());
    assertThat(config.segmentBytes()).isEqualTo(64 * 1024 * 1024);
    assertThat(config.commandBytesMax()).isEqualTo(1024 * 1024);
    assertThat(config.batchBytesMax()).isEqualTo(2 * 1024 * 1024);
    assertThat(config.inFlightCommandsMax()).isEqualTo(16_384);
    assertThat(config.inFlightBytesMax()).isEqualTo(64 * 1024 * 1024);
    assertThat(config.readsWaitingMax()).isEqualTo(16_384);
    assertThat(config.snapshotEveryCommands()).isEqualTo(1_000_000);
    assertThat(config.snapshotEveryBytes()).isEqualTo(512L * 1024 * 1024);
    assertThat(config.markAfterIdle()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void refusesSizesThatDoNotFitIntoEachOther() {
    assertThatThrownBy(() -> config.withSizes(1 << 20, 1 << 20, 1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("segmentBytes");
    assertThatThrownBy(() -> config.withSizes(1 << 20, 1000, 1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batchBytesMax");
    assertThatThrownBy(() -> config.withSizes(64 << 20, 5 << 20, 1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batchBytesMax");
    assertThatThrownBy(() -> config.withSizes(64 << 20, 2 << 20, (1 << 20) + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("commandBytesMax");
    assertThatThrownBy(() -> config.withInFlight(0, 1 << 20, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("inFlightCommandsMax");
  }
}
