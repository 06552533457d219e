package mutual.overlay.dht;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import mutual.overlay.bencode.BString;

/** The two internets, each with a DHT of its own (BEP 32), and how addresses are packed there. */
enum AddressFamily {
  IPV4(4, "nodes", "n4"),
  IPV6(16, "nodes6", "n6");

  /** Nodes taken from one answer. */
  private static final int NODES_READ_MAX = 16;

  private final int addressBytes;
  private final String nodesKey;
  private final String wantedAs;

  AddressFamily(int addressBytes, String nodesKey, String wantedAs) {
    this.addressBytes = addressBytes;
    this.nodesKey = nodesKey;
    this.wantedAs = wantedAs;
  }

  static AddressFamily of(InetSocketAddress address) {
    return address.getAddress() instanceof Inet4Address ? IPV4 : IPV6;
  }

  /** The key of an answer's list of nodes. */
  String nodesKey() {
    return nodesKey;
  }

  /** The word in a query's {@code want}. */
  String wantedAs() {
    return wantedAs;
  }

  /** Address and port, in 6 or 18 bytes. */
  static BString pack(InetSocketAddress address) {
    byte[] host = address.getAddress().getAddress();
    return BString.of(
        ByteBuffer.allocate(host.length + 2).put(host).putShort((short) address.getPort()).array());
  }

  /** Reads {@link #pack}; empty for another length, port 0, and addresses no node can have. */
  static Optional<InetSocketAddress> unpack(BString packed) {
    return switch (packed.length()) {
      case 6, 18 -> read(packed.buffer(), packed.length() - 2);
      default -> Optional.empty();
    };
  }

  private static Optional<InetSocketAddress> read(ByteBuffer buffer, int addressBytes) {
    byte[] host = new byte[addressBytes];
    buffer.get(host);
    int port = buffer.getShort() & 0xffff;
    try {
      InetAddress address = InetAddress.getByAddress(host);
      // An IPv4 address in IPv6's form is no IPv6 node.
      boolean usable =
          port != 0
              && address.getAddress().length == addressBytes
              && !address.isAnyLocalAddress()
              && !address.isMulticastAddress()
              && host[0] != (addressBytes == 4 ? (byte) 0 : (byte) 0xff);
      return usable ? Optional.of(new InetSocketAddress(address, port)) : Optional.empty();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  BString packNodes(Collection<DhtContact> nodes) {
    ByteBuffer packed = ByteBuffer.allocate(nodes.size() * (DhtId.BYTES + addressBytes + 2));
    for (DhtContact node : nodes) {
      packed.put(node.id().bytes()).put(pack(node.address()).buffer());
    }
    return BString.of(packed.array());
  }

  /** The nodes of a list; those that cannot be, and those beyond a limit, are left out. */
  List<DhtContact> unpackNodes(BString packed) {
    int each = DhtId.BYTES + addressBytes + 2;
    List<DhtContact> nodes = new ArrayList<>();
    ByteBuffer buffer = packed.buffer();
    while (buffer.remaining() >= each && nodes.size() < NODES_READ_MAX) {
      byte[] id = new byte[DhtId.BYTES];
      buffer.get(id);
      read(buffer, addressBytes)
          .ifPresent(address -> nodes.add(new DhtContact(DhtId.of(id), address)));
    }
    return nodes;
  }
}
