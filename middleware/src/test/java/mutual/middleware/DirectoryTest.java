package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DirectoryTest {
  @Test
  void replacesAndForgets() {
    NodeId a = Identity.ephemeral().id();
    Directory directory = Directory.inMemory();
    List<NodeAddress> addresses =
        List.of(NodeAddress.parse("bank.example:7001"), NodeAddress.parse("[::1]:7002"));
    directory.put(a, List.of(NodeAddress.parse("127.0.0.1:7003")));
    directory.put(a, addresses);
    assertThat(directory.addresses(a)).isEqualTo(addresses);
    directory.put(a, List.of());
    assertThat(directory.addresses(a)).isEmpty();
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
