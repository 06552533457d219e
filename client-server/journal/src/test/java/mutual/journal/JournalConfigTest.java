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
    assertThat(config.sizes())
        .isEqualTo(new JournalConfig.Sizes(64 * 1024 * 1024, 2 * 1024 * 1024, 1024 * 1024));
    assertThat(config.inFlight())
        .isEqualTo(new JournalConfig.InFlight(16_384, 64 * 1024 * 1024, 16_384));
    assertThat(config.snapshotEvery())
        .isEqualTo(new JournalConfig.SnapshotEvery(1_000_000, 512L * 1024 * 1024));
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
        .hasMessageContaining("commandsMax");
  }
}
