package mutual.files.tracker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A UDP port on loopback that answers each datagram with those that a test says. */
final class RawUdpTracker implements AutoCloseable {
  /** What is said to a datagram. */
  interface Behaviour {
    List<ByteBuffer> answer(ByteBuffer request) throws IOException;
  }

  private final DatagramChannel channel = DatagramChannel.open();
  private final InetAddress address;
  private final Behaviour behaviour;

  /** Who sent the last one. */
  volatile @Nullable SocketAddress asker;

  /** All that came. */
  final List<ByteBuffer> requests = new CopyOnWriteArrayList<>();

  RawUdpTracker(String address, Behaviour behaviour) throws IOException {
    this.address = InetAddress.ofLiteral(address);
    this.behaviour = behaviour;
    channel.bind(new InetSocketAddress(this.address, 0));
    Thread.ofVirtual().start(this::serve);
  }

  static ByteBuffer connected(ByteBuffer request) {
    return ints(0, request.getInt(12), 7, 7);
  }

  static ByteBuffer ints(int... numbers) {
    ByteBuffer out = ByteBuffer.allocate(4 * numbers.length);
    out.asIntBuffer().put(numbers);
    return out;
  }

  static boolean isConnect(ByteBuffer request) {
    return request.remaining() == 16;
  }

  String url() throws IOException {
    String host = address.getAddress().length == 4 ? "127.0.0.1" : "[::1]";
    return "udp://" + host + ":" + port() + "/announce";
  }

  int port() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  private void serve() {
    ByteBuffer in = ByteBuffer.allocate(2_048);
    try {
      while (true) {
        SocketAddress from = channel.receive(in.clear());
        in.flip();
        asker = from;
        ByteBuffer request = ByteBuffer.allocate(in.remaining()).put(in).flip();
        requests.add(request);
        for (ByteBuffer answer : behaviour.answer(request)) {
          channel.send(answer, from);
        }
      }
    } catch (IOException e) {
      // Closed by the test.
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
