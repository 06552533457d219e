package mutual.files.engine;

import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_SNDBUF;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlainCarrierTest {
  @Test
  void withinThisHostTheSystemKeepsItsOwnSizes() throws Exception {
    try (ServerSocketChannel door =
            ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        SocketChannel channel = SocketChannel.open(door.getLocalAddress())) {
      PlainCarrier carrier = new PlainCarrier(channel);
      for (SocketOption<Integer> buffer : List.of(SO_RCVBUF, SO_SNDBUF)) {
        int before = channel.getOption(buffer);
        carrier.holdAtMost(buffer, 8 << 10);
        assertThat(channel.getOption(buffer)).as(buffer.name()).isEqualTo(before);
      }
    }
  }
}
