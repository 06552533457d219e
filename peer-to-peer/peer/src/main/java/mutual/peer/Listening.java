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
import java.util.concurrent.ThreadLocalRandom;

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

  /** The port itself, or if it is 0 one that is free for TCP and for UDP. */
  static int port(InetAddress address, int wanted) throws IOException {
    if (wanted != 0) {
      return wanted;
    }
    for (int i = 0; i < PORT_TRIES_MAX; i++) {
      int port = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX);
      if (free(address, port)) {
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
