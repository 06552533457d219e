package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import mutual.middleware.web.ContentSource;
import mutual.middleware.web.WebContent;
import mutual.middleware.web.WebCookie;
import mutual.middleware.web.WebException;
import mutual.middleware.web.WebResponse;
import mutual.middleware.web.WebRoutes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Content of any length, from a people port and to it. */
@Timeout(60)
final class PeopleStreamsTest {
  private static final String TEXT = "0123456789abcdef";
  private static final long LONG_BYTES = 5L << 30;
  private static final int UPLOAD_BYTES_MAX = 300_000_000;

  /** As browsers speak it without TLS. */
  private final HttpClient http = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

  /** Its first request asks to change to HTTP/2, and is a special case to both ends. */
  private final HttpClient http2 = HttpClient.newHttpClient();

  private final AtomicInteger sourcesClosed = new AtomicInteger();
  private final AtomicInteger blocked = new AtomicInteger();
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final AtomicLong readUpTo = new AtomicLong();
  private final AtomicLong uploaded = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> uploadFailure = new AtomicReference<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private @Nullable NodeServer server;

  @BeforeEach
  void start() throws Exception {
    WebRoutes pages =
        new WebRoutes()
            .stream(
                    "/text",
                    request ->
                        new WebContent(
                            "text/plain",
                            TEXT.length(),
                            "\"t1\"",
                            Map.of("content-disposition", "attachment"),
                            text()))
                .stream("/long", request -> content(LONG_BYTES, this::counting))
                .stream("/blocked", request -> content(LONG_BYTES, this::blocking))
                .stream("/short", request -> content(200_000, this::endingEarly))
                .stream(
                    "/missing",
                    request -> {
                      throw new WebException(404, "No such film");
                    })
                .upload(
                    "/upload/{folder}",
                    UPLOAD_BYTES_MAX,
                    (request, body) -> {
                      try {
                        uploaded.set(count(body));
                        return WebResponse.text(
                            200, request.param("folder") + " " + request.query("name").orElse(""));
                      } catch (IOException | WebException e) {
                        uploadFailure.set(e);
                        throw e;
                      }
                    })
                .upload(
                    "/held",
                    10,
                    (request, body) -> {
                      blocked.incrementAndGet();
                      release.await();
                      return WebResponse.empty();
                    });
    server = NodeServer.builder(Identity.ephemeral()).people(0, pages).start();
    assertThat(http2.send(request("/healthz").build(), BodyHandlers.ofString()).version())
        .isEqualTo(Version.HTTP_2);
  }

  @AfterEach
  void stop() {
    release.countDown();
    Objects.requireNonNull(server).close();
    http.shutdownNow();
    http2.shutdownNow();
  }

  private WebContent content(long bytes, Reading reading) {
    return new WebContent("video/mp4", bytes, "\"c\"", Map.of(), source(reading));
  }

  /** How a source reads. */
  @FunctionalInterface
  private interface Reading {
    int read(long offset, ByteBuffer target) throws Exception;
  }

  private ContentSource source(Reading reading) {
    return new ContentSource() {
      @Override
      public int read(long offset, ByteBuffer target) throws Exception {
        return reading.read(offset, target);
      }

      @Override
      public void close() {
        sourcesClosed.incrementAndGet();
      }
    };
  }

  private ContentSource text() {
    return source(
        (offset, target) -> {
          int count = Math.min(5, target.remaining());
          target.put(TEXT.getBytes(StandardCharsets.US_ASCII), (int) offset, count);
          return count;
        });
  }

  private int counting(long offset, ByteBuffer target) {
    for (int i = 0; i < target.capacity(); i++) {
      target.put((byte) (offset + i));
    }
    readUpTo.set(offset + target.capacity());
    return target.capacity();
  }

  private int blocking(long offset, ByteBuffer target) throws InterruptedException {
    if (offset < 1000) {
      return counting(offset, target.slice(0, Math.min(target.capacity(), 1000)));
    }
    blocked.incrementAndGet();
    try {
      release.await();
      return -1;
    } catch (InterruptedException e) {
      interrupted.set(true);
      throw e;
    }
  }

  private int endingEarly(long offset, ByteBuffer target) {
    return offset < 100_000 ? counting(offset, target) : -1;
  }

  private static long count(InputStream body) throws IOException {
    byte[] buffer = new byte[100_000];
    long total = 0;
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      total += count;
    }
    return total;
  }

  private int port() {
    return Objects.requireNonNull(server).peoplePort().orElseThrow();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
      throws Exception {
    HttpRequest built = request.build();
    boolean second = built.version().equals(Optional.of(Version.HTTP_2));
    return (second ? http2 : http).send(built, body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | -                | -      | 200 | 0123456789abcdef | -               | 16
          GET  | bytes=2-5        | -      | 206 | 2345             | bytes 2-5/16    | 4
          GET  | bytes=14-        | -      | 206 | ef               | bytes 14-15/16  | 2
          GET  | bytes=-7         | -      | 206 | 9abcdef          | bytes 9-15/16   | 7
          GET  | bytes=0-0        | "t1"   | 206 | 0                | bytes 0-0/16    | 1
          GET  | bytes=0-0        | "t0"   | 200 | 0123456789abcdef | -               | 16
          GET  | bytes=1-2,4-5    | -      | 200 | 0123456789abcdef | -               | 16
          HEAD | -                | -      | 200 | -                | -               | 16
          HEAD | bytes=2-5        | -      | 200 | -                | -               | 16
          GET  | bytes=16-        | -      | 416 | nothing          | bytes */16      | -
          """)
  void answersRanges(
      String method,
      String range,
      String ifRange,
      int status,
      String body,
      String contentRange,
      String length)
      throws Exception {
    for (Version version : Version.values()) {
      HttpRequest.Builder request =
          request("/text").version(version).method(method, BodyPublishers.noBody());
      if (!range.equals("-")) {
        request.header("range", range);
      }
      if (!ifRange.equals("-")) {
        request.header("if-range", ifRange);
      }
      HttpResponse<String> answer = send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(status);
      if (status == 416) {
        assertThat(answer.body()).contains(body);
      } else {
        assertThat(answer.body()).isEqualTo(body.equals("-") ? "" : body);
        assertThat(answer.headers().firstValue("content-length")).hasValue(length);
        assertThat(answer.headers().firstValue("accept-ranges")).hasValue("bytes");
        assertThat(answer.headers().firstValue("etag")).hasValue("\"t1\"");
        assertThat(answer.headers().firstValue("content-disposition")).hasValue("attachment");
      }
      assertThat(answer.headers().firstValue("content-range").orElse("-")).isEqualTo(contentRange);
      assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    }
    Await.until(() -> sourcesClosed.get() == Version.values().length);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void sendsNoFasterThanTheBrowserTakesAndNoticesThatItHasGone(Version version) throws Exception {
    HttpResponse<InputStream> answer =
        send(request("/long").version(version), BodyHandlers.ofInputStream());
    assertThat(answer.headers().firstValueAsLong("content-length")).hasValue(LONG_BYTES);
    byte[] begin = answer.body().readNBytes(3_000_000);
    for (int i = 0; i < begin.length; i += 997) {
      assertThat(begin[i]).isEqualTo((byte) i);
    }
    // What is beyond lies in sockets and in the client's window, not in the server.
    assertThat(readUpTo.get()).isLessThan(60_000_000);
    answer.body().close();
    Await.until(() -> sourcesClosed.get() == 1);
    HttpResponse<byte[]> end =
        send(
            request("/long").version(version).header("range", "bytes=-3"),
            BodyHandlers.ofByteArray());
    assertThat(end.body()).containsExactly((byte) -3, (byte) -2, (byte) -1);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aSeekDoesNotWaitForABlockedReadWhichIsInterrupted(Version version) throws Exception {
    HttpResponse<InputStream> waiting =
        send(request("/blocked").version(version), BodyHandlers.ofInputStream());
    assertThat(waiting.body().readNBytes(1000)).hasSize(1000);
    Await.until(() -> blocked.get() == 1);
    assertThat(
            send(
                    request("/blocked").version(version).header("range", "bytes=10-19"),
                    BodyHandlers.ofByteArray())
                .body())
        .hasSize(10);
    waiting.body().close();
    Await.until(() -> interrupted.get() && sourcesClosed.get() == 2);
  }

  @Test
  void contentThatEndsEarlyOrIsMissingIsNoGoodAnswer() throws Exception {
    assertThatThrownBy(() -> send(request("/short"), BodyHandlers.ofByteArray()))
        .isInstanceOf(IOException.class);
    HttpResponse<String> missing = send(request("/missing"), BodyHandlers.ofString());
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).contains("No such film");
  }

  @Test
  void bothKindsAreBounded() throws Exception {
    List<HttpResponse<InputStream>> open = new ArrayList<>();
    for (int i = 0; i < PeopleStreams.CONTENT_MAX; i++) {
      open.add(send(request("/blocked"), BodyHandlers.ofInputStream()));
      assertThat(open.getLast().statusCode()).isEqualTo(200);
    }
    assertThat(send(request("/text"), BodyHandlers.discarding()).statusCode()).isEqualTo(503);
    open.getFirst().body().close();
    Await.until(() -> sourcesClosed.get() == 1);
    Await.until(() -> openDownloads() == PeopleStreams.CONTENT_MAX - 1);
    assertThat(send(request("/text"), BodyHandlers.discarding()).statusCode()).isEqualTo(200);

    int before = blocked.get();
    for (int i = 0; i < PeopleStreams.UPLOADS_MAX; i++) {
      var _ = http.sendAsync(upload("/held", new byte[5]).build(), BodyHandlers.discarding());
    }
    Await.until(() -> blocked.get() >= before + PeopleStreams.UPLOADS_MAX);
    assertThat(send(upload("/held", new byte[5]), BodyHandlers.discarding()).statusCode())
        .isEqualTo(503);
    long start = System.nanoTime();
    release.countDown();
    Objects.requireNonNull(server).close();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isLessThan(NodeLimits.DEFAULT.drainTimeout());
    Await.until(() -> sourcesClosed.get() == PeopleStreams.CONTENT_MAX + 1);
  }

  private int openDownloads() {
    return Objects.requireNonNull(server)
        .metrics()
        .text()
        .lines()
        .filter(line -> line.startsWith("mutual_people_downloads_open "))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .sum();
  }

  private HttpRequest.Builder upload(String path, byte[] body) {
    return request(path).POST(BodyPublishers.ofByteArray(body));
  }

  /** A body of so many bytes that is made as it is sent, its length not announced. */
  private static HttpRequest.BodyPublisher body(long bytes) {
    return BodyPublishers.ofInputStream(() -> new Zeros(bytes));
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void takesUploadsOfAnyLength(Version version) throws Exception {
    HttpResponse<String> answer =
        send(
            request("/upload/films?name=a%20b.mp4").version(version).POST(body(200_000_000)),
            BodyHandlers.ofString());
    assertThat(answer.body()).isEqualTo("films a b.mp4");
    assertThat(uploaded).hasValue(200_000_000);
    assertThat(send(upload("/upload/x", new byte[0]), BodyHandlers.ofString()).body())
        .isEqualTo("x ");
    assertThat(uploaded).hasValue(0);
  }

  @Test
  void refusesUploadsThatAreTooLong() throws Exception {
    assertThat(raw("Content-Length: 300000001\r\n", "")).startsWith("HTTP/1.1 413");
    assertThat(uploadFailure.get()).isNull();
    assertThat(
            send(request("/held").POST(BodyPublishers.ofByteArray(new byte[11])), discard())
                .statusCode())
        .isEqualTo(413);
    assertThat(blocked).hasValue(0);
    HttpRequest.Builder tooLong = request("/upload/x").POST(body(UPLOAD_BYTES_MAX + 1L));
    assertThat(send(tooLong.version(Version.HTTP_2), discard()).statusCode()).isEqualTo(413);
    assertThat(uploadFailure.get()).isInstanceOf(WebException.class);
  }

  private static HttpResponse.BodyHandler<Void> discard() {
    return BodyHandlers.discarding();
  }

  private String raw(String headers, String body) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(30_000);
      String head = "POST /upload/x HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + body;
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[12];
      int count = socket.getInputStream().readNBytes(answer, 0, answer.length);
      return new String(answer, 0, count, StandardCharsets.US_ASCII);
    }
  }

  @Test
  void noticesAnUploadThatIsCutOff() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket
          .getOutputStream()
          .write(
              "POST /upload/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf"
                  .getBytes(StandardCharsets.US_ASCII));
    }
    Await.until(() -> uploadFailure.get() != null);
    assertThat(uploadFailure.get())
        .isInstanceOf(IOException.class)
        .hasMessage("The upload broke off");
  }

  @Test
  void anUploadThatPausesForTooLongIsRefused() {
    UploadBody body = new UploadBody(100, Duration.ofMillis(1));
    assertThatThrownBy(body::read)
        .isInstanceOfSatisfying(WebException.class, e -> assertThat(e.status()).isEqualTo(408));
  }

  @Test
  void refusesUploadsFromOtherSites() throws Exception {
    assertThat(raw("Origin: http://evil.example\r\nContent-Length: 3\r\n", "abc"))
        .startsWith("HTTP/1.1 403");
    assertThat(uploadFailure.get()).isNull();
    assertThat(uploaded).hasValue(0);
  }

  @Test
  void aGuardSeesEveryRequestButFiles() throws Exception {
    AtomicInteger handled = new AtomicInteger();
    WebRoutes pages =
        new WebRoutes()
                .guard(
                    request -> {
                      if (request.query("token").filter("secret"::equals).isPresent()) {
                        return Optional.of(
                            WebResponse.redirect(request.path())
                                .withCookie(WebCookie.session("door", "open")));
                      }
                      return request.cookie("door").filter("open"::equals).isPresent()
                          ? Optional.empty()
                          : Optional.of(WebResponse.text(403, "Use the link"));
                    })
                .get("/", request -> WebResponse.text(200, "page" + handled.incrementAndGet()))
                .post("/form", request -> WebResponse.text(200, "form" + handled.incrementAndGet()))
                .events(
                    "/live",
                    (request, stream) -> {
                      handled.incrementAndGet();
                      stream.close();
                    })
                .stream("/stream", request -> content(handled.incrementAndGet(), this::counting))
                .upload(
                    "/up",
                    10,
                    (request, body) -> WebResponse.text(200, "up" + handled.incrementAndGet()))
                .resources("/assets/", "mutual/middleware/test-assets");
    try (NodeServer guarded = NodeServer.builder(Identity.ephemeral()).people(0, pages).start()) {
      String site = "http://127.0.0.1:" + guarded.peoplePort().orElseThrow();
      List<HttpRequest.Builder> all =
          List.of(
              HttpRequest.newBuilder(URI.create(site + "/")),
              HttpRequest.newBuilder(URI.create(site + "/form")).POST(BodyPublishers.noBody()),
              HttpRequest.newBuilder(URI.create(site + "/live")),
              HttpRequest.newBuilder(URI.create(site + "/stream")),
              HttpRequest.newBuilder(URI.create(site + "/up")).POST(BodyPublishers.ofString("x")));
      for (HttpRequest.Builder request : all) {
        HttpResponse<String> answer = send(request.copy(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.uri().toString()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("Use the link");
      }
      assertThat(handled).hasValue(0);
      HttpRequest.Builder file = HttpRequest.newBuilder(URI.create(site + "/assets/a.css"));
      assertThat(send(file, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      HttpResponse<String> link =
          send(
              HttpRequest.newBuilder(URI.create(site + "/?token=secret")), BodyHandlers.ofString());
      assertThat(link.statusCode()).isEqualTo(303);
      assertThat(link.headers().firstValue("set-cookie").orElseThrow()).startsWith("door=open");
      for (HttpRequest.Builder request : all) {
        assertThat(
                send(request.copy().header("cookie", "door=open"), BodyHandlers.ofString())
                    .statusCode())
            .isEqualTo(200);
      }
      assertThat(handled).hasValue(all.size());
    }
  }
}
