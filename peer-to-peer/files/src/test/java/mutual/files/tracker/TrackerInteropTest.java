package mutual.files.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import mutual.files.torrent.InfoHash;
import mutual.files.torrent.InfoHashes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shares find each other by Debian's opentracker, which knows only the hashes it is given. */
final class TrackerInteropTest {
  private static final InfoHash V1 = Samples.hash();
  private static final InfoHash V2 = InfoHash.v2(new byte[32]);

  @TempDir Path folder;

  private final Trackers trackers = new Trackers();
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private @Nullable Process opentracker;
  private final List<Share> shares = new ArrayList<>();
  private int port;

  @BeforeEach
  void start() throws Exception {
    // As root it gives its rights up, and has to read its list nevertheless.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(folder.resolve("hashes"), V1.hex() + "\n" + V2.hex().substring(0, 40) + "\n");
    port = freePort();
    List<String> command =
        List.of(
            "opentracker",
            "-i",
            "127.0.0.1",
            "-p",
            "" + port,
            "-P",
            "" + port,
            "-d",
            folder.toString(),
            "-w",
            "hashes");
    opentracker =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Await.until(this::listens);
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A port that is free for TCP and UDP. */
  private static int freePort() throws IOException {
    try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DatagramSocket _ =
            new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
      return tcp.getLocalPort();
    }
  }

  @AfterEach
  void end() throws Exception {
    shares.forEach(share -> share.announcer.stop());
    timer.shutdownNow();
    trackers.close();
    Process process = opentracker;
    if (process != null) {
      process.destroy();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Share begin(String scheme, InfoHashes hashes, int port, long left) {
    String url = scheme + "://127.0.0.1:" + this.port + "/announce";
    Share share = new Share(trackers, timer, hashes, port, left, url).start();
    shares.add(share);
    return share;
  }

  private Share share(String scheme, InfoHashes hashes, int port, long left) {
    Share share = begin(scheme, hashes, port, left);
    Await.until(share::answered);
    return share;
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "udp"})
  void sharesFindEachOtherAreCountedAndLeave(String scheme) {
    InfoHashes hashes = InfoHashes.of(V1);
    Share seeder = share(scheme, hashes, 7_001, 0);
    Share leecher = share(scheme, hashes, 7_002, 5);
    Await.until(() -> leecher.heardPorts.contains(7_001));
    assertThat(leecher.status().seeders()).hasValue(1);
    assertThat(leecher.status().leechers()).hasValue(1);
    leecher.complete();
    Await.until(() -> leecher.status().seeders().orElse(0) == 2);
    assertThat(leecher.status().leechers()).hasValue(0);
    seeder.announcer.stop();
    Share late = share(scheme, hashes, 7_003, 5);
    Await.until(() -> late.heardPorts.contains(7_002));
    assertThat(late.heardPorts).doesNotContain(7_001);
    assertThat(late.status().seeders()).hasValue(1);
  }

  @Test
  void aHybridsTwoSwarmsMeetOverBothProtocols() {
    Share hybrid = share("udp", InfoHashes.of(V1, V2), 7_001, 0);
    Share one = share("http", InfoHashes.of(V1), 7_002, 5);
    Share two = share("http", InfoHashes.of(V2), 7_003, 5);
    Await.until(() -> one.heardPorts.contains(7_001) && two.heardPorts.contains(7_001));
    assertThat(hybrid.status().trouble()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http, Requested download is not authorized for use with this tracker.",
    "udp, it does not serve this torrent"
  })
  void whatItDoesNotKnowItRefuses(String scheme, String words) {
    byte[] unknown = new byte[20];
    unknown[0] = 1;
    Share share = begin(scheme, InfoHashes.of(InfoHash.v1(unknown)), 7_001, 0);
    Await.until(() -> share.status().state() == TrackerStatus.State.FAILING);
    assertThat(share.status().trouble()).isEqualTo("The tracker refused: " + words);
  }
}
