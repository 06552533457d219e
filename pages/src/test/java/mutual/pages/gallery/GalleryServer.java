package mutual.pages.gallery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mutual.pages.Accent;
import mutual.pages.Page;

/** Serves the gallery, and pushes what a test tells it to. */
final class GalleryServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<HttpExchange> streams = new CopyOnWriteArrayList<>();

  GalleryServer(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/assets/", this::asset);
    server.createContext("/live", this::live);
    server.createContext(
        "/",
        exchange -> {
          String role = exchange.getRequestURI().getPath().substring(1);
          Accent accent = role.isEmpty() ? Accent.BANK : Accent.valueOf(role);
          send(exchange, 200, "text/html; charset=utf-8", Gallery.page(accent).html());
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/";
  }

  int listeners() {
    return streams.size();
  }

  void push(int value) throws IOException {
    String data = Page.render(Gallery.counter(value)).replace("\n", "\ndata: ");
    for (HttpExchange stream : streams) {
      OutputStream body = stream.getResponseBody();
      body.write(("event: fragments\ndata: " + data + "\n\n").getBytes(UTF_8));
      body.flush();
    }
  }

  private void live(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(": open\n\n".getBytes(UTF_8));
    exchange.getResponseBody().flush();
    streams.add(exchange);
  }

  private void asset(HttpExchange exchange) throws IOException {
    String name = exchange.getRequestURI().getPath().substring(Page.ASSETS_PATH.length());
    String type =
        name.endsWith(".css")
            ? "text/css"
            : name.endsWith(".js") ? "text/javascript" : "image/svg+xml";
    try (InputStream in =
        Page.class.getClassLoader().getResourceAsStream(Page.ASSETS_FOLDER + name)) {
      if (in == null) {
        send(exchange, 404, "text/plain", name);
      } else {
        send(exchange, 200, type, new String(in.readAllBytes(), UTF_8));
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Content-Security-Policy", Page.CONTENT_SECURITY_POLICY);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
