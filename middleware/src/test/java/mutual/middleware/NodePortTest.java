package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import mutual.contracts.bank.v1.Account;
import mutual.contracts.bank.v1.AccountsGrpc;
import mutual.contracts.bank.v1.GetAccountRequest;
import mutual.contracts.bank.v1.Money;
import mutual.contracts.interbank.v1.DescribeResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the node port does for clients that are not ours, well-meaning or not. */
@Timeout(90)
final class NodePortTest {
  private final Identity friend = Identity.ephemeral();
  private final Set<NodeId> expected = ConcurrentHashMap.newKeySet();
  private final AtomicInteger handled = new AtomicInteger();
  private @Nullable NodeServer server;

  @BeforeEach
  void start() {
    expected.add(friend.id());
    server =
        NodeServer.builder(Identity.ephemeral())
            .access(expected::contains)
            .limits(NodeLimits.DEFAULT.withRequestBytesMax(100_000))
            .service(Node.answering(id -> "bank " + handled.incrementAndGet()))
            .service(new Accounts())
            .start();
  }

  @AfterEach
  void stop() {
    server().close();
  }

  private NodeServer server() {
    return java.util.Objects.requireNonNull(server);
  }

  private final class Accounts extends AccountsGrpc.AccountsImplBase {
    @Override
    public void getAccount(GetAccountRequest request, StreamObserver<Account> observer) {
      handled.incrementAndGet();
      if (request.getNumber().equals("none")) {
        observer.onError(Status.NOT_FOUND.withDescription("No such account").asRuntimeException());
        return;
      }
      observer.onNext(
          Account.newBuilder()
              .setNumber(request.getNumber())
              .setBalance(
                  Money.newBuilder().setMinorUnits(9_007_199_254_740_993L).setCurrency("EUR"))
              .build());
      observer.onCompleted();
    }
  }

  private static HttpClient client(@Nullable Identity identity) {
    return HttpClient.newBuilder()
        .sslContext(Tls.context(identity))
        .connectTimeout(Duration.ofSeconds(30))
        .build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + server().nodePort() + path))
        .timeout(Duration.ofSeconds(30));
  }

  @Test
  void answersRest() throws Exception {
    try (HttpClient http = client(friend)) {
      HttpResponse<String> found =
          http.send(request("/v1/accounts/XM1").build(), BodyHandlers.ofString());
      assertThat(found.statusCode()).isEqualTo(200);
      assertThat(found.body())
          .contains("\"number\":\"XM1\"")
          .contains("\"minorUnits\":\"9007199254740993\"");
      HttpResponse<String> missing =
          http.send(request("/v1/accounts/none").build(), BodyHandlers.ofString());
      assertThat(missing.statusCode()).isEqualTo(404);
      assertThat(missing.body()).contains("No such account").doesNotContain("at mutual");
      HttpResponse<String> malformed =
          http.send(
              request("/v1/accounts")
                  .header("content-type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{nonsense"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(malformed.statusCode()).isEqualTo(400);
      HttpResponse<String> nowhere =
          http.send(request("/v1/nowhere").build(), BodyHandlers.ofString());
      assertThat(nowhere.statusCode()).isEqualTo(404);
    }
  }

  @Test
  void answersGrpcWeb() throws Exception {
    try (HttpClient http = client(friend)) {
      HttpResponse<byte[]> answer =
          http.send(
              request("/" + Node.DESCRIBE)
                  .header("content-type", "application/grpc-web+proto")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[5]))
                  .build(),
              BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      ByteBuffer body = ByteBuffer.wrap(answer.body());
      assertThat(body.get()).isZero();
      byte[] message = new byte[body.getInt()];
      body.get(message);
      assertThat(DescribeResponse.parseFrom(message).getName()).isEqualTo("bank 1");
      assertThat(body.get()).as("a frame of trailers").isEqualTo((byte) 0x80);
      assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1))
          .containsPattern("grpc-status: ?0");
    }
  }

  @Test
  void showsHealthMetricsAndDocs() throws Exception {
    try (HttpClient http = client(friend)) {
      assertThat(http.send(request("/healthz").build(), BodyHandlers.ofString()).body())
          .isEqualTo("ok\n");
      assertThat(http.send(request("/docs/").build(), BodyHandlers.ofString()).body())
          .contains("<html");
      HttpResponse<String> specification =
          http.send(request("/docs/specification.json").build(), BodyHandlers.ofString());
      assertThat(specification.body()).contains("mutual.bank.v1.Accounts");
      assertThat(http.send(request("/metrics").build(), BodyHandlers.ofString()).body())
          .contains("mutual_server_request_seconds_count{method=\"other\",status=\"200\"}");
    }
  }

  @Test
  void refusesAStrangerBeforeAnyHandler() throws Exception {
    try (HttpClient http = client(Identity.ephemeral())) {
      HttpResponse<String> answer =
          http.send(request("/v1/accounts/XM1").build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("does not expect the key");
      assertThat(handled).hasValue(0);
    }
  }

  @Test
  void refusesWhoShowsNoCertificateOrOneWithoutIdentity() throws Exception {
    try (HttpClient http = client(null)) {
      assertThatThrownBy(() -> http.send(request("/healthz").build(), BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
    }
    NodeCertificate.Pair forged =
        NodeCertificate.make(
            friend.id(),
            java.security.KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate(),
            java.time.Instant.now());
    try (SSLSocket socket = connect(Tls.context(forged))) {
      assertThatThrownBy(() -> drain(get(socket, "/healthz")))
          .isInstanceOf(IOException.class)
          .hasMessageNotContaining("HTTP/1.1 200");
    }
    assertThat(handled).hasValue(0);
  }

  private static void drain(String answer) throws IOException {
    throw new IOException(answer.isEmpty() ? "closed" : answer);
  }

  @Test
  void asksForRightsAgainOnAResumedSession() throws Exception {
    SSLContext context = Tls.context(friend);
    // Held open, so that the server keeps its keys for tickets.
    try (SSLSocket first = connect(context)) {
      assertThat(get(first, "/healthz")).startsWith("HTTP/1.1 200");
      int handshakes = Tls.certificatesSeen();
      expected.remove(friend.id());
      try (SSLSocket second = connect(context)) {
        assertThat(get(second, "/healthz")).startsWith("HTTP/1.1 403");
        assertThat(Tls.certificatesSeen()).as("resumed").isEqualTo(handshakes);
      }
      expected.add(friend.id());
    }
    assertThat(handled).hasValue(0);
  }

  private SSLSocket connect(SSLContext context) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", server().nodePort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static String get(Socket socket, String path) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    StringBuilder answer = new StringBuilder();
    byte[] bytes = new byte[4096];
    while (!ended(answer)) {
      int length = socket.getInputStream().read(bytes);
      if (length < 0) {
        break;
      }
      answer.append(new String(bytes, 0, length, StandardCharsets.US_ASCII));
    }
    return answer.toString();
  }

  private static boolean ended(CharSequence answer) {
    Matcher head = Pattern.compile("(?is).*content-length: (\\d+).*?\r\n\r\n(.*)").matcher(answer);
    return head.matches() && head.group(2).length() >= Integer.parseInt(head.group(1));
  }

  @Test
  void closesOnGarbageAndOnPlainHttp() throws Exception {
    for (String bytes :
        List.of(
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
            "\0\1\2\3garbage\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server().nodePort())) {
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        drain(socket.getInputStream());
      }
    }
    try (SSLSocket socket = connect(Tls.context(friend))) {
      socket
          .getOutputStream()
          .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] frames = new byte[100];
      java.util.Arrays.fill(frames, (byte) 0xff);
      socket.getOutputStream().write(frames);
      drain(socket.getInputStream());
    }
    stillServes();
  }

  @Test
  void refusesWhatIsTooLarge() throws Exception {
    try (HttpClient http = client(friend)) {
      HttpResponse<String> answer =
          http.send(
              request("/v1/accounts")
                  .header("content-type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[200_000]))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isIn(413, 429);
    }
    try (SSLSocket socket = connect(Tls.context(friend))) {
      String headers = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(100_000);
      OutputStream out = socket.getOutputStream();
      assertThatThrownBy(
              () -> {
                out.write(headers.getBytes(StandardCharsets.US_ASCII));
                out.write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                String answer = drain(socket.getInputStream());
                throw new IOException(answer.startsWith("HTTP/1.1 431") ? "refused" : answer);
              })
          .isInstanceOf(IOException.class)
          .hasMessageNotContaining("200 OK");
    }
    stillServes();
  }

  @Test
  void doesNotWaitForTheSlowForEver() throws Exception {
    // Says nothing at all; begins TLS and stops; begins a request and stops.
    try (NodeServer strict =
            NodeServer.builder(Identity.ephemeral())
                .access(caller -> true)
                .limits(
                    NodeLimits.DEFAULT.withConnections(
                        new NodeLimits.Connections(
                            10, 10, 1024, Duration.ofSeconds(3), Duration.ofSeconds(3))))
                .start();
        Socket silent = new Socket(InetAddress.getLoopbackAddress(), strict.nodePort());
        Socket halfTls = new Socket(InetAddress.getLoopbackAddress(), strict.nodePort());
        Socket halfRequest =
            Tls.context(friend).getSocketFactory().createSocket("localhost", strict.nodePort())) {
      halfTls.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0, 1});
      halfRequest
          .getOutputStream()
          .write("GET /healthz HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));
      for (Socket socket : List.of(silent, halfTls, halfRequest)) {
        socket.setSoTimeout(30_000);
        drain(socket.getInputStream());
      }
    }
  }

  private void stillServes() throws Exception {
    try (HttpClient http = client(friend)) {
      assertThat(http.send(request("/healthz").build(), BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  /** Reads until the other end closes; an exception if it does not in the socket's time. */
  private static String drain(InputStream in) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try {
      in.transferTo(read);
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("The server keeps the connection", e);
    } catch (IOException e) {
      return read.toString(StandardCharsets.ISO_8859_1); // Reset: closed all the same.
    }
    return read.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void writesOneLineForEachRequestWithTheCallersTrace() throws Exception {
    Logger logger = Logger.getLogger("mutual.access");
    Level before = logger.getLevel();
    List<String> lines = new CopyOnWriteArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            lines.add(record.getMessage() == null ? "" : record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setLevel(Level.INFO);
    logger.setUseParentHandlers(false);
    try (HttpClient http = client(friend)) {
      String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
      http.send(
          request("/v1/accounts/XM7")
              .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
              .build(),
          BodyHandlers.ofString());
      Await.until(() -> lines.size() == 1);
      assertThat(lines.getFirst())
          .matches(
              "node=[A-Z2-7]{7} caller="
                  + friend.id().shortText()
                  + " method=mutual.bank.v1.Accounts/GetAccount status=(OK|200) ms=\\d+ in=\\d+"
                  + " out=\\d+ trace="
                  + trace);
    } finally {
      logger.removeHandler(handler);
      logger.setLevel(before);
      logger.setUseParentHandlers(true);
    }
  }

  @Test
  void closesConnectionsBeyondTheLimit() throws Exception {
    try (NodeServer small =
        NodeServer.builder(Identity.ephemeral())
            .access(caller -> true)
            .limits(
                NodeLimits.DEFAULT.withConnections(
                    new NodeLimits.Connections(
                        2, 8, 1024, Duration.ofSeconds(10), Duration.ofSeconds(60))))
            .start()) {
      SSLContext context = Tls.context(friend);
      try (Socket first = context.getSocketFactory().createSocket("localhost", small.nodePort());
          Socket second = context.getSocketFactory().createSocket("localhost", small.nodePort())) {
        assertThat(get(first, "/healthz")).startsWith("HTTP/1.1 200");
        assertThat(get(second, "/healthz")).startsWith("HTTP/1.1 200");
        try (Socket third = new Socket(InetAddress.getLoopbackAddress(), small.nodePort())) {
          third.setSoTimeout(30_000);
          drain(third.getInputStream());
        }
        assertThat(get(second, "/healthz")).startsWith("HTTP/1.1 200");
      }
    }
  }
}
