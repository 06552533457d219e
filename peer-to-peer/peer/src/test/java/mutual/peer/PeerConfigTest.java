package mutual.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a peer is to be, kept in its folder. */
final class PeerConfigTest {
  @TempDir Path folder;

  @Test
  void aNewPeerTakesPartInEverythingAtPortsYetToBeChosen() {
    PeerConfig config = PeerConfig.in(folder, "Ann", folder.resolve("d"));
    assertThat(config.address()).isEqualTo("0.0.0.0");
    assertThat(List.of(config.nodePort(), config.contentPort(), config.dashboardPort()))
        .containsOnly(0);
    assertThat(config.lan()).isTrue();
    assertThat(config.dht()).isTrue();
    assertThat(config.bootstrap()).isEqualTo(PeerConfig.BOOTSTRAP_DEFAULT);
  }

  @Test
  void itIsReadBackAsItWas() throws IOException {
    PeerConfig config =
        new PeerConfig(
            folder,
            "Ünal = Ann: 1 #!",
            folder.resolve("a b=c"),
            "::1",
            1,
            65_535,
            0,
            false,
            true,
            List.of("a.example:1", "[2001:db8::1]:2"));
    assertThat(PeerConfig.load(folder)).isEmpty();
    config.store();
    assertThat(PeerConfig.load(folder)).contains(config);
  }

  @Test
  void aDamagedOneIsRefusedWithItsName() throws IOException {
    PeerConfig.in(folder, "Ann", folder).store();
    Path file = folder.resolve(PeerConfig.FILE);
    Files.writeString(file, Files.readString(file).replace("content-port=0", "content-port=70000"));
    assertThatThrownBy(() -> PeerConfig.load(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(PeerConfig.FILE)
        .hasMessageContaining("content-port is no port: 70000");
  }
}
