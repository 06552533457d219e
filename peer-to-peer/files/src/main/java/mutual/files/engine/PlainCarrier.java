package mutual.files.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import mutual.middleware.NodeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TCP as it is: the carrier of public swarms. */
final class PlainCarrier implements Carrier {
  private static final Logger LOG = LoggerFactory.getLogger(PlainCarrier.class);

  /** Linux holds twice as much as it is asked to. */
  private static final boolean LINUX = System.getProperty("os.name", "").equals("Linux");

  private final SocketChannel channel;
  private final InetSocketAddress remote;

  PlainCarrier(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.remote = (InetSocketAddress) channel.getRemoteAddress();
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return channel.read(target);
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    while (source.hasRemaining()) {
      channel.write(source);
    }
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  @Override
  public Optional<NodeId> node() {
    return Optional.empty();
  }

  @Override
  public void holdAtMost(SocketOption<Integer> buffer, int bytes) {
    holdAtMost(channel, buffer, bytes);
  }

  static void holdAtMost(SocketChannel channel, SocketOption<Integer> buffer, int bytes) {
    try {
      if (!withinThisHost(channel)) {
        channel.setOption(buffer, LINUX ? bytes / 2 : bytes);
      }
    } catch (IOException e) {
      LOG.debug("The connection is closed already", e);
    }
  }

  private static boolean withinThisHost(SocketChannel channel) throws IOException {
    InetAddress other = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
    return other.isLoopbackAddress() || NetworkInterface.getByInetAddress(other) != null;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("A connection was closed with an error", e);
    }
  }
}
