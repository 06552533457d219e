package mutual.files.lan;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Addresses that mean something on this host or its networks only. */
public final class LanAddresses {
  private LanAddresses() {}

  /** Loopback, link-local, private (RFC 1918) or unique local (RFC 4193). */
  public static boolean isLocal(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isAnyLocalAddress()
        || (address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc);
  }

  /** Whether two addresses of one family have their first bits in common. */
  static boolean sameNetwork(InetAddress one, InetAddress other, int prefixBits) {
    byte[] a = one.getAddress();
    byte[] b = other.getAddress();
    if (a.length != b.length || prefixBits < 0 || prefixBits > 8 * a.length) {
      return false;
    }
    for (int bit = 0; bit < prefixBits; bit += 8) {
      int mask = 0xff00 >> Math.min(8, prefixBits - bit) & 0xff;
      if (((a[bit / 8] ^ b[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
