package mutual.files.tracker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A web server on a loopback port that answers just what a test says, right or wrong. */
public final class RawHttpTracker implements AutoCloseable {
  /** What is said to a request, of which the first line is given. */
  public interface Behaviour {
    void answer(String request, OutputStream out) throws IOException;
  }

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Behaviour behaviour;

  /** The first lines of all requests. */
  public final List<String> requests = new CopyOnWriteArrayList<>();

  /** One that behaves so. */
  public RawHttpTracker(Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    Thread.ofVirtual().start(this::accept);
  }

  /** One that answers everything with a body. */
  public static RawHttpTracker saying(String body) throws IOException {
    return new RawHttpTracker((_, out) -> out.write(response("200 OK", "", body)));
  }

  /** A whole answer. */
  public static byte[] response(String status, String headers, String body) {
    String head = "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.length();
    return (head + "\r\nConnection: close\r\n\r\n" + body).getBytes(ISO_8859_1);
  }

  /** Where to announce. */
  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/announce";
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed by the test.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      @Nullable String request = in.readLine();
      @Nullable String header = in.readLine();
      while (header != null && !header.isEmpty()) {
        header = in.readLine();
      }
      if (request == null) {
        return; // The client gave up before it asked.
      }
      requests.add(request);
      behaviour.answer(request, socket.getOutputStream());
    } catch (IOException e) {
      // The client gave up, as it should.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
