package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryTest {
  @TempDir Path folder;

  @Test
  void isKeptInAFile() throws Exception {
    Path file = folder.resolve("directory.txt");
    NodeId a = Identity.ephemeral().id();
    NodeId b = Identity.ephemeral().id();
    Directory directory = Directory.file(file);
    List<NodeAddress> addresses =
        List.of(NodeAddress.parse("bank.example:7001"), NodeAddress.parse("[::1]:7002"));
    directory.put(a, addresses);
    directory.put(b, List.of(NodeAddress.parse("127.0.0.1:7003")));
    directory.put(b, List.of());
    Directory again = Directory.file(file);
    assertThat(again.addresses(a)).isEqualTo(addresses);
    assertThat(again.addresses(b)).isEmpty();
    assertThat(again.entries()).containsOnlyKeys(a);
    assertThat(Files.readString(file)).contains(a + " bank.example:7001 [::1]:7002\n");
  }

  @Test
  void saysWhichLineIsWrong() throws Exception {
    Path file = folder.resolve("directory.txt");
    Files.writeString(file, "# comment\n\nnonsense 127.0.0.1:1\n");
    assertThatThrownBy(() -> Directory.file(file)).hasMessageContaining("line 3");
  }

  @Test
  void refusesWhatIsNoAddress() {
    for (String text :
        List.of("", "host", "host:", ":1", "host:0", "host:65536", "::1:5", "a b:1")) {
      assertThatThrownBy(() -> NodeAddress.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
