package mutual.middleware;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A byte pipe to a port that can be cut. */
final class Relay implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  Relay(int target) throws IOException {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  Socket in = listener.accept();
                  Socket out = new Socket(InetAddress.getLoopbackAddress(), target);
                  sockets.add(in);
                  sockets.add(out);
                  pump(in, out);
                  pump(out, in);
                }
              } catch (IOException e) {
                cut(); // The listener was closed.
              }
            });
  }

  private static void pump(Socket from, Socket to) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (InputStream in = from.getInputStream();
                  OutputStream out = to.getOutputStream()) {
                in.transferTo(out);
              } catch (IOException e) {
                closeQuietly(to);
              }
            });
  }

  int port() {
    return listener.getLocalPort();
  }

  void closeListener() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void cut() {
    sockets.forEach(Relay::closeQuietly);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
