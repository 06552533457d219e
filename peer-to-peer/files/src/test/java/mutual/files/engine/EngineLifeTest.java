package mutual.files.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import mutual.files.Await;
import mutual.files.engine.ShareStatus.State;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.Metainfo;
import mutual.files.torrent.PieceMap;
import mutual.files.torrent.TorrentMaker.Format;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to shares over time: pauses, restarts, changed files, failing disks, limits. */
@Timeout(60)
final class EngineLifeTest {
  private static final int LARGE = 2_000_000;

  @TempDir Path folder;
  private TestPeer ann;
  private TestPeer ben;
  private Path source;
  private Share given;

  @BeforeEach
  void start() throws Exception {
    ann = new TestPeer(folder.resolve("ann"));
    ben = new TestPeer(folder.resolve("ben"));
    source = TestPeer.content(folder.resolve("music"), 6, LARGE, 50_001, 0, 1);
    given = ann.share(source, Format.HYBRID, Audience.EVERYONE);
  }

  @AfterEach
  void stop() {
    ann.close();
    ben.close();
  }

  private Share fetch(FetchPlan plan) throws Exception {
    Share share = ben.engine.fetch(Metainfo.parse(given.torrent().orElseThrow()), plan);
    share.addPeer(ann.address());
    return share;
  }

  private Share fetch() throws Exception {
    return fetch(FetchPlan.into(ben.downloads()));
  }

  private void assertFetched() throws Exception {
    ContentEngineTest.assertSame(source, ben.downloads().resolve("music"));
  }

  private void flip(Path file, long at) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(at);
      int before = open.read();
      open.seek(at);
      open.write(before ^ 1);
    }
  }

  private void awaitSome(Share share) throws Exception {
    ben.await(() -> share.status().hereBytes() > 0);
  }

  // ---- pausing and restarting
  // -------------------------------------------------------------------

  @Test
  void aPausedShareMovesNothingAndGoesOnWhereItWas() throws Exception {
    given.limits(400_000, 0);
    Share share = fetch();
    awaitSome(share);
    share.pause();
    long received = share.status().receivedBytes();
    assertThat(share.status().state()).isEqualTo(State.PAUSED);
    assertThat(share.status().peers()).isZero();
    assertThat(share.status().downBytesPerSecond()).isZero();
    assertThat(share.top()).contains(ben.downloads().resolve("music"));
    given.limits(0, 0);
    share.resume();
    share.addPeer(ann.address());
    ben.awaitComplete(share);
    assertFetched();
    assertThat(share.status().receivedBytes()).isGreaterThan(received);
    assertThat(share.status().receivedBytes()).isLessThan(LARGE + 700_000);
  }

  @Test
  void aRestartKeepsEverything() throws Exception {
    ann.engine.limits(123_456, 0);
    given.limits(300_000, 0);
    Share share = fetch(new FetchPlan(ben.downloads(), List.of("file-0"), true, false));
    share.limits(0, 7_000_000);
    awaitSome(share);
    ann.restart();
    ben.restart();
    Share givenAgain = ann.engine.find(given.id()).orElseThrow();
    Share again = ben.engine.find(share.id()).orElseThrow();
    assertThat(ann.engine.upLimitBytesPerSecond()).isEqualTo(123_456);
    assertThat(givenAgain.upLimitBytesPerSecond()).isEqualTo(300_000);
    assertThat(givenAgain.audience()).isEqualTo(Audience.EVERYONE);
    assertThat(givenAgain.own()).isTrue();
    assertThat(again.downLimitBytesPerSecond()).isEqualTo(7_000_000);
    assertThat(again.sequential()).isTrue();
    assertThat(again.added()).isEqualTo(share.added());
    ann.engine.limits(0, 0);
    givenAgain.limits(0, 0);
    again.addPeer(ann.address());
    ben.awaitComplete(again);
    assertThat(ben.downloads().resolve("music/file-0"))
        .hasSameBinaryContentAs(source.resolve("file-0"));
    assertThat(ben.downloads().resolve("music/deeper/file-1")).doesNotExist();
  }

  // ---- files that are not as they were
  // -----------------------------------------------------------

  @Test
  void aRecheckFindsAFlippedByteAndFetchesThatPieceAlone() throws Exception {
    Share share = fetch();
    ben.awaitComplete(share);
    long received = share.status().receivedBytes();
    flip(ben.downloads().resolve("music/file-0"), 1_000_000);
    share.recheck();
    share.addPeer(ann.address());
    ben.await(() -> share.status().receivedBytes() > received);
    ben.awaitComplete(share);
    assertFetched();
    int piece = share.info().orElseThrow().pieces().pieceLength();
    assertThat(share.status().receivedBytes() - received).isLessThanOrEqualTo(piece);
  }

  @Test
  void anOwnFileThatSomebodyChangesIsSaidAndNothingOfItGiven() throws Exception {
    given.limits(100_000, 0);
    Share share = fetch();
    awaitSome(share);
    flipEverywhere(source.resolve("file-0"));
    ann.await(() -> given.status().state() == State.TROUBLE);
    assertThat(given.status().trouble())
        .isEqualTo(
            "Files in "
                + source
                + " are not what they were when they were shared. Put them back as they were, or"
                + " remove this share and share them again.");
    flipEverywhere(source.resolve("file-0"));
    given.limits(0, 0);
    given.recheck();
    ann.await(() -> given.status().state() == State.COMPLETE);
    share.addPeer(ann.address());
    share.pause();
    share.resume();
    share.addPeer(ann.address());
    // Who gives a wrong piece is not talked to again; so none was.
    ben.awaitComplete(share);
    assertFetched();
  }

  private void flipEverywhere(Path file) throws IOException {
    for (int at = 0; at < LARGE; at += PieceMap.BLOCK_BYTES / 2) {
      flip(file, at);
    }
  }

  @Test
  void anOwnFileThatWasChangedMeanwhileIsSaidAfterARestart() throws Exception {
    ann.engine.close();
    flip(source.resolve("deeper/file-1"), 5);
    ann.restart();
    Share again = ann.engine.find(given.id()).orElseThrow();
    ann.await(() -> again.status().state() == State.TROUBLE);
    assertThat(again.status().trouble()).contains("are not what they were");
  }

  // ---- disks
  // -------------------------------------------------------------------------------------

  @Test
  void aFullDiskIsSaidAndItGoesOnByItselfOnceThereIsSpace() throws Exception {
    ben.disk.fullAfter(700_000);
    Share share = fetch();
    ben.await(() -> share.status().state() == State.TROUBLE);
    assertThat(share.status().trouble()).containsIgnoringCase("full").endsWith(".");
    ben.disk.fullAfter(Long.MAX_VALUE);
    // The seed has long been told goodbye; it is met again by the address known.
    ben.await(() -> share.status().state() == State.FETCHING);
    share.addPeer(ann.address());
    ben.awaitComplete(share);
    assertFetched();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unplugged", "read-only"})
  void aDiskThatGoesIsSaidAndWhatWasThereIsKept(String fault) throws Exception {
    given.limits(400_000, 0);
    Share share = fetch();
    awaitSome(share);
    if (fault.equals("unplugged")) {
      ben.disk.unplug(true);
    } else {
      ben.disk.readOnly(true);
    }
    ben.await(() -> share.status().state() == State.TROUBLE);
    assertThat(share.status().trouble()).endsWith(".");
    long here = share.status().hereBytes();
    ben.disk.unplug(false);
    ben.disk.readOnly(false);
    given.limits(0, 0);
    share.resume();
    share.addPeer(ann.address());
    ben.awaitComplete(share);
    assertFetched();
    assertThat(here).isPositive();
    assertThat(share.status().receivedBytes()).isLessThan(LARGE + 1_000_000);
  }

  @Test
  void aFolderThatIsGoneIsSaid() throws Exception {
    given.limits(400_000, 0);
    Share share = fetch();
    awaitSome(share);
    share.pause();
    Path away = folder.resolve("away");
    Files.move(ben.downloads(), away);
    share.resume();
    ben.await(() -> share.status().state() == State.TROUBLE);
    assertThat(share.status().trouble()).contains(ben.downloads().toString());
    Files.move(away, ben.downloads());
    given.limits(0, 0);
    share.resume();
    share.addPeer(ann.address());
    ben.awaitComplete(share);
    assertFetched();
  }

  // ---- choosing, order, limits
  // --------------------------------------------------------------------

  @Test
  void filesAreChosenByTheLinkAndLaterByTheOwner() throws Exception {
    // BEP 53: the second file of the torrent, in its order.
    Share share =
        ben.engine.fetch(Magnet.parse(given.link() + "&so=1"), FetchPlan.into(ben.downloads()));
    share.addPeer(ann.address());
    ben.awaitComplete(share);
    List<FileStatus> files = share.files();
    Path top = ben.downloads().resolve("music");
    for (int i = 0; i < files.size(); i++) {
      String path = share.info().orElseThrow().files().get(i).displayPath();
      if (i == 1) {
        assertThat(top.resolve(path)).hasSameBinaryContentAs(source.resolve(path));
      } else if (share.info().orElseThrow().files().get(i).length() > 0) {
        assertThat(top.resolve(path)).doesNotExist();
      }
    }
    BitSet all = new BitSet();
    all.set(0, files.size());
    share.select(all);
    ben.await(() -> share.status().wantedBytes() == share.status().contentBytes());
    share.addPeer(ann.address());
    ben.awaitComplete(share);
    assertFetched();
  }

  @Test
  void inOrderThereAreNoLargeGaps() throws Exception {
    given.limits(600_000, 0);
    Share share = fetch(new FetchPlan(ben.downloads(), List.of(), true, false));
    ben.await(() -> share.status().hereBytes() > LARGE / 3);
    int[] map = share.pieceMap(Integer.MAX_VALUE);
    int here = 0;
    int last = 0;
    for (int i = 0; i < map.length; i++) {
      here += map[i] > 0 ? 1 : 0;
      last = map[i] > 0 ? i : last;
    }
    // What is asked for at once may come in another order.
    assertThat(last).isLessThan(here + map.length / 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"up all", "up one", "down all", "down one"})
  void limitsAreKept(String which) throws Exception {
    long limit = 500_000;
    switch (which) {
      case "up all" -> ann.engine.limits(limit, 0);
      case "up one" -> given.limits(limit, 0);
      case "down all" -> ben.engine.limits(0, limit);
      default -> {}
    }
    Share share = fetch(new FetchPlan(ben.downloads(), List.of(), false, true));
    if (which.equals("down one")) {
      share.limits(0, limit);
    }
    share.resume();
    share.addPeer(ann.address());
    ben.await(() -> share.status().receivedBytes() > 0);
    long start = System.nanoTime();
    ben.awaitComplete(share);
    double seconds = (System.nanoTime() - start) / 1e9;
    double rate = share.status().receivedBytes() / seconds;
    assertThat(rate).isBetween(limit * 0.75, limit * 1.2);
  }

  // ---- reading while it arrives
  // -------------------------------------------------------------------

  @Test
  void aFileIsReadFromTheMiddleWhileItArrives() throws Exception {
    given.limits(700_000, 0);
    Share share = fetch();
    ben.await(() -> share.status().state() == State.FETCHING);
    byte[] expected = Files.readAllBytes(source.resolve("file-0"));
    try (ContentReader reader = share.open(index(share, "file-0"))) {
      assertThat(reader.length()).isEqualTo(LARGE);
      for (int at : new int[] {1_500_000, 200_000, 1_999_990, 900_001}) {
        ByteBuffer target = ByteBuffer.allocate(10);
        for (int count = 0; count < 10; ) {
          count += reader.read(at + count, target);
        }
        assertThat(target.array()).isEqualTo(java.util.Arrays.copyOfRange(expected, at, at + 10));
      }
      assertThat(reader.read(LARGE, ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(share.status().state()).isEqualTo(State.FETCHING);
    }
    given.limits(0, 0);
    ben.awaitComplete(share);
    assertFetched();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoSeeksDoesNotWaitForThePlaceThatWasLeft(boolean leftOpen) throws Exception {
    given.limits(400_000, 0);
    Share share = fetch();
    ben.await(() -> share.status().state() == State.FETCHING);
    int from = 1_500_000;
    int bytes = 300_000;
    ContentReader before = share.open(index(share, "file-0"));
    try (ContentReader after = share.open(index(share, "file-0"))) {
      assertThat(before.read(0, ByteBuffer.allocate(1))).isOne();
      ByteBuffer target = ByteBuffer.allocate(bytes);
      assertThat(after.read(from, target)).isPositive();
      if (!leftOpen) {
        before.close();
      }
      while (target.hasRemaining()) {
        assertThat(after.read(from + target.position(), target)).isPositive();
      }
      assertThat(share.status().hereBytes()).isLessThan(LARGE * 2 / 3);
    }
    before.close();
  }

  private static int index(Share share, String path) {
    return share.info().orElseThrow().files().stream()
        .filter(file -> file.displayPath().equals(path))
        .findFirst()
        .orElseThrow()
        .index();
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "pause"})
  void aReaderThatWaitsIsWoken(String by) throws Exception {
    ann.close();
    Share share = fetch();
    ben.await(() -> share.status().state() == State.FETCHING);
    ContentReader reader = share.open(index(share, "file-0"));
    CompletableFuture<Integer> reading = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    reading.complete(reader.read(0, ByteBuffer.allocate(1)));
                  } catch (IOException | InterruptedException e) {
                    reading.completeExceptionally(e);
                  }
                });
    Await.until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    if (by.equals("close")) {
      reader.close();
    } else {
      share.pause();
    }
    assertThatThrownBy(() -> reading.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
    reader.close();
  }

  // ---- removing
  // -----------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aShareIsRemovedWithItsContentOrWithout(boolean withContent) throws Exception {
    Share share = fetch();
    ben.awaitComplete(share);
    ben.engine.remove(share, withContent);
    assertThat(ben.engine.shares()).isEmpty();
    assertThat(Files.exists(ben.downloads().resolve("music"))).isEqualTo(!withContent);
    ben.restart();
    assertThat(ben.engine.shares()).isEmpty();
    ann.engine.remove(given, true);
    // Its own is never deleted.
    assertThat(source.resolve("file-0")).exists();
  }
}
