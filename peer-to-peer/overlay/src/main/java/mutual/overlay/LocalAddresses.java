package mutual.overlay;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The addresses of this host that others may reach it at. */
final class LocalAddresses {
  static final int ADDRESSES_MAX = 12;

  private LocalAddresses() {}

  /**
   * Global addresses before private ones, IPv4 before IPv6; loopback and link-local ones left out,
   * because they mean something else on another host.
   */
  static List<InetAddress> scan() {
    List<InetAddress> found = new ArrayList<>();
    try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
      for (NetworkInterface each : interfaces.toList()) {
        if (each.isUp() && !each.isLoopback()) {
          each.inetAddresses()
              .filter(address -> !address.isLinkLocalAddress() && !address.isLoopbackAddress())
              .forEach(found::add);
        }
      }
    } catch (SocketException e) {
      // An interface went away while it was looked at; the next scan will see what is left.
      return List.of();
    }
    found.sort(
        Comparator.comparing(InetAddress::isSiteLocalAddress)
            .thenComparing(address -> !(address instanceof Inet4Address))
            .thenComparing(InetAddress::getHostAddress));
    return List.copyOf(found.subList(0, Math.min(found.size(), ADDRESSES_MAX)));
  }

  /** The address as others write it: without the name of an interface here. */
  static String text(InetAddress address) {
    return address.getHostAddress().replaceFirst("%.*", "");
  }
}
