package mutual.files.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import mutual.files.Await;
import mutual.files.Opened;
import mutual.files.torrent.Metainfo;
import mutual.files.torrent.TorrentMaker.Format;
import mutual.files.tracker.Opentracker;
import mutual.files.tracker.Programs;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our engine and Debian's aria2 and Transmission, which know version 1 alone. */
final class OldClientsInteropTest {
  private static final String A = "10.77.0.1";
  private static final String B = "10.77.0.2";

  @TempDir Path folder;
  @AutoClose private final Opened opened = new Opened();
  private Path source;

  @BeforeEach
  void makeContent() throws IOException {
    source =
        TestPeer.content(
            folder.resolve("given/music"), 5, 1_200_000, 33_333, 0, 400_000, 1, 16_385);
  }

  private void ended(Process process) {
    var _ = opened.add(() -> Programs.end(process));
  }

  private Path write(Metainfo torrent) throws IOException {
    return Files.write(folder.resolve("ours.torrent"), torrent.encode());
  }

  private static Metainfo torrent(Share share) throws Exception {
    return Metainfo.parse(share.torrent().orElseThrow());
  }

  private void assertFetched(Path downloads) throws Exception {
    ContentEngineTest.assertSame(source, downloads.resolve("music"));
  }

  // ---- aria2
  // ---------------------------------------------------------------------------------------

  private Process aria2(int port, Path dir, Object torrent, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "aria2c",
                "--no-conf",
                "--dir=" + dir,
                "--listen-port=" + port,
                "--enable-dht=false",
                "--enable-dht6=false",
                "--bt-enable-lpd=false",
                "--interface=127.0.0.1",
                "--file-allocation=none"));
    command.addAll(List.of(options));
    command.add(torrent.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("aria2.log").toFile())
            .start();
    ended(process);
    Await.until(() -> listens(port));
    return process;
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  @Test
  void aria2FetchesFromUs() throws Exception {
    TestPeer we = opened.add(new TestPeer(folder.resolve("we")));
    Share share = we.share(source, Format.V1, Audience.EVERYONE);
    Path downloads = folder.resolve("downloads");
    int port = freePort();
    Process aria2 = aria2(port, downloads, write(torrent(share)), "--seed-time=0");
    share.addPeer(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    assertThat(aria2.waitFor(20, TimeUnit.SECONDS)).as(log("aria2.log")).isTrue();
    assertThat(aria2.exitValue()).as(Files.readString(folder.resolve("aria2.log"))).isZero();
    assertFetched(downloads);
  }

  /** It takes the description from us, leaves, and comes again for the content. */
  @Test
  void aria2FetchesByItsLinkWhatIsSharedWithEveryone() throws Exception {
    TestPeer we = opened.add(new TestPeer(folder.resolve("we")));
    Share share = we.share(source, Audience.EVERYONE.usualFormat(), Audience.EVERYONE);
    Path downloads = folder.resolve("downloads");
    int port = freePort();
    Process aria2 = aria2(port, downloads, share.link(), "--seed-time=0");
    share.addPeer(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    assertThat(aria2.waitFor(60, TimeUnit.SECONDS)).as(log("aria2.log")).isTrue();
    assertFetched(downloads);
  }

  @Test
  void weFetchFromAria2() throws Exception {
    TestPeer maker = opened.add(new TestPeer(folder.resolve("maker")));
    Metainfo torrent = torrent(maker.share(source, Format.V1, Audience.EVERYONE));
    maker.close();
    int port = freePort();
    Process _ = aria2(port, folder.resolve("given"), write(torrent), "-V", "--seed-ratio=0.0");
    TestPeer we = opened.add(new TestPeer(folder.resolve("we")));
    Share share = we.engine.fetch(torrent, FetchPlan.into(we.downloads()));
    share.addPeer(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    we.awaitComplete(share);
    assertFetched(we.downloads());
  }

  // ---- a tracker as the only way to meet
  // -----------------------------------------------------------

  @Test
  void weMeetAria2AtATracker() throws Exception {
    TestPeer maker = opened.add(new TestPeer(folder.resolve("maker")));
    Metainfo plain = torrent(maker.share(source, Format.V1, Audience.EVERYONE));
    maker.close();
    Opentracker tracker =
        opened.add(new Opentracker(folder.resolve("tracker"), plain.hashes().all()));
    Metainfo torrent = plain.withTrackers(List.of(List.of(tracker.url("http"))));
    Process seed =
        aria2(freePort(), folder.resolve("given"), write(torrent), "-V", "--seed-ratio=0.0");
    TestPeer we = opened.add(new TestPeer(folder.resolve("we")));
    Share share = we.engine.fetch(torrent, FetchPlan.into(we.downloads()));
    we.awaitComplete(share);
    assertFetched(we.downloads());
    seed.destroy();
    assertThat(seed.waitFor(20, TimeUnit.SECONDS)).isTrue();
    // Now it calls us, in its own order of attempts.
    Path downloads = folder.resolve("downloads");
    Process aria2 = aria2(freePort(), downloads, write(torrent), "--seed-time=0");
    assertThat(aria2.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertFetched(downloads);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "udp"})
  void ourOwnMeetAtATracker(String scheme) throws Exception {
    TestPeer maker = opened.add(new TestPeer(folder.resolve("maker")));
    Metainfo plain = torrent(maker.share(source, Format.HYBRID, Audience.EVERYONE));
    Opentracker tracker =
        opened.add(new Opentracker(folder.resolve("tracker"), plain.hashes().all()));
    Metainfo torrent = plain.withTrackers(List.of(List.of(tracker.url(scheme))));
    TestPeer seed = opened.add(new TestPeer(folder.resolve("seed")));
    Share given = seed.engine.fetch(torrent, FetchPlan.into(seed.downloads()));
    given.addPeer(maker.address());
    seed.awaitComplete(given);
    maker.close();
    TestPeer we = opened.add(new TestPeer(folder.resolve("we")));
    Share share = we.engine.fetch(torrent.magnet(), FetchPlan.into(we.downloads()));
    we.awaitComplete(share);
    assertFetched(we.downloads());
  }

  // ---- Transmission, which takes no peers of its own host
  // ------------------------------------------

  private Process transmission(TwoHosts hosts, Path dir, Path torrent) throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(
            "transmission-cli",
            "--config-dir",
            Files.createDirectories(folder.resolve("transmission")).toString(),
            "--download-dir",
            Files.createDirectories(dir).toString(),
            "--port",
            "7000",
            "--no-portmap",
            "--encryption-preferred",
            torrent.toString());
    Process process =
        hosts.start(
            "a",
            command
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("transmission.log").toFile()));
    Await.until(() -> listens(process.pid(), 7000), () -> log("transmission.log"));
    return process;
  }

  private String log(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Whether somebody in the process's network listens at a port of IPv4. */
  private static boolean listens(long pid, int port) {
    String socket = String.format(Locale.ROOT, ":%04X 00000000:0000 0A", port);
    try {
      return Files.readString(Path.of("/proc/" + pid + "/net/tcp")).contains(socket);
    } catch (IOException e) {
      return false;
    }
  }

  private OtherEngine ours(TwoHosts hosts) throws IOException {
    return opened.add(
        new OtherEngine(command -> hosts.on("b", command), folder.resolve("we"), B, 0));
  }

  @Test
  void transmissionFetchesFromUs() throws Exception {
    // It makes no empty files.
    Files.delete(source.resolve("file-2"));
    TwoHosts hosts = opened.add(new TwoHosts(A + "/24", B + "/24"));
    OtherEngine we = ours(hosts);
    String _ = we.share(source, Format.V1);
    Path torrent = folder.resolve("ours.torrent");
    String _ = we.ask("torrent", torrent);
    Path downloads = folder.resolve("downloads");
    Process _ = transmission(hosts, downloads, torrent);
    String _ = we.ask("peer", A, 7000);
    // It looks every ten seconds whom it is interested in.
    Await.until(
        () -> log("transmission.log").contains("to \"Complete\""), () -> log("transmission.log"));
    assertFetched(downloads);
  }

  @Test
  void weFetchFromTransmission() throws Exception {
    TestPeer maker = opened.add(new TestPeer(folder.resolve("maker")));
    Share made = maker.share(source, Format.V1, Audience.EVERYONE);
    Path torrent = write(torrent(made));
    TwoHosts hosts = opened.add(new TwoHosts(A + "/24", B + "/24"));
    Process _ = transmission(hosts, folder.resolve("given"), torrent);
    Await.until(() -> log("transmission.log").contains("Seeding"), () -> log("transmission.log"));
    OtherEngine we = ours(hosts);
    Path downloads = folder.resolve("downloads");
    String _ = we.ask("fetch", made.link(), downloads);
    String _ = we.ask("peer", A, 7000);
    we.awaitComplete();
    assertFetched(downloads);
  }
}
