package mutual.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds when bits turn over on the disk, or files go missing. */
@Timeout(120)
class DamageProperties {
  private static final Path FOLDER = Path.of("/log");

  private static JournalConfig config(FaultyFileSystem files) {
    return JournalConfig.in(FOLDER)
        .withFiles(files)
        .withSizes(2048, 1024, 400)
        .withClock(InstantSource.system())
        .withSnapshotEvery(1 << 20, 1 << 30);
  }

  private static SynchronousLog<NumberCore, Long> open(FaultyFileSystem files) throws IOException {
    return SynchronousLog.open(config(files), NumberCore::new);
  }

  private static List<Long> upTo(long last) {
    List<Long> numbers = new ArrayList<>();
    for (long i = 1; i <= last; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  /** A log of some segments and snapshots, every byte of it synced. */
  private static FaultyFileSystem written(int commands, int snapshotEvery, boolean closed)
      throws IOException {
    FaultyFileSystem files = new FaultyFileSystem(new Random(1));
    SynchronousLog<NumberCore, Long> log = open(files);
    for (int i = 1; i <= commands; i++) {
      log.append(NumberCore.command(i, 40)).join();
      if (i % snapshotEvery == 0) {
        log.snapshot().join();
      }
    }
    if (closed) {
      log.close();
    } else {
      files.killProcess();
    }
    return files;
  }

  private static void checkBits(int step, int commands, int snapshotEvery) throws IOException {
    FaultyFileSystem files = written(commands, snapshotEvery, true);
    int refused = 0;
    for (String name : files.list(FOLDER)) {
      Path file = FOLDER.resolve(name);
      for (long bit = 0; bit < files.contents(file).length * 8L; bit += step) {
        FaultyFileSystem copy = files.copy(new Random(bit));
        copy.flipBit(file, bit);
        try (SynchronousLog<NumberCore, Long> log = open(copy)) {
          assertThat(log.core().numbers()).as("%s bit %d", name, bit).isEqualTo(upTo(commands));
        } catch (JournalDamagedException e) {
          assertThat(e.file()).isEqualTo(file.toString());
          refused++;
        }
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void noFlippedBitLosesACommandOfALogThatWasClosed() throws IOException {
    checkBits(1, 12, 1 << 20);
  }

  @Test
  void norWithSnapshotsAndSeveralSegments() throws IOException {
    checkBits(3, 40, 12);
  }

  @Test
  void withoutTheMarkOnlyTheLastBatchCanBeTakenForATornTail() throws IOException {
    int commands = 15;
    FaultyFileSystem files = written(commands, 1 << 20, false);
    Path file = FOLDER.resolve(LogNames.segment(0));
    int record = RecordLayout.recordBytes(40);
    int lastRecord = SegmentLayout.HEADER_BYTES + (commands - 1) * record;
    for (long bit = 0; bit < 2048 * 8; bit += 3) {
      FaultyFileSystem copy = files.copy(new Random(bit));
      copy.flipBit(file, bit);
      try (SynchronousLog<NumberCore, Long> log = open(copy)) {
        boolean lastIsHit = bit / 8 >= lastRecord && bit / 8 < lastRecord + record;
        assertThat(log.core().numbers()).isEqualTo(upTo(lastIsHit ? commands - 1 : commands));
      } catch (JournalDamagedException e) {
        assertThat(bit / 8).isLessThan(lastRecord);
        assertThat(e.offset()).isLessThanOrEqualTo(bit / 8);
      }
    }
  }

  @Test
  void aLostSectorOfZerosIsDamageAndNoEnd() throws IOException {
    FaultyFileSystem files = written(15, 1 << 20, true);
    Path file = FOLDER.resolve(LogNames.segment(0));
    FileSystem.OpenFile opened = files.open(file);
    opened.write(ByteBuffer.allocate(512), 512);
    opened.sync();
    assertThatThrownBy(() -> open(files))
        .isInstanceOf(JournalDamagedException.class)
        .hasMessageContaining("proves that this was synced");
  }

  @Test
  void aMissingFileIsRefused() throws IOException {
    FaultyFileSystem written = written(60, 1 << 20, true);
    List<Long> bases = LogNames.segments(written, FOLDER);
    assertThat(bases).hasSizeGreaterThan(2);
    for (long base : bases) {
      FaultyFileSystem copy = written.copy(new Random(1));
      copy.delete(FOLDER.resolve(LogNames.segment(base)));
      assertThatThrownBy(() -> open(copy)).isInstanceOf(JournalDamagedException.class);
    }
  }

  @Test
  void aShortenedFileIsRefused() throws IOException {
    FaultyFileSystem files = written(12, 1 << 20, true);
    files.open(FOLDER.resolve(LogNames.segment(0))).truncate(1024);
    assertThatThrownBy(() -> open(files))
        .isInstanceOf(JournalDamagedException.class)
        .hasMessageContaining("2048");
  }

  @Test
  void aLogFromElsewhereIsRefused() throws IOException {
    FaultyFileSystem files = written(60, 25, true);
    FaultyFileSystem other = new FaultyFileSystem(new Random(2));
    try (SynchronousLog<NumberCore, Long> log = open(other)) {
      for (int i = 1; i <= 60; i++) {
        log.append(NumberCore.command(-i - 10, 40)).join();
      }
    }
    long last = LogNames.segments(files, FOLDER).getLast();
    assertThat(LogNames.segments(other, FOLDER)).contains(last);
    Path file = FOLDER.resolve(LogNames.segment(last));
    FileSystem.OpenFile opened = files.open(file);
    opened.write(ByteBuffer.wrap(other.contents(file)), 0);
    opened.sync();
    assertThatThrownBy(() -> open(files)).isInstanceOf(JournalDamagedException.class);
  }

  @Test
  void aHalfWrittenSnapshotIsIgnored() throws IOException {
    FaultyFileSystem files = written(30, 20, true);
    FileSystem.OpenFile half = files.create(FOLDER.resolve(LogNames.NEXT_SNAPSHOT));
    half.write(ByteBuffer.wrap(new byte[100]), 0);
    half.sync();
    try (SynchronousLog<NumberCore, Long> log = open(files)) {
      assertThat(log.core().numbers()).isEqualTo(upTo(30));
    }
    assertThat(files.exists(FOLDER.resolve(LogNames.NEXT_SNAPSHOT))).isFalse();
  }

  @Test
  void aDamagedSnapshotIsSetAsideForTheOneBefore() throws IOException {
    FaultyFileSystem files = written(60, 20, true);
    Path newest = FOLDER.resolve(LogNames.snapshot(60));
    files.flipBit(newest, 8 * 100);
    try (SynchronousLog<NumberCore, Long> log = open(files)) {
      assertThat(log.core().numbers()).isEqualTo(upTo(60));
      assertThat(log.status().snapshotPosition()).isEqualTo(40);
      log.append(NumberCore.command(61, 40)).join();
      assertThat(log.snapshot().join().position()).isEqualTo(61);
    }
    assertThat(LogNames.snapshots(files, FOLDER)).containsExactly(40L, 61L);
    assertThat(files.exists(FOLDER.resolve(LogNames.snapshot(60) + ".damaged"))).isTrue();
  }

  @Test
  void aFolderThatHeldALogIsNeverTakenForANewOne() throws IOException {
    FaultyFileSystem files = written(60, 20, true);
    for (long position : LogNames.snapshots(files, FOLDER)) {
      files.flipBit(FOLDER.resolve(LogNames.snapshot(position)), 8 * 100);
    }
    for (long base : LogNames.segments(files, FOLDER)) {
      files.delete(FOLDER.resolve(LogNames.segment(base)));
    }
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> open(files))
          .isInstanceOf(JournalDamagedException.class)
          .hasMessageContaining("command 1 is missing");
    }
  }

  @Test
  void nothingOfATornTailIsLeftBehind() throws IOException {
    FaultyFileSystem files = new FaultyFileSystem(new Random(1));
    SynchronousLog<NumberCore, Long> log = open(files);
    log.append(NumberCore.command(1, 40)).join();
    List<byte[]> batch =
        List.of(NumberCore.command(2, 40), NumberCore.command(3, 40), NumberCore.command(4, 40));
    assertThat(log.appendAll(batch)).hasSize(3);
    files.killProcess();
    int record = RecordLayout.recordBytes(40);
    int torn = SegmentLayout.HEADER_BYTES + record;
    Path file = FOLDER.resolve(LogNames.segment(0));
    files.flipBit(file, (torn + 50) * 8L);
    try (SynchronousLog<NumberCore, Long> again = open(files)) {
      assertThat(again.core().numbers()).isEqualTo(upTo(1));
    }
    byte[] contents = files.contents(file);
    int mark = torn + RecordLayout.HEADER_BYTES;
    assertThat(Arrays.copyOfRange(contents, mark, contents.length))
        .isEqualTo(new byte[contents.length - mark]);
  }
}
