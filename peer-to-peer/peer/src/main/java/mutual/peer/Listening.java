package mutual.peer;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

/** Where a peer listens: its address and its ports. */
final class Listening {
  /**
   * Ports to choose from: below those that systems give to outgoing connections, so that a port is
   * free again at the next start.
   */
  private static final int PORT_MIN = 20_000;

  private static final int PORT_MAX = 32_000;
  private static final int PORT_TRIES_MAX = 100;

  private Listening() {}

  /** The address that a text names; all of IPv6, and with it IPv4, for all where there is IPv6. */
  static InetAddress address(String text) throws IOException {
    InetAddress address;
    try {
      address = InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IOException("There is no address '" + text + "' to listen at", e);
    }
    if (!address.isAnyLocalAddress()) {
      return address;
    }
    boolean hasIpv6 =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .anyMatch(Inet6Address.class::isInstance);
    return InetAddress.ofLiteral(hasIpv6 ? "::" : "0.0.0.0");
  }

  /** With a free port, for TCP and for UDP, for each that is 0; no two are the same. */
  static PeerConfig withPorts(PeerConfig wanted, InetAddress address) throws IOException {
    return withPorts(
        wanted, address, () -> ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX));
  }

  static PeerConfig withPorts(PeerConfig wanted, InetAddress address, IntSupplier draw)
      throws IOException {
    Set<Integer> taken =
        new HashSet<>(List.of(wanted.nodePort(), wanted.contentPort(), wanted.dashboardPort()));
    return wanted.withPorts(
        port(address, wanted.nodePort(), taken, draw),
        port(address, wanted.contentPort(), taken, draw),
        port(InetAddress.getLoopbackAddress(), wanted.dashboardPort(), taken, draw));
  }

  private static int port(InetAddress address, int wanted, Set<Integer> taken, IntSupplier draw)
      throws IOException {
    if (wanted != 0) {
      return wanted;
    }
    for (int i = 0; i < PORT_TRIES_MAX; i++) {
      int port = draw.getAsInt();
      if (!taken.contains(port) && free(address, port)) {
        taken.add(port);
        return port;
      }
    }
    throw new BindException("none of " + PORT_TRIES_MAX + " ports was free");
  }

  private static boolean free(InetAddress address, int port) throws IOException {
    try (ServerSocket _ = new ServerSocket(port, 1, address);
        DatagramSocket _ = new DatagramSocket(new InetSocketAddress(address, port))) {
      return true;
    } catch (BindException taken) {
      return false;
    }
  }
}
