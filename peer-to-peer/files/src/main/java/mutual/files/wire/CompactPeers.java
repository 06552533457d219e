package mutual.files.wire;

import java.io.ByteArrayOutputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Addresses side by side: 4 or 16 bytes of IP address, two of port (BEP 23, BEP 7). */
public final class CompactPeers {
  static final int FOUR_BYTES = 6;
  static final int SIX_BYTES = 18;

  private CompactPeers() {}

  /** Reads at most so many; a rest that is no address, and addresses of nobody, are left out. */
  public static List<InetSocketAddress> read(byte[] bytes, boolean six, int max) {
    int each = six ? SIX_BYTES : FOUR_BYTES;
    List<InetSocketAddress> peers = new ArrayList<>();
    for (int at = 0; at + each <= bytes.length && peers.size() < max; at += each) {
      try {
        InetAddress ip = InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + each - 2));
        int port = (bytes[at + each - 2] & 0xff) << 8 | (bytes[at + each - 1] & 0xff);
        InetSocketAddress address = new InetSocketAddress(ip, port);
        if (PexMessage.plausible(address)) {
          peers.add(address);
        }
      } catch (UnknownHostException e) {
        throw new IllegalStateException("4 and 16 bytes are addresses", e);
      }
    }
    return peers;
  }

  /** Writes those of one kind. */
  public static byte[] write(Collection<InetSocketAddress> peers, boolean six) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (InetSocketAddress peer : peers) {
      if (peer.getAddress() != null && isSix(peer) == six) {
        out.writeBytes(peer.getAddress().getAddress());
        out.write(peer.getPort() >> 8);
        out.write(peer.getPort());
      }
    }
    return out.toByteArray();
  }

  /** Whether it is an IPv6 address. */
  public static boolean isSix(InetSocketAddress peer) {
    return peer.getAddress() instanceof Inet6Address;
  }
}
