package mutual.files.lan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Locale;

/**
 * A process that says every hash that is announced on its networks, whether anybody asked for it or
 * not; ends when its input does. Argument: the group, which also says which family of addresses.
 */
public final class LsdListener {
  private static final String HASH = "infohash: ";

  private LsdListener() {}

  /** Listens. */
  public static void main(String[] arguments) throws Exception {
    InetAddress group = InetAddress.ofLiteral(arguments[0]);
    try (DatagramChannel channel =
        DatagramChannel.open(
            group.getAddress().length == 4
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6)) {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(LsdSocket.PORT));
      for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
        if (each.isUp() && each.supportsMulticast() && !each.isLoopback()) {
          var _ = channel.join(group, each);
        }
      }
      Thread.ofPlatform().daemon().start(() -> say(channel));
      System.out.println("ready");
      while (System.in.read() >= 0) {
        // Its parent says nothing; it only closes the pipe.
      }
    }
    System.exit(0);
  }

  private static void say(DatagramChannel channel) {
    ByteBuffer in = ByteBuffer.allocate(64 << 10);
    try {
      while (channel.receive(in.clear()) != null) {
        String datagram = new String(in.array(), 0, in.position(), ISO_8859_1);
        for (String line : List.of(datagram.split("\r\n", -1))) {
          if (line.toLowerCase(Locale.ROOT).startsWith(HASH)) {
            System.out.println(line.substring(HASH.length()).toLowerCase(Locale.ROOT));
          }
        }
      }
    } catch (java.io.IOException e) {
      // The end.
    }
  }
}
