package mutual.overlay.dht;

import java.net.InetAddress;

/**
 * How far addresses reach, and who holds them: rules against many nodes at one address hold for
 * global ones only.
 */
public final class Reach {
  private Reach() {}

  /** Whether an address means the same everywhere: not loopback, link-local or private. */
  static boolean isGlobal(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    return !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !address.isSiteLocalAddress()
        && !uniqueLocal;
  }

  /** What one party usually holds: an IPv4 address, or an IPv6 network of 64 bits. */
  public static long party(InetAddress address) {
    byte[] bytes = address.getAddress();
    long party = bytes.length;
    for (int i = 0; i < Math.min(bytes.length, 8); i++) {
      party =
          bytes.length == 4 ? (party << 8) | (bytes[i] & 0xff) : (party << 8) ^ (bytes[i] & 0xff);
    }
    return party;
  }
}
