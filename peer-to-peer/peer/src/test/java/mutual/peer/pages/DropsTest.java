package mutual.peer.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mutual.files.engine.Audience;
import mutual.middleware.web.WebException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DropsTest {
  @TempDir private Path folder;

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private List<String> all() throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void nothingIsThereUntilAllIsReceived() throws IOException {
    Path shared = folder.resolve("Shared");
    Drops drops = new Drops(shared, "ME");
    String drop = drops.begin(Audience.CONTACTS);
    drops.find(drop).put("Holiday/day 1/a.txt", bytes("one"));
    drops.find(drop).put("Holiday/b.txt", bytes("two"));
    drops.find(drop).put("single.txt", bytes("three"));
    assertThat(all()).allMatch(file -> file.startsWith("Shared/.receiving-ME-"));

    assertThat(drops.finish(drop))
        .containsExactlyInAnyOrder(shared.resolve("Holiday"), shared.resolve("single.txt"));
    assertThat(all())
        .containsExactly("Shared/Holiday/b.txt", "Shared/Holiday/day 1/a.txt", "Shared/single.txt");
    assertThat(shared.resolve("Holiday/day 1/a.txt")).hasContent("one");
    assertThatThrownBy(() -> drops.find(drop)).isInstanceOf(WebException.class);
  }

  @Test
  void whatIsThereIsNeverOverwritten() throws IOException {
    Drops drops = new Drops(folder, "ME");
    Files.writeString(folder.resolve("letter.txt"), "old");
    Files.createDirectories(folder.resolve("v1.0"));
    String drop = drops.begin(Audience.NOBODY);
    drops.find(drop).put("letter.txt", bytes("new"));
    drops.find(drop).put("v1.0/x", bytes("x"));
    assertThat(drops.finish(drop))
        .containsExactlyInAnyOrder(folder.resolve("letter 2.txt"), folder.resolve("v1.0 2"));
    assertThat(folder.resolve("letter.txt")).hasContent("old");
  }

  @Test
  void noPathLeadsOutOfTheFolder() throws IOException {
    Drops drops = new Drops(folder.resolve("Shared"), "ME");
    Drop drop = drops.find(drops.begin(Audience.NOBODY));
    for (String path :
        List.of(
            "../x",
            "a/../../x",
            "/etc/x",
            "a//b",
            "",
            ".",
            "a/.",
            "..\\x",
            "a\0b",
            "a\nb",
            "x".repeat(256),
            "d/".repeat(Drop.DEPTH_NAMES_MAX) + "x")) {
      assertThatThrownBy(() -> drop.put(path, bytes("x")))
          .as(path)
          .isInstanceOf(WebException.class);
    }
    assertThat(all()).isEmpty();
  }

  @Test
  void twoFilesOfOneNameAreRefused() throws IOException {
    Drops drops = new Drops(folder, "ME");
    Drop drop = drops.find(drops.begin(Audience.NOBODY));
    drop.put("a", bytes("1"));
    assertThatThrownBy(() -> drop.put("a", bytes("2")))
        .isInstanceOfSatisfying(
            WebException.class, refusal -> assertThat(refusal.status()).isEqualTo(409));
  }

  @Test
  void whatIsGivenUpLeavesNothing() throws IOException {
    Drops drops = new Drops(folder, "ME");
    String drop = drops.begin(Audience.NOBODY);
    drops.find(drop).put("a/b", bytes("1"));
    drops.cancel(drop);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileThatIsBeingWrittenEndsWithItsDrop() throws IOException {
    Drops drops = new Drops(folder, "ME");
    String name = drops.begin(Audience.NOBODY);
    Drop drop = drops.find(name);
    InputStream body =
        new InputStream() {
          @Override
          public int read() throws IOException {
            drops.cancel(name);
            return 1;
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            target[offset] = (byte) read();
            return 1;
          }
        };
    assertThatThrownBy(() -> drop.put("a", body)).isInstanceOf(WebException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theOldestGivesWay() throws IOException {
    Drops drops = new Drops(folder, "ME");
    String first = drops.begin(Audience.NOBODY);
    for (int i = 0; i < Drops.OPEN_MAX; i++) {
      var _ = drops.begin(Audience.NOBODY);
    }
    assertThatThrownBy(() -> drops.find(first)).isInstanceOf(WebException.class);
  }

  @Test
  void anEarlierRunsLeftoversGoAndThoseOfOthersStay() throws IOException {
    Drops before = new Drops(folder, "ME");
    before.find(before.begin(Audience.NOBODY)).put("a/b", bytes("1"));
    Drops others = new Drops(folder, "YOU");
    others.find(others.begin(Audience.NOBODY)).put("c", bytes("2"));
    Drops after = new Drops(folder, "ME");
    after.cancel(after.begin(Audience.NOBODY));
    assertThat(all()).containsExactly(".receiving-YOU-1/c");
  }
}
