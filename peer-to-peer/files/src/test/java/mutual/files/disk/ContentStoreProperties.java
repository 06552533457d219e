package mutual.files.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import mutual.files.disk.FaultyFileSystem.KilledException;
import mutual.files.torrent.ContentFile;
import mutual.files.torrent.InfoDictionary;
import mutual.files.torrent.Metainfo;
import mutual.files.torrent.PieceHashes;
import mutual.files.torrent.PieceHashes.Verdict;
import mutual.files.torrent.PieceMap;
import mutual.files.torrent.TorrentMaker;
import mutual.files.torrent.Torrents;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to process, power and disk: what is said to be verified is on disk. Replay with
 * {@code -Dmutual.seed=N}.
 */
final class ContentStoreProperties {
  private static final int ROUNDS = 150;

  /** Somewhat more than a snapshot and the head of the log after it take. */
  private static final int A_SNAPSHOTS_BYTES = 600;

  private static final Path FOLDER = Path.of("/downloads");
  private static final Path STATE = Path.of("/node/share");
  private static final ExecutorService WORKERS = Executors.newFixedThreadPool(2);

  @TempDir static Path temporary;

  private final long seed = Long.getLong("mutual.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

  @AfterAll
  static void stop() {
    WORKERS.close();
  }

  /** Content as it should be, piece by piece. */
  private record Content(Metainfo torrent, byte[][] pieces) {
    InfoDictionary info() {
      return torrent.info();
    }
  }

  private Content content(TorrentMaker.Format format) throws IOException {
    Path parent = temporary.resolve("s" + random.nextInt() + "-" + seed);
    Path source = Torrents.folder(parent, random);
    Metainfo torrent = Torrents.make(source, format, 32 << 10).torrent();
    PieceMap map = torrent.info().pieces();
    byte[][] pieces = new byte[map.pieceCount()][];
    OpenFiles files = new OpenFiles(new RealFileSystem(), 8);
    try (files;
        ContentStore own =
            ContentStore.open(
                torrent.info(),
                StorePlace.own(parent, temporary.resolve("own" + random.nextLong())),
                files)) {
      for (int i = 0; i < pieces.length; i++) {
        pieces[i] = new byte[map.dataLength(i)];
        own.read(i, 0, ByteBuffer.wrap(pieces[i]));
      }
    }
    return new Content(torrent, pieces);
  }

  private TorrentMaker.Format anyFormat() {
    List<TorrentMaker.Format> formats = List.of(TorrentMaker.Format.values());
    return formats.get(random.nextInt(formats.size()));
  }

  private StorePlace place() {
    return StorePlace.fetched(FOLDER, STATE);
  }

  private void expectTrue(ContentStore store, Content content) throws StorageException {
    BitSet verified = store.verified();
    for (int i = verified.nextSetBit(0); i >= 0; i = verified.nextSetBit(i + 1)) {
      byte[] read = new byte[content.pieces()[i].length];
      store.read(i, 0, ByteBuffer.wrap(read));
      assertThat(read).as("piece %d, seed %d", i, seed).isEqualTo(content.pieces()[i]);
    }
  }

  private int anyMissing(ContentStore store, Content content) {
    BitSet missing = store.verified();
    missing.flip(0, content.pieces().length);
    return missing.isEmpty()
        ? -1
        : missing.stream().skip(random.nextInt(missing.cardinality())).findFirst().orElse(-1);
  }

  @Test
  void killedAtAnyPointNothingWrittenIsLostAndNothingUnwrittenBelieved() throws Exception {
    Content content = content(anyFormat());
    for (int round = 0; round < ROUNDS; round++) {
      MemoryFileSystem disk = new MemoryFileSystem(64 << 20, () -> nanos.addAndGet(1000), FOLDER);
      FaultyFileSystem faulty = new FaultyFileSystem(disk);
      BitSet written = new BitSet();
      for (int life = 0; life < 4; life++) {
        faulty.restart();
        faulty.killAfter(random.nextInt(60));
        OpenFiles files = new OpenFiles(faulty, 3);
        try {
          ContentStore store = ContentStore.open(content.info(), place(), files, "boot");
          BitSet lost = (BitSet) written.clone();
          lost.andNot(store.verified());
          assertThat(lost).as("lost in life %d, seed %d", life, seed).isEqualTo(new BitSet());
          assertThat(store.doubtful()).as("seed %d", seed).isEqualTo(new BitSet());
          expectTrue(store, content);
          for (int piece; (piece = anyMissing(store, content)) >= 0; ) {
            if (random.nextInt(5) == 0) {
              store.checkpoint();
            }
            store.write(piece, ByteBuffer.wrap(content.pieces()[piece]));
            written.set(piece);
          }
        } catch (KilledException e) {
          nanos.addAndGet(random.nextInt(1_000_000));
        }
      }
    }
  }

  @Test
  void afterAPowerCutOnlyWhatWasForcedIsBelievedAndTheRestIsFoundByReading() throws Exception {
    Content content = content(anyFormat());
    for (int round = 0; round < ROUNDS; round++) {
      MemoryFileSystem disk = new MemoryFileSystem(64 << 20, () -> nanos.addAndGet(1000), FOLDER);
      FaultyFileSystem faulty = new FaultyFileSystem(disk);
      BitSet settled = new BitSet();
      for (int life = 0; life < 3; life++) {
        faulty.restart();
        ContentStore store;
        OpenFiles files = new OpenFiles(faulty, 3);
        try {
          store = ContentStore.open(content.info(), place(), files, "boot " + life);
        } catch (StorageException e) {
          // All that was verified had not reached the disk: said, rather than begun anew silently.
          assertThat(e.reason()).isEqualTo(StorageException.Reason.FOLDER_MISSING);
          assertThat(settled.isEmpty()).as("seed %d", seed).isTrue();
          break;
        }
        BitSet lost = (BitSet) settled.clone();
        lost.andNot(store.verified());
        lost.andNot(store.doubtful());
        assertThat(lost).as("lost in life %d, seed %d", life, seed).isEqualTo(new BitSet());
        expectTrue(store, content);
        store.recheck(
            store.doubtful(), new PieceHashes(content.torrent()), WORKERS, ScanProgress.SILENT);
        lost = (BitSet) settled.clone();
        lost.andNot(store.verified());
        assertThat(lost).as("lost in life %d, seed %d", life, seed).isEqualTo(new BitSet());
        expectTrue(store, content);
        faulty.killAfter(random.nextInt(60));
        try {
          for (int piece; (piece = anyMissing(store, content)) >= 0; ) {
            store.write(piece, ByteBuffer.wrap(content.pieces()[piece]));
            if (random.nextInt(4) == 0) {
              BitSet before = store.verified();
              store.settle();
              settled.or(before);
            }
          }
        } catch (KilledException e) {
          nanos.addAndGet(1000);
        }
        disk.cutPower(random);
      }
    }
  }

  @Test
  void aFullDiskLosesNothingAndGoesOnWhenThereIsRoom() throws Exception {
    Content content = content(anyFormat());
    for (int round = 0; round < 20; round++) {
      FaultyFileSystem faulty =
          new FaultyFileSystem(new MemoryFileSystem(64 << 20, () -> nanos.addAndGet(1000), FOLDER));
      OpenFiles files = new OpenFiles(faulty, 3);
      ContentStore store = ContentStore.open(content.info(), place(), files, "boot");
      faulty.fullAfter(random.nextInt(400_000));
      for (int piece; (piece = anyMissing(store, content)) >= 0; ) {
        BitSet before = store.verified();
        try {
          if (random.nextInt(3) == 0) {
            faulty.fullAfter(random.nextInt(A_SNAPSHOTS_BYTES));
            store.checkpoint();
          }
          store.write(piece, ByteBuffer.wrap(content.pieces()[piece]));
        } catch (StorageException e) {
          assertThat(e.reason()).isEqualTo(StorageException.Reason.DISK_FULL);
          assertThat(store.verified()).as("seed %d", seed).isEqualTo(before);
          faulty.fullAfter(random.nextInt(400_000));
        }
      }
      expectTrue(store, content);
      assertThat(store.complete()).isTrue();
      if (random.nextBoolean()) {
        close(store);
      } // Else it is killed.
      faulty.fullAfter(Long.MAX_VALUE);
      ContentStore next =
          ContentStore.open(content.info(), place(), new OpenFiles(faulty, 3), "boot");
      assertThat(next.complete()).as("seed %d, round %d", seed, round).isTrue();
      expectTrue(next, content);
      next.close();
    }
  }

  /** The disk may be full just then. */
  private static void close(ContentStore store) {
    try {
      store.close();
    } catch (StorageException e) {
      assertThat(e.reason()).isEqualTo(StorageException.Reason.DISK_FULL);
    }
  }

  @Test
  void flippedBitsAreFoundByReading() throws Exception {
    Content content = content(anyFormat());
    MemoryFileSystem disk = new MemoryFileSystem(64 << 20, () -> nanos.addAndGet(1000), FOLDER);
    OpenFiles files = new OpenFiles(disk, 3);
    ContentStore store = ContentStore.open(content.info(), place(), files, "boot");
    for (int i = 0; i < content.pieces().length; i++) {
      store.write(i, ByteBuffer.wrap(content.pieces()[i]));
    }
    PieceHashes hashes = new PieceHashes(content.torrent());
    for (int round = 0; round < 20; round++) {
      int piece = random.nextInt(content.pieces().length);
      PieceMap.Range range = content.info().pieces().ranges(piece).getFirst();
      ContentFile file = content.info().files().get(range.file());
      disk.flipBit(
          store.path(file), range.fileOffset() + random.nextInt(range.length()), random.nextInt(8));
      BitSet expected = store.verified();
      assertThat(store.recheck(expected, hashes, WORKERS, ScanProgress.SILENT)).isTrue();
      expected.clear(piece);
      assertThat(store.verified()).as("seed %d", seed).isEqualTo(expected);
      store.write(piece, ByteBuffer.wrap(content.pieces()[piece]));
    }
    assertThat(hashes.check(0, ByteBuffer.wrap(content.pieces()[0]))).isEqualTo(Verdict.MATCHES);
  }

  @Test
  void whateverFilesAreWantedWantedOnesBecomeWholeAndOthersAreNotMade() throws Exception {
    Content content = content(TorrentMaker.Format.V1);
    InfoDictionary info = content.info();
    for (int round = 0; round < 60; round++) {
      MemoryFileSystem disk = new MemoryFileSystem(64 << 20, () -> nanos.addAndGet(1000), FOLDER);
      OpenFiles files = new OpenFiles(disk, 3);
      BitSet wanted = BitSet.valueOf(new long[] {random.nextInt(1 << info.files().size())});
      ContentStore store = ContentStore.open(info, place(), files, "boot");
      store.select(wanted);
      fetchWanted(store, content, wanted);
      for (ContentFile file : info.files()) {
        assertThat(disk.status(store.path(file)).isPresent())
            .as("%s, seed %d", file, seed)
            .isEqualTo(wanted.get(file.index()) || file.length() == 0);
      }
      expectTrue(store, content);
      if (random.nextBoolean()) {
        store.close();
        store = ContentStore.open(info, place(), files, "boot");
        expectTrue(store, content);
      }
      wanted.or(BitSet.valueOf(new long[] {random.nextInt(1 << info.files().size())}));
      store.select(wanted);
      expectTrue(store, content);
      fetchWanted(store, content, wanted);
      wanted.set(0, info.files().size());
      store.select(wanted);
      fetchWanted(store, content, wanted);
      assertThat(store.complete()).isTrue();
      expectTrue(store, content);
      assertThat(
              disk.status(STATE.resolve("parts")).isEmpty() || disk.delete(STATE.resolve("parts")))
          .as("no parts are left aside")
          .isTrue();
      store.close();
    }
  }

  private static void fetchWanted(ContentStore store, Content content, BitSet wanted)
      throws StorageException {
    PieceMap map = content.info().pieces();
    for (int piece = 0; piece < map.pieceCount(); piece++) {
      if (map.ranges(piece).stream().anyMatch(range -> wanted.get(range.file()))) {
        store.write(piece, ByteBuffer.wrap(content.pieces()[piece]));
      }
    }
  }
}
