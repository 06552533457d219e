package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import mutual.middleware.web.EventStream;
import mutual.middleware.web.WebCookie;
import mutual.middleware.web.WebException;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import mutual.middleware.web.WebRoutes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PeoplePortTest {
  private final AtomicInteger posted = new AtomicInteger();
  private final List<EventStream> streams = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable NodeServer server;

  @BeforeEach
  void start() {
    WebRoutes pages =
        new WebRoutes()
            .get("/", request -> WebResponse.html("<h1>Hello</h1>"))
            .get(
                "/accounts/{number}",
                request ->
                    WebResponse.html(
                        request.param("number") + " " + request.query("page").orElse("first")))
            .get(
                "/who",
                request ->
                    WebResponse.text(
                        200,
                        request.cookie("session").orElse("nobody") + Trace.current().isPresent()))
            .post(
                "/login",
                request -> {
                  posted.incrementAndGet();
                  return WebResponse.redirect("/who")
                      .withCookie(WebCookie.session("session", request.requiredForm("name")));
                })
            .get(
                "/missing",
                request -> {
                  throw new WebException(404, "No <such> account");
                })
            .get(
                "/broken",
                request -> {
                  throw new IllegalStateException("secret");
                })
            .events(
                "/live",
                (request, stream) -> {
                  if (request.query("forbidden").isPresent()) {
                    throw new WebException(403, "Not you");
                  }
                  streams.add(stream);
                  stream.send("hello", "first\nsecond");
                })
            .resources("/assets/", "mutual/middleware/test-assets");
    server =
        NodeServer.builder(Identity.ephemeral())
            .people(0, pages)
            .hostNames(Set.of("bank.example"))
            .service(Node.answering(id -> ""))
            .start();
  }

  @AfterEach
  void stop() {
    Objects.requireNonNull(server).close();
    http.close();
  }

  private int port() {
    return Objects.requireNonNull(server).peoplePort().orElseThrow();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.BodyPublisher form(String text) {
    return HttpRequest.BodyPublishers.ofString(text);
  }

  private HttpRequest.Builder post(String path, String body) {
    return request(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .POST(form(body));
  }

  @Test
  void servesPagesWithTheHeadersThatKeepThemSafe() throws Exception {
    HttpResponse<String> page = get("/");
    assertThat(page.body()).isEqualTo("<h1>Hello</h1>");
    Map<String, List<String>> headers = page.headers().map();
    assertThat(headers.get("content-security-policy"))
        .containsExactly(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                + " media-src 'self'; connect-src 'self'; form-action 'self';"
                + " frame-ancestors 'none'; base-uri 'none'");
    assertThat(headers.get("x-content-type-options")).containsExactly("nosniff");
    assertThat(headers.get("referrer-policy")).containsExactly("same-origin");
    assertThat(headers.get("cache-control")).containsExactly("no-store");
    assertThat(get("/accounts/XM1?page=2").body()).isEqualTo("XM1 2");
    assertThat(get("/accounts/a%20b").body()).isEqualTo("a b first");
  }

  @Test
  void readsFormsAndKeepsCookies() throws Exception {
    HttpResponse<String> answer =
        http.send(post("/login", "name=Ada").build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("location")).hasValue("/who");
    assertThat(answer.headers().firstValue("set-cookie"))
        .hasValue("session=Ada; Path=/; HttpOnly; SameSite=Strict");
    assertThat(
            http.send(
                    request("/who").header("cookie", "a=b; session=Ada").build(),
                    BodyHandlers.ofString())
                .body())
        .isEqualTo("Adatrue");
    assertThat(http.send(post("/login", "name=").build(), BodyHandlers.ofString()).statusCode())
        .isEqualTo(400);
  }

  @Test
  void showsErrorsAsPagesThatTellNoSecrets() throws Exception {
    HttpResponse<String> missing = get("/missing");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).contains("No &lt;such&gt; account").contains("<!doctype html>");
    HttpResponse<String> broken = get("/broken");
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(broken.body()).doesNotContain("secret").doesNotContain("Exception");
    HttpResponse<String> nowhere = get("/nowhere");
    assertThat(nowhere.statusCode()).isEqualTo(404);
    assertThat(nowhere.body()).contains("no such page");
    assertThat(nowhere.headers().firstValue("content-security-policy")).isPresent();
    HttpResponse<String> tooLarge =
        http.send(
            post("/login", "name=" + "x".repeat(WebRequest.BODY_BYTES_MAX)).build(),
            BodyHandlers.ofString());
    assertThat(tooLarge.statusCode()).isEqualTo(413);
    assertThat(posted).hasValue(0);
  }

  @Test
  void refusesPostsFromOtherSites() throws Exception {
    String own = "http://127.0.0.1:" + port();
    for (String origin :
        List.of("http://evil.example", "null", own.replace("http:", "https:") + "1")) {
      assertThat(
              http.send(
                      post("/login", "name=Eve").header("origin", origin).build(),
                      BodyHandlers.ofString())
                  .statusCode())
          .as(origin)
          .isEqualTo(403);
    }
    assertThat(
            http.send(
                    post("/login", "name=Eve").header("sec-fetch-site", "cross-site").build(),
                    BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(403);
    assertThat(posted).hasValue(0);
    assertThat(
            http.send(
                    post("/login", "name=Ada")
                        .header("origin", own)
                        .header("sec-fetch-site", "same-origin")
                        .build(),
                    BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(303);
  }

  @Test
  void refusesOtherHostNames() throws Exception {
    for (String host :
        List.of("127.0.0.1:1", "localhost", "[::1]:5", "bank.example", "BANK.example:80")) {
      assertThat(raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
          .as(host)
          .startsWith("HTTP/1.1 200");
    }
    for (String host : List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil")) {
      assertThat(raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
          .as(host)
          .startsWith("HTTP/1.1 403");
    }
  }

  private @Nullable String raw(String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
    }
  }

  @Test
  void streamsEventsUntilEitherEndCloses() throws Exception {
    HttpResponse<InputStream> live =
        http.send(request("/live").build(), BodyHandlers.ofInputStream());
    assertThat(live.headers().firstValue("content-type"))
        .hasValue("text/event-stream; charset=utf-8");
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(live.body(), StandardCharsets.UTF_8));
    assertThat(List.of(reader.readLine(), reader.readLine(), reader.readLine(), reader.readLine()))
        .containsExactly("event: hello", "data: first", "data: second", "");
    EventStream stream = streams.getFirst();
    assertThat(stream.send("tick", "")).isTrue();
    assertThat(List.of(reader.readLine(), reader.readLine(), reader.readLine()))
        .containsExactly("event: tick", "data:", "");
    stream.close();
    assertThat(reader.readLine()).isNull();
    assertThat(stream.send("tick", "")).isFalse();

    HttpResponse<InputStream> second =
        http.send(request("/live").build(), BodyHandlers.ofInputStream());
    AtomicInteger closed = new AtomicInteger();
    streams.get(1).onClose(closed::incrementAndGet);
    second.body().close();
    Await.until(() -> !streams.get(1).send("tick", "") && closed.get() == 1);
    assertThat(
            http.send(request("/live?forbidden=1").build(), BodyHandlers.ofString()).statusCode())
        .isEqualTo(403);
  }

  @Test
  void dropsAReaderThatDoesNotRead() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setReceiveBufferSize(1024);
      socket
          .getOutputStream()
          .write(
              "GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      Await.until(() -> streams.size() == 1);
      String chunk = "x".repeat(60_000);
      Await.until(() -> !streams.getFirst().send("data", chunk));
      Await.until(() -> streams.getFirst().closed());
    }
  }

  @Test
  void closesWithOpenStreams() throws Exception {
    http.send(request("/live").build(), BodyHandlers.ofInputStream());
    long start = System.nanoTime();
    Objects.requireNonNull(server).close();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isLessThan(NodeLimits.DEFAULT.drainTimeout());
  }

  @Test
  void servesFilesWithATag() throws Exception {
    HttpResponse<String> file = get("/assets/a.css");
    assertThat(file.body()).isEqualTo("body{}\n");
    assertThat(file.headers().firstValue("content-type")).hasValue("text/css; charset=utf-8");
    String tag = file.headers().firstValue("etag").orElseThrow();
    assertThat(
            http.send(
                    request("/assets/a.css").header("if-none-match", tag).build(),
                    BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(304);
    for (String path :
        List.of(
            "/assets/b.css",
            "/assets/",
            "/assets/../NodeServer.class",
            "/assets/%2e%2e/x.css",
            "/assets/a.class")) {
      assertThat(get(path).statusCode()).as(path).isIn(400, 404);
    }
  }

  @Test
  void showsHealthAndDocsButNoMetrics() throws Exception {
    assertThat(get("/healthz").body()).isEqualTo("ok\n");
    assertThat(get("/metrics").statusCode()).isEqualTo(404);
    HttpResponse<String> docs = get("/docs/");
    assertThat(docs.statusCode()).isEqualTo(200);
    assertThat(docs.headers().firstValue("content-security-policy").orElseThrow())
        .contains("'unsafe-inline'");
    assertThat(docs.body()).contains("<html").doesNotContain("https://");
    assertThat(get("/docs/api-docs.js").statusCode()).isEqualTo(200);
    assertThat(get("/docs/specification.json").body()).contains("mutual.interbank.v1.Interbank");
  }

  @Test
  void refusesCookiesThatWouldBreakTheHeader() {
    assertThatThrownBy(() -> WebCookie.session("a", "b; Domain=evil"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(WebCookie.forget("a").headerValue()).contains("Max-Age=0");
  }
}
