package mutual.files.lan;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;

/**
 * A socket on the port of local service discovery, for one family of addresses and all networks.
 *
 * <p>One for all networks, since Linux gives what is sent to a group to each socket on the port,
 * whichever interface it joined the group at.
 */
final class LsdSocket implements AutoCloseable {
  static final int PORT = 6771;

  private final DatagramChannel channel;
  private final InetSocketAddress group;
  private final boolean six;

  LsdSocket(boolean six) throws IOException {
    this.six = six;
    group = new InetSocketAddress(InetAddress.ofLiteral(groupText(six)), PORT);
    channel =
        DatagramChannel.open(six ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
    try {
      // Every BitTorrent program on this host listens on this port.
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      channel.bind(new InetSocketAddress(PORT));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Hears what is announced on a network as well. */
  void join(LanNetwork network) throws IOException {
    MembershipKey _ = channel.join(group.getAddress(), network.way());
  }

  private static String groupText(boolean six) {
    return six ? "ff15::efc0:988f" : "239.192.152.143";
  }

  /** The group and port as a datagram names them. */
  String host() {
    return (six ? "[" + groupText(true) + "]" : groupText(false)) + ":" + PORT;
  }

  void send(byte[] datagram, LanNetwork network) throws IOException {
    channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, network.way());
    channel.send(ByteBuffer.wrap(datagram), group);
  }

  /** Waits for a datagram of its family and puts it into a buffer. */
  InetSocketAddress receive(ByteBuffer into) throws IOException {
    while (true) {
      into.clear();
      // A socket for IPv6 may get IPv4's as well, which the other socket has too.
      if (channel.receive(into) instanceof InetSocketAddress from
          && from.getAddress() instanceof Inet6Address == six) {
        into.flip();
        return from;
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
