package mutual.files.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import mutual.files.Await;
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
  private @Nullable Opentracker opentracker;
  private final List<Share> shares = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    opentracker = new Opentracker(folder, List.of(V1, V2));
  }

  @AfterEach
  void end() throws Exception {
    shares.forEach(share -> share.announcer.stop());
    timer.shutdownNow();
    trackers.close();
    Opentracker running = opentracker;
    if (running != null) {
      running.close();
    }
  }

  private Share begin(String scheme, InfoHashes hashes, int port, long left) {
    String url = Objects.requireNonNull(opentracker).url(scheme);
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
