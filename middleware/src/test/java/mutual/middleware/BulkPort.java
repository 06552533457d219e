package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listener for {@link SecureChannel}s. */
final class BulkPort implements AutoCloseable {
  private final ServerSocketChannel listener = listen();
  private final LinkedBlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();
  private volatile Duration timeout = Duration.ofSeconds(20);
  private volatile int peekBytes;

  BulkPort(Identity self) throws IOException {
    Thread.ofVirtual().start(() -> acceptAll(self));
  }

  static ServerSocketChannel listen() throws IOException {
    return ServerSocketChannel.open()
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private void acceptAll(Identity self) {
    try {
      while (true) {
        SocketChannel open = listener.accept();
        Thread.ofVirtual().start(() -> outcomes.add(accept(self, open)));
      }
    } catch (ClosedChannelException e) {
      // The test is over.
    } catch (IOException e) {
      outcomes.add(e);
    }
  }

  private Object accept(Identity self, SocketChannel open) {
    try {
      ByteBuffer read = ByteBuffer.allocate(peekBytes);
      while (read.hasRemaining() && open.read(read) >= 0) {}
      return SecureChannel.accept(self, open, read.flip(), timeout);
    } catch (IOException e) {
      return e;
    }
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) listener.getLocalAddress();
  }

  void timeout(Duration duration) {
    timeout = duration;
  }

  /** How many bytes the listener takes before it hands a connection over. */
  void peekBytes(int count) {
    peekBytes = count;
  }

  SecureChannel accepted() throws InterruptedException {
    Object outcome = outcomes.poll(20, TimeUnit.SECONDS);
    if (outcome instanceof SecureChannel channel) {
      return channel;
    }
    throw new AssertionError("No connection was accepted but " + outcome);
  }

  Throwable failure() throws InterruptedException {
    Object outcome = outcomes.poll(20, TimeUnit.SECONDS);
    assertThat(outcome).isInstanceOf(Throwable.class);
    return (Throwable) outcome;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
