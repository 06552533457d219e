package mutual.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RecordFileProperties {
  private static final Path FILE = Path.of("/machine/journal");

  @TempDir Path folder;

  private static byte[] record(int number, int length) {
    return ("%08d".formatted(number) + "x".repeat(length)).getBytes(StandardCharsets.US_ASCII);
  }

  private static List<String> strings(RecordFile file) throws IOException {
    return file.records().stream()
        .map(record -> new String(record, StandardCharsets.US_ASCII))
        .toList();
  }

  private static String string(byte[] record) {
    return new String(record, StandardCharsets.US_ASCII);
  }

  @Test
  void recordsAreThereAfterReopening() throws IOException {
    Path path = folder.resolve("deep/journal");
    try (RecordFile file = RecordFile.open(FileSystem.real(), path)) {
      assertThat(file.records()).isEmpty();
      file.append(record(1, 3));
      file.append(new byte[0]);
      file.append(record(2, 1000));
      assertThatThrownBy(() -> RecordFile.open(FileSystem.real(), path))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("locked");
    }
    try (RecordFile file = RecordFile.open(FileSystem.real(), path)) {
      assertThat(strings(file)).containsExactly(string(record(1, 3)), "", string(record(2, 1000)));
      file.rewrite(List.of(record(9, 9)));
      file.append(record(10, 1));
    }
    try (RecordFile file = RecordFile.open(FileSystem.real(), path)) {
      assertThat(strings(file)).containsExactly(string(record(9, 9)), string(record(10, 1)));
      assertThatThrownBy(() -> file.append(new byte[RecordFile.RECORD_BYTES_MAX + 1]))
          .isInstanceOf(IllegalArgumentException.class);
      file.append(record(11, 0));
    }
  }

  @Test
  void afterAFailedSyncNothingMoreIsTaken() throws IOException {
    FaultyFileSystem files = new FaultyFileSystem(new Random(1));
    RecordFile file = RecordFile.open(files, FILE);
    file.append(record(1, 1));
    files.failSyncs(1);
    assertThatThrownBy(() -> file.append(record(2, 1))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> file.append(record(3, 1))).hasMessageContaining("open it again");
    file.close();
    try (RecordFile again = RecordFile.open(files, FILE)) {
      assertThat(strings(again)).startsWith(string(record(1, 1)));
    }
  }

  @Test
  void whatWasAppendedSurvivesAPowerCutInAnyOperation() {
    Seeds.check(
        40,
        (seed, _) -> {
          for (long operation = 1; operation <= 60; operation++) {
            crashAt(Seeds.random(seed * 1_000 + operation), operation);
          }
        });
  }

  private static void crashAt(Random random, long operation) throws IOException {
    FaultyFileSystem files = new FaultyFileSystem(random);
    files.cutPowerAt(operation);
    List<String> expected = new ArrayList<>();
    List<String> orElse = new ArrayList<>();
    int number = 0;
    for (int life = 0; life < 4; life++) {
      try {
        RecordFile file = RecordFile.open(files, FILE);
        assertThat(strings(file)).isIn(expected, orElse);
        expected = new ArrayList<>(strings(file));
        for (int i = 0; i < 15; i++) {
          orElse = new ArrayList<>(expected);
          if (random.nextInt(6) == 0) {
            List<byte[]> kept = file.records().stream().skip(random.nextInt(3)).toList();
            orElse = new ArrayList<>(kept.stream().map(RecordFileProperties::string).toList());
            file.rewrite(kept);
          } else {
            byte[] record = record(++number, random.nextInt(1_500));
            orElse.add(string(record));
            file.append(record);
          }
          expected = orElse;
        }
      } catch (FaultyFileSystem.PowerCutException e) {
        assertThat(files.powerIsCut()).isTrue();
      }
      files.cutPower();
      files.restart();
      if (random.nextBoolean()) {
        files.cutPowerAt(1 + random.nextInt(40));
      }
    }
    files.restart();
    try (RecordFile file = RecordFile.open(files, FILE)) {
      assertThat(strings(file)).isIn(expected, orElse);
    }
  }

  @Test
  void noFlippedBitLosesARecord() throws IOException {
    FaultyFileSystem files = new FaultyFileSystem(new Random(1));
    List<String> expected = new ArrayList<>();
    try (RecordFile file = RecordFile.open(files, FILE)) {
      for (int i = 0; i < 8; i++) {
        file.append(record(i, 10 * i));
        expected.add(string(record(i, 10 * i)));
      }
    }
    FileSystem.OpenFile opened = files.open(FILE);
    opened.sync();
    int refused = 0;
    for (long bit = 0; bit < opened.size() * 8; bit++) {
      FaultyFileSystem copy = files.copy(new Random(bit));
      copy.flipBit(FILE, bit);
      try (RecordFile file = RecordFile.open(copy, FILE)) {
        assertThat(strings(file)).as("bit %d", bit).isEqualTo(expected);
      } catch (JournalDamagedException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
