package mutual.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ListeningTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static PeerConfig withPorts(PeerConfig wanted, Integer... drawn) throws IOException {
    Iterator<Integer> next = List.of(drawn).iterator();
    return Listening.withPorts(wanted, LOOPBACK, next::next);
  }

  @Test
  void noTwoPortsAreTheSameWhateverIsDrawn() throws IOException {
    PeerConfig wanted = TestPeer.config(Path.of("peer"), "Ann");
    int a;
    int b;
    int c;
    try (ServerSocket first = new ServerSocket(0, 1, LOOPBACK);
        ServerSocket second = new ServerSocket(0, 1, LOOPBACK);
        ServerSocket third = new ServerSocket(0, 1, LOOPBACK)) {
      a = first.getLocalPort();
      b = second.getLocalPort();
      c = third.getLocalPort();
    }
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      PeerConfig drawn = withPorts(wanted, a, a, taken.getLocalPort(), b, a, b, c);
      assertThat(drawn.nodePort()).isEqualTo(a);
      assertThat(drawn.contentPort()).isEqualTo(b);
      assertThat(drawn.dashboardPort()).isEqualTo(c);
    }
    PeerConfig named = withPorts(wanted.withPorts(0, a, 0), a, b, a, c);
    assertThat(named.nodePort()).isEqualTo(b);
    assertThat(named.contentPort()).as("the one that was asked for").isEqualTo(a);
    assertThat(named.dashboardPort()).isEqualTo(c);
  }
}
