package mutual.files.lan;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/**
 * A network that this host can multicast to by one family of addresses.
 *
 * @param way the interface to it
 * @param six whether by IPv6
 * @param subnets the host's addresses there
 */
record LanNetwork(NetworkInterface way, boolean six, List<Subnet> subnets) {
  /** An address of this host, and how many of its first bits name its network. */
  record Subnet(InetAddress address, int prefixBits) {}

  /** Interfaces that are looked at. */
  static final int INTERFACES_MAX = 64;

  LanNetwork {
    subnets = List.copyOf(subnets);
  }

  /** All that are usable now, IPv4 first. */
  static List<LanNetwork> scan() throws SocketException {
    List<LanNetwork> found = new ArrayList<>();
    List<NetworkInterface> interfaces =
        NetworkInterface.networkInterfaces().limit(INTERFACES_MAX).toList();
    for (boolean six : new boolean[] {false, true}) {
      for (NetworkInterface each : interfaces) {
        List<Subnet> subnets =
            each.getInterfaceAddresses().stream()
                .map(one -> new Subnet(one.getAddress(), one.getNetworkPrefixLength()))
                .filter(one -> one.address() instanceof Inet4Address != six)
                .toList();
        if (!subnets.isEmpty() && usable(each)) {
          found.add(new LanNetwork(each, six, subnets));
        }
      }
    }
    return found;
  }

  private static boolean usable(NetworkInterface each) {
    try {
      return each.isUp() && each.supportsMulticast() && !each.isLoopback();
    } catch (SocketException e) {
      // It went away while it was looked at.
      return false;
    }
  }

  /** Interface and family, for maps and people. */
  String name() {
    return way.getName() + (six ? " (IPv6)" : " (IPv4)");
  }

  /** The sentence for people if something failed there. */
  String trouble(IOException e) {
    return "Multicast does not work at " + name() + ": " + e.getMessage() + ".";
  }

  /** Whether an address is one of this network's. */
  boolean contains(InetAddress address) {
    return subnets.stream()
        .anyMatch(own -> LanAddresses.sameNetwork(own.address(), address, own.prefixBits()));
  }
}
