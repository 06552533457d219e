package mutual.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * A wire between two nodes that can be told to lose answers: what the caller says still arrives,
 * what is answered does not. It sees only ciphertext, as any network does.
 */
final class AnswerEater implements AutoCloseable {
  private static final int BUFFER_BYTES = 16 * 1024;

  private final ServerSocket listener;
  private final IntSupplier target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean eating;

  /**
   * @param target port on the loopback address that the wire leads to
   */
  AnswerEater(IntSupplier target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("answer-eater").start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on answers are lost, and no new connection comes through. */
  void eat() {
    eating = true;
  }

  /** From now on everything arrives again; connections that lost something are cut. */
  void stopEating() {
    sockets.forEach(AnswerEater::closeQuietly);
    eating = false;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket caller = listener.accept();
        if (eating) {
          caller.close();
          continue;
        }
        Socket called = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
        sockets.add(caller);
        sockets.add(called);
        Thread.ofVirtual().start(() -> pump(caller, called, false));
        Thread.ofVirtual().start(() -> pump(called, caller, true));
      } catch (IOException closedOrUnreachable) {
        // The caller sees a connection that ends, as it would on any network.
      }
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (!(answers && eating)) {
          out.write(buffer, 0, n);
        }
      }
    } catch (IOException ended) {
      // One end is gone; closing both tells the other.
      closeQuietly(from);
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sockets.forEach(AnswerEater::closeQuietly);
  }
}
