package mutual.files.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mutual.files.disk.StorageException.Reason;
import mutual.files.disk.StorePlace.Allocation;
import mutual.files.disk.StorePlace.Origin;
import mutual.files.torrent.Metainfo;
import mutual.files.torrent.PieceHashes;
import mutual.files.torrent.PieceMap;
import mutual.files.torrent.TorrentMaker;
import mutual.files.torrent.Torrents;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content on this machine's own disk. */
final class ContentStoreTest {
  @TempDir Path temporary;

  private final OpenFiles files = new OpenFiles(new RealFileSystem(), 4);
  private final ExecutorService workers = Executors.newFixedThreadPool(2);
  private Path source = Path.of("");
  private Metainfo torrent = Torrents.none();
  private Path downloads = Path.of("");

  @BeforeEach
  void makeTorrent() throws IOException {
    source = Torrents.folder(temporary.resolve("source"), new Random(3));
    torrent = Torrents.make(source, TorrentMaker.Format.V1, 32 << 10).torrent();
    downloads = Files.createDirectory(temporary.resolve("downloads"));
  }

  @AfterEach
  void close() {
    files.close();
    workers.close();
  }

  private StorePlace place() {
    return StorePlace.fetched(downloads, temporary.resolve("state"));
  }

  private ContentStore open(StorePlace place) throws StorageException {
    return ContentStore.open(torrent.info(), place, files);
  }

  private ByteBuffer piece(int piece) {
    PieceMap map = torrent.info().pieces();
    ByteBuffer data = ByteBuffer.allocate(map.dataLength(piece));
    try {
      for (PieceMap.Range range : map.ranges(piece)) {
        Path file = source.resolve(torrent.info().files().get(range.file()).displayPath());
        byte[] bytes = Files.readAllBytes(file);
        data.put(range.pieceOffset(), bytes, (int) range.fileOffset(), range.length());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return data;
  }

  private void fetchAll(ContentStore store) throws StorageException {
    for (int i = 0; i < torrent.info().pieces().pieceCount(); i++) {
      store.write(i, piece(i));
    }
  }

  private static void expectOutage(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(StorageException.class))
        .extracting(StorageException::reason)
        .isEqualTo(reason);
  }

  private void expectContentAt(Path top) throws IOException {
    for (var file : torrent.info().files()) {
      assertThat(top.resolve(file.displayPath()))
          .hasBinaryContent(Files.readAllBytes(source.resolve(file.displayPath())));
    }
  }

  @Test
  void writesFilesAndOpensThemAgainWithoutReading() throws Exception {
    try (ContentStore store = open(place())) {
      fetchAll(store);
      assertThat(store.complete()).isTrue();
      expectContentAt(downloads.resolve("content"));
    }
    assertThat(files.count()).isZero();
    try (ContentStore store = open(place())) {
      assertThat(store.complete()).isTrue();
      assertThat(store.doubtful().isEmpty()).isTrue();
      assertThat(store.top()).isEqualTo(downloads.resolve("content"));
    }
  }

  @Test
  void takesAnotherNameRatherThanOverwritingWhatIsThere() throws Exception {
    Torrents.write(downloads.resolve("content/a.bin"), new byte[] {1, 2, 3});
    try (ContentStore store = open(place())) {
      fetchAll(store);
      assertThat(store.top()).isEqualTo(downloads.resolve("content (2)"));
    }
    assertThat(downloads.resolve("content/a.bin")).hasBinaryContent(new byte[] {1, 2, 3});
    try (ContentStore store = open(place())) {
      assertThat(store.complete()).isTrue();
    }
  }

  @Test
  void neverWritesThroughALinkOutOfTheFolder() throws Exception {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    try (ContentStore store = open(place())) {
      Files.createDirectories(downloads.resolve("content/c"));
      Files.createSymbolicLink(downloads.resolve("content/c/d"), outside);
      expectOutage(Reason.NOT_OURS, () -> fetchAll(store));
      Files.createSymbolicLink(downloads.resolve("content/a.bin.link"), outside.resolve("x"));
    }
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void neverOpensALinkOrAPipeInPlaceOfAFile() throws Exception {
    Path victim = Files.write(temporary.resolve("victim"), new byte[] {9});
    try (ContentStore store = open(place())) {
      Files.createDirectories(downloads.resolve("content"));
      Files.createSymbolicLink(downloads.resolve("content/a.bin"), victim);
      expectOutage(Reason.NOT_OURS, () -> store.write(0, piece(0)));
      Files.delete(downloads.resolve("content/a.bin"));
      Process mkfifo =
          new ProcessBuilder("mkfifo", downloads.resolve("content/a.bin").toString()).start();
      assertThat(mkfifo.waitFor()).isZero();
      expectOutage(Reason.NOT_OURS, () -> store.write(0, piece(0)));
    }
    assertThat(victim).hasBinaryContent(new byte[] {9});
  }

  @Test
  void noticesChangedFilesBothRunningAndAfterwards() throws Exception {
    Path changed = downloads.resolve("content/c/d/e.bin");
    PieceHashes hashes = new PieceHashes(torrent);
    ContentStore store = open(place());
    fetchAll(store);
    store.checkpoint();
    assertThat(store.changed().isEmpty()).isTrue();
    Files.setLastModifiedTime(changed, FileTime.from(Instant.ofEpochSecond(1)));
    BitSet suspects = store.changed();
    assertThat(suspects.isEmpty()).isFalse();
    assertThat(store.doubtful()).isEqualTo(suspects);
    assertThat(store.recheck(suspects, hashes, workers, ScanProgress.SILENT)).isTrue();
    assertThat(store.complete()).isTrue();
    store.close();

    byte[] bytes = Files.readAllBytes(changed);
    bytes[150_000] ^= 1;
    Files.write(changed, bytes);
    store = open(place());
    assertThat(store.complete()).isFalse();
    suspects = store.doubtful();
    assertThat(store.recheck(suspects, hashes, workers, ScanProgress.SILENT)).isTrue();
    BitSet missing = store.verified();
    missing.flip(0, torrent.info().pieces().pieceCount());
    assertThat(missing.cardinality()).isEqualTo(1);
    assertThat(missing.nextSetBit(0)).isEqualTo((165_541 + 150_000) / (32 << 10));
    store.close();
  }

  @Test
  void saysThatTheFolderIsMissingRatherThanBeginningAnew() throws Exception {
    try (ContentStore store = open(place())) {
      fetchAll(store);
    }
    Path away = temporary.resolve("unplugged");
    Files.move(downloads.resolve("content"), away);
    expectOutage(Reason.FOLDER_MISSING, () -> open(place()));
    Files.move(away, downloads.resolve("content"));
    try (ContentStore store = open(place())) {
      assertThat(store.complete()).isTrue();
      Files.move(downloads, away);
      expectOutage(Reason.FOLDER_MISSING, () -> store.read(0, 0, ByteBuffer.allocate(1 << 14)));
      Files.move(away, downloads);
    }
    Files.move(downloads, away);
    expectOutage(Reason.FOLDER_MISSING, () -> open(place()));
  }

  @Test
  void sharesOwnFilesWhereTheyAreAndNeverWritesThem() throws Exception {
    StorePlace own = StorePlace.own(source.resolve(".."), temporary.resolve("state"));
    try (ContentStore store = open(own)) {
      assertThat(store.complete()).isTrue();
      ByteBuffer read = ByteBuffer.allocate(torrent.info().pieces().dataLength(2));
      store.read(2, 0, read);
      assertThat(read.flip()).isEqualTo(piece(2));
      Files.write(source.resolve("a.bin"), new byte[50]);
      assertThat(store.changed().isEmpty()).isFalse();
      expectOutage(Reason.READ_ONLY, () -> store.write(0, ByteBuffer.allocate(32 << 10)));
      store.delete(true);
    }
    assertThat(source.resolve("a.bin")).hasSize(50);
    assertThat(temporary.resolve("state")).doesNotExist();
  }

  @Test
  void findsWhatIsThereAlreadyAndRepairsTheRest() throws Exception {
    Path there = downloads.resolve("content");
    Torrents.write(there.resolve("b/exact.bin"), new byte[10]);
    Torrents.write(there.resolve("c/d/e.bin"), Files.readAllBytes(source.resolve("c/d/e.bin")));
    StorePlace existing =
        new StorePlace(downloads, temporary.resolve("state"), Origin.EXISTING, Allocation.SPARSE);
    try (ContentStore store = open(existing)) {
      BitSet all = store.doubtful();
      assertThat(all.cardinality()).isEqualTo(torrent.info().pieces().pieceCount());
      PieceHashes hashes = new PieceHashes(torrent);
      assertThat(store.recheck(all, hashes, workers, ScanProgress.SILENT)).isTrue();
      assertThat(store.verified().cardinality()).isEqualTo(6);
      fetchAll(store);
      expectContentAt(there);
    }
  }

  @Test
  void movesAndDeletesItsOwnFilesOnly() throws Exception {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    ContentStore store = open(place());
    fetchAll(store);
    Files.write(downloads.resolve("content/b/mine.txt"), new byte[] {1});
    assertThat(store.move(elsewhere, ScanProgress.SILENT)).isTrue();
    expectContentAt(elsewhere.resolve("content"));
    assertThat(downloads.resolve("content")).doesNotExist();
    ByteBuffer read = ByteBuffer.allocate(torrent.info().pieces().dataLength(3));
    store.read(3, 0, read);
    assertThat(read.flip()).isEqualTo(piece(3));
    store.close();
    store = open(StorePlace.fetched(elsewhere, temporary.resolve("state")));
    assertThat(store.complete()).isTrue();
    store.delete(true);
    assertThat(elsewhere.resolve("content/b")).isDirectoryContaining("glob:**/mine.txt");
    assertThat(elsewhere.resolve("content/a.bin")).doesNotExist();
    assertThat(elsewhere.resolve("content/c")).doesNotExist();
    assertThat(temporary.resolve("state")).doesNotExist();
  }

  @Test
  void movesToAnotherDiskByCopying() throws Exception {
    Path shm = Path.of("/dev/shm");
    if (!Files.isWritable(shm) || Files.getFileStore(shm).equals(Files.getFileStore(temporary))) {
      return;
    }
    Path elsewhere = Files.createTempDirectory(shm, "mutual");
    try {
      ContentStore store = open(place());
      fetchAll(store);
      assertThat(store.move(elsewhere, (done, _) -> done < 150_000)).isFalse();
      assertThat(elsewhere).isEmptyDirectory();
      expectContentAt(downloads.resolve("content"));
      assertThat(store.move(elsewhere, ScanProgress.SILENT)).isTrue();
      expectContentAt(elsewhere.resolve("content"));
      assertThat(downloads).isEmptyDirectory();
      store.delete(true);
      assertThat(elsewhere).isEmptyDirectory();
    } finally {
      Files.delete(elsewhere);
    }
  }

  @Test
  void takesAllTheSpaceAtOnceIfAsked() throws Exception {
    StorePlace full =
        new StorePlace(downloads, temporary.resolve("state"), Origin.FETCHED, Allocation.FULL);
    try (ContentStore store = open(full)) {
      assertThat(downloads.resolve("content/c/d/e.bin")).hasSize(200_001);
      fetchAll(store);
      expectContentAt(store.top());
    }
  }

  @Test
  void anInterruptedThreadSpoilsNothingForOthers() throws Exception {
    try (ContentStore store = open(place())) {
      fetchAll(store);
      Thread.currentThread().interrupt();
      ByteBuffer target = ByteBuffer.allocate(1 << 14);
      assertThatThrownBy(() -> store.read(0, 0, target)).isInstanceOf(StorageException.class);
      assertThat(Thread.interrupted()).isTrue();
      target.clear();
      store.read(0, 0, target);
      assertThat(target.flip()).isEqualTo(piece(0).limit(1 << 14));
    }
  }
}
