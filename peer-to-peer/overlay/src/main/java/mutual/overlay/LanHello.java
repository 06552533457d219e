package mutual.overlay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An announcement of a service by multicast DNS (RFC 6762, section 8.3) that is sent at once.
 *
 * <p>JmDNS announces only after it has asked for seconds whether somebody else has the name. Here
 * the name holds a random number, so that nobody has it.
 */
final class LanHello {
  private static final int MDNS_PORT = 5353;
  private static final int TTL_SECONDS = 120;
  private static final int TYPE_A = 1;
  private static final int TYPE_PTR = 12;
  private static final int TYPE_TXT = 16;
  private static final int TYPE_AAAA = 28;
  private static final int TYPE_SRV = 33;
  private static final int CLASS_INTERNET = 1;
  private static final int CACHE_FLUSH = 0x8000;

  private LanHello() {}

  /**
   * The announcement, as it goes on the network.
   *
   * @param type such as {@code _mutual._tcp.local.}
   * @param texts {@code key=value} each
   */
  static byte[] packet(
      String type, String name, String host, int port, List<String> texts, InetAddress address) {
    String service = name + "." + type;
    String target = host + ".local.";
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (String each : texts) {
      byte[] bytes = each.getBytes(UTF_8);
      text.write(bytes.length);
      text.writeBytes(bytes);
    }
    ByteArrayOutputStream server = new ByteArrayOutputStream();
    server.writeBytes(ByteBuffer.allocate(6).putShort(4, (short) port).array());
    server.writeBytes(name(target));
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    // An authoritative answer to no question, with four records.
    packet.writeBytes(
        ByteBuffer.allocate(12).putShort(2, (short) 0x8400).putShort(6, (short) 4).array());
    record(packet, type, TYPE_PTR, CLASS_INTERNET, name(service));
    record(packet, service, TYPE_SRV, CLASS_INTERNET | CACHE_FLUSH, server.toByteArray());
    record(packet, service, TYPE_TXT, CLASS_INTERNET | CACHE_FLUSH, text.toByteArray());
    record(
        packet,
        target,
        address instanceof Inet4Address ? TYPE_A : TYPE_AAAA,
        CLASS_INTERNET | CACHE_FLUSH,
        address.getAddress());
    return packet.toByteArray();
  }

  private static void record(
      ByteArrayOutputStream packet, String name, int type, int recordClass, byte[] content) {
    packet.writeBytes(name(name));
    packet.writeBytes(
        ByteBuffer.allocate(10)
            .putShort((short) type)
            .putShort((short) recordClass)
            .putInt(TTL_SECONDS)
            .putShort((short) content.length)
            .array());
    packet.writeBytes(content);
  }

  private static byte[] name(String dotted) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String label : dotted.split("\\.", 0)) {
      byte[] text = label.getBytes(UTF_8);
      bytes.write(text.length);
      bytes.writeBytes(text);
    }
    bytes.write(0);
    return bytes.toByteArray();
  }

  /** Sends a packet to all that listen for multicast DNS on an address's network. */
  static void send(byte[] packet, InetAddress address) throws IOException {
    boolean four = address instanceof Inet4Address;
    ProtocolFamily family = four ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    @Nullable NetworkInterface network = NetworkInterface.getByInetAddress(address);
    if (network == null) {
      return; // It went away meanwhile.
    }
    try (DatagramChannel channel = DatagramChannel.open(family)) {
      // Answers must come from the port itself, which JmDNS uses too.
      var _ =
          channel
              .setOption(StandardSocketOptions.SO_REUSEADDR, true)
              .setOption(StandardSocketOptions.IP_MULTICAST_IF, network)
              .bind(new InetSocketAddress(MDNS_PORT));
      int _ =
          channel.send(
              ByteBuffer.wrap(packet),
              new InetSocketAddress(
                  InetAddress.ofLiteral(four ? "224.0.0.251" : "ff02::fb"), MDNS_PORT));
    }
  }
}
