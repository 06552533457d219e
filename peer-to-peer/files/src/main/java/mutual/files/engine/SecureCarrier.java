package mutual.files.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import mutual.middleware.NodeId;
import mutual.middleware.SecureChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS 1.3 between two keys: the carrier of private shares. */
final class SecureCarrier implements Carrier {
  private static final Logger LOG = LoggerFactory.getLogger(SecureCarrier.class);

  private final SecureChannel channel;
  private final SocketChannel socket;
  private final InetSocketAddress remote;

  SecureCarrier(SecureChannel channel, SocketChannel socket) throws IOException {
    this.channel = channel;
    this.socket = socket;
    this.remote = (InetSocketAddress) socket.getRemoteAddress();
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return channel.read(target);
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    channel.write(source);
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  @Override
  public Optional<NodeId> node() {
    return Optional.of(channel.peer());
  }

  @Override
  public void holdAtMost(SocketOption<Integer> buffer, int bytes) {
    PlainCarrier.holdAtMost(socket, buffer, bytes);
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
