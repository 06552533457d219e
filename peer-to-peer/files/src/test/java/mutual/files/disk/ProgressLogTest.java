package mutual.files.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProgressLogTest {
  private static final int PIECES = 20;
  private static final Path FOLDER = Path.of("/node/share");
  private static final Path FILE = FOLDER.resolve("progress.log");

  private final OpenFiles files =
      new OpenFiles(new MemoryFileSystem(1 << 20, () -> 1_000_000_000L, FOLDER), 3);

  private static BitSet pieces(int... numbers) {
    BitSet set = new BitSet();
    IntStream.of(numbers).forEach(set::set);
    return set;
  }

  /** What a process reads that begins after this one was killed. */
  private BitSet written(long generation) throws StorageException {
    return new ProgressLog(files, FILE).read(generation, PIECES).written();
  }

  @Test
  void whatIsWrittenDuringASnapshotCountsWhereverTheProcessIsKilled() throws Exception {
    ProgressLog log = new ProgressLog(files, FILE);
    log.beginSnapshot();
    log.endSnapshot(1);
    log.begin(3);
    log.written(3);
    log.begin(4);
    log.beginSnapshot();
    log.begin(5);
    log.written(5);
    log.written(4);
    assertThat(written(1)).as("the snapshot is not on the disk").isEqualTo(pieces(3, 4, 5));
    assertThat(written(2)).as("it is, and its log is not").isEqualTo(pieces(4, 5));
    assertThat(written(3)).isEqualTo(pieces());
    log.endSnapshot(2);
    assertThat(written(2)).as("both are").isEqualTo(pieces(4, 5));
    log.begin(6);
    log.written(6);
    assertThat(written(2)).isEqualTo(pieces(4, 5, 6));
    assertThat(written(3)).as("no snapshot has begun").isEqualTo(pieces());
  }

  @Test
  void theLastOfSeveralSnapshotsThatBeganCounts() throws Exception {
    ProgressLog log = new ProgressLog(files, FILE);
    log.beginSnapshot();
    log.endSnapshot(1);
    log.beginSnapshot();
    log.begin(1);
    log.written(1);
    log.abandonSnapshot();
    log.beginSnapshot();
    log.begin(2);
    log.written(2);
    assertThat(written(1)).isEqualTo(pieces(1, 2));
    assertThat(written(2)).isEqualTo(pieces(2));
  }
}
