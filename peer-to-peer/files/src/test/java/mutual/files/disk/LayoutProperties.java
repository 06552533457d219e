package mutual.files.disk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import mutual.files.torrent.InfoDictionary;
import mutual.files.torrent.MalformedTorrentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stranger's names never lead out of the folder. Replay with {@code -Dmutual.seed=N}. */
final class LayoutProperties {
  private static final Path FOLDER = Path.of("/folder/downloads");
  private static final List<String> NASTY =
      List.of(
          "..",
          ".",
          "a",
          "A",
          "b",
          "a/b",
          "../..",
          "\\",
          "..\\..",
          "con",
          "NUL.txt",
          "aux.",
          "x ",
          "\u202Egpj.exe",
          "line\nbreak",
          "\u0000",
          "~",
          "-rf",
          "$HOME",
          "%2e%2e",
          "\u2025",
          "ä",
          "a\u0308",
          "x".repeat(300),
          "漢".repeat(100) + ".jpeg",
          "a~4bc2",
          ".bashrc",
          "C:",
          "😀");

  private final long seed = Long.getLong("mutual.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  private String name() {
    return random.nextInt(4) > 0
        ? NASTY.get(random.nextInt(NASTY.size()))
        : NASTY.get(random.nextInt(NASTY.size())) + NASTY.get(random.nextInt(NASTY.size()));
  }

  private static void string(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeBytes((bytes.length + ":").getBytes(ISO_8859_1));
    out.writeBytes(bytes);
  }

  private byte[] info(String name, List<List<String>> paths) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("d5:filesl".getBytes(ISO_8859_1));
    for (List<String> path : paths) {
      out.writeBytes("d6:lengthi1e4:pathl".getBytes(ISO_8859_1));
      path.forEach(step -> string(out, step));
      out.writeBytes("ee".getBytes(ISO_8859_1));
    }
    out.writeBytes("e4:name".getBytes(ISO_8859_1));
    string(out, name);
    out.writeBytes(
        ("12:piece lengthi1024e6:pieces20:" + "h".repeat(20) + "e").getBytes(ISO_8859_1));
    return out.toByteArray();
  }

  @Test
  void everyFileHasAPlaceOfItsOwnInsideTheFolder() throws StorageException {
    int laidOut = 0;
    for (int round = 0; round < 20_000; round++) {
      List<List<String>> paths = new ArrayList<>();
      for (int i = 1 + random.nextInt(6); i > 0; i--) {
        List<String> path = new ArrayList<>();
        for (int j = random.nextInt(4); j >= 0; j--) {
          path.add(name());
        }
        paths.add(path);
      }
      InfoDictionary info;
      try {
        info = InfoDictionary.parse(info(name(), paths));
      } catch (MalformedTorrentException e) {
        continue;
      }
      laidOut++;
      for (boolean windows : new boolean[] {false, true}) {
        SafeNames names = new SafeNames(windows, UTF_8);
        Layout layout = Layout.of(info, FOLDER, names.safe(info.name()), names::safe, windows);
        Set<String> taken = new HashSet<>();
        for (Path path : layout.paths()) {
          assertThat(path.normalize()).as("seed %d", seed).isEqualTo(path);
          assertThat(path.startsWith(layout.topPath())).as("%s, seed %d", path, seed).isTrue();
          assertThat(layout.topPath().getParent()).isEqualTo(FOLDER);
          String key = windows ? path.toString().toLowerCase(Locale.ROOT) : path.toString();
          assertThat(taken.add(key)).as("%s, seed %d", path, seed).isTrue();
          for (Path step : FOLDER.relativize(path)) {
            assertThat(step.toString().getBytes(UTF_8).length)
                .as("%s, seed %d", step, seed)
                .isLessThanOrEqualTo(SafeNames.NAME_BYTES_MAX);
            assertThat(step.toString().chars().noneMatch(Character::isISOControl)).isTrue();
          }
        }
        // No file's path is the folder of another's.
        for (Path path : layout.paths()) {
          Path below = layout.topPath().relativize(path);
          for (int steps = 1; steps < below.getNameCount(); steps++) {
            assertThat(layout.paths())
                .as("seed %d", seed)
                .doesNotContain(layout.topPath().resolve(below.subpath(0, steps)));
          }
        }
      }
    }
    assertThat(laidOut).as("seed %d", seed).isGreaterThan(100);
  }

  @ParameterizedTest
  @CsvSource({
    "film.mkv, film.mkv, film.mkv",
    "a b (1).txt, a b (1).txt, a b (1).txt",
    ".hidden, .hidden, .hidden",
    "what?.txt, what?.txt, what_~c2f1a7b5.txt",
    "CON, CON, CON~",
    "nul.tar.gz, nul.tar.gz, nul.tar~",
    "dots..., dots..., dots~",
    "über.txt, über.txt, über.txt",
  })
  void keepsFitNamesAndMarksOthers(String name, String here, String onWindows) {
    assertThat(new SafeNames(false, UTF_8).safe(name)).isEqualTo(here);
    int tilde = onWindows.indexOf('~');
    assertThat(new SafeNames(true, UTF_8).safe(name))
        .startsWith(tilde < 0 ? onWindows : onWindows.substring(0, tilde + 1));
  }

  @Test
  void namesThatTheLocaleCannotWriteAreMarked() {
    SafeNames ascii = new SafeNames(false, US_ASCII);
    assertThat(ascii.safe("über.txt")).startsWith("_ber~").endsWith(".txt");
    assertThat(ascii.safe("äber.txt")).isNotEqualTo(ascii.safe("über.txt"));
    assertThat(new SafeNames(false, UTF_8).safe("\u202Egpj.exe"))
        .startsWith("_gpj~")
        .endsWith(".exe");
    assertThat(new SafeNames(false, UTF_8).safe("..")).startsWith("_").contains("~");
    assertThat(new SafeNames(false, UTF_8).safe("")).startsWith("~");
  }
}
