package mutual.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultyFileSystemTest {
  private static final Path FOLDER = Path.of("/folder");
  private static final Path FILE = FOLDER.resolve("file");

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(FaultyFileSystem files, Path file) throws IOException {
    return new String(files.contents(file), StandardCharsets.US_ASCII);
  }

  /** A durable file that says "old". */
  private static FaultyFileSystem withOldFile(long seed) throws IOException {
    FaultyFileSystem files = new FaultyFileSystem(Seeds.random(seed));
    FileSystem.OpenFile file = files.create(FILE);
    file.write(bytes("old"), 0);
    file.sync();
    files.syncFolder(FOLDER);
    return files;
  }

  @Test
  void whatWasSyncedSurvivesAPowerCutAndTheRestMayOrMayNot() throws IOException {
    Set<String> seen = new HashSet<>();
    for (long seed = 0; seed < 300; seed++) {
      FaultyFileSystem files = withOldFile(seed);
      files.open(FILE).write(bytes("NEW"), 0);
      assertThat(text(files, FILE)).isEqualTo("NEW");
      files.cutPower();
      files.restart();
      seen.add(text(files, FILE));
    }
    assertThat(seen).containsExactlyInAnyOrder("old", "Nld", "NEd", "NEW");
  }

  @Test
  void aNameSurvivesSurelyOnlyWhenTheFolderWasSynced() throws IOException {
    Set<String> seen = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      FaultyFileSystem files = withOldFile(seed);
      files.rename(FILE, FOLDER.resolve("other"));
      files.create(FOLDER.resolve("third")).sync();
      files.cutPower();
      files.restart();
      seen.add(String.join(" ", files.list(FOLDER)));
    }
    assertThat(seen).containsExactlyInAnyOrder("file", "other", "file third", "other third");
  }

  @Test
  void afterAFailedSyncReadingShowsWhatALaterSyncDoesNotSave() throws IOException {
    Set<String> seen = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      FaultyFileSystem files = withOldFile(seed);
      FileSystem.OpenFile file = files.open(FILE);
      file.write(bytes("NEW"), 0);
      files.failSyncs(1);
      assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
      file.sync();
      assertThat(text(files, FILE)).isEqualTo("NEW");
      files.cutPower();
      files.restart();
      seen.add(text(files, FILE));
    }
    assertThat(seen).contains("old", "NEW");
  }

  @Test
  void thePowerIsCutInTheGivenOperationAndNothingWorksUntilTheRestart() throws IOException {
    FaultyFileSystem files = withOldFile(1);
    FileSystem.OpenFile file = files.open(FILE);
    files.cutPowerAt(2);
    file.write(bytes("1"), 0);
    assertThatThrownBy(() -> file.write(bytes("2"), 1))
        .isInstanceOf(FaultyFileSystem.PowerCutException.class);
    assertThatThrownBy(() -> files.list(FOLDER))
        .isInstanceOf(FaultyFileSystem.PowerCutException.class);
    files.restart();
    assertThatThrownBy(file::sync).hasMessageContaining("has ended");
    assertThat(files.list(FOLDER)).containsExactly("file");
  }

  @Test
  void aKilledProcessLosesItsLocksAndNothingElse() throws IOException {
    FaultyFileSystem files = withOldFile(1);
    Closeable lock = files.lock(FOLDER.resolve("lock"));
    assertThatThrownBy(() -> files.lock(FOLDER.resolve("lock"))).hasMessageContaining("locked");
    files.open(FILE).write(bytes("NEW"), 0);
    files.killProcess();
    assertThat(text(files, FILE)).isEqualTo("NEW");
    Closeable next = files.lock(FOLDER.resolve("lock"));
    lock.close();
    assertThatThrownBy(() -> files.lock(FOLDER.resolve("lock"))).hasMessageContaining("locked");
    next.close();
    files.lock(FOLDER.resolve("lock")).close();
  }

  @Test
  void aFullDiskTakesOverwritesOnly() throws IOException {
    FaultyFileSystem files = withOldFile(1);
    files.capacity(4);
    assertThat(files.usableBytes(FOLDER)).isEqualTo(1);
    FileSystem.OpenFile file = files.open(FILE);
    file.write(bytes("NEW!"), 0);
    assertThatThrownBy(() -> file.write(bytes("more"), 4))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
    assertThat(text(files, FILE)).isEqualTo("NEW!");
  }

  @Test
  void aFlippedBitIsDurable() throws IOException {
    FaultyFileSystem files = withOldFile(1);
    files.flipBit(FILE, 8);
    files.cutPower();
    files.restart();
    assertThat(text(files, FILE)).isEqualTo("omd");
  }
}
