package mutual.peer.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import mutual.middleware.web.WebRoute;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in: asked by plain HTTP/1.1, so that every header is what a test says. */
final class DashboardAccessTest {
  private static final int READ_MILLIS_MAX = 10_000;

  @TempDir private Path folder;
  private Running running;

  @BeforeEach
  void start() {
    running = new Running(Scenes.busy(folder));
  }

  @AfterEach
  void stop() {
    running.close();
  }

  /** An answer, head and body as they came. */
  private record Answer(String text) {
    int status() {
      return Integer.parseInt(text.substring(9, 12));
    }

    String header(String name) {
      return text.lines()
          .takeWhile(line -> !line.isEmpty())
          .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  private Answer ask(String method, String path, String... headers) throws IOException {
    return askHost("127.0.0.1:" + running.port(), method, path, headers);
  }

  private Answer askHost(String host, String method, String path, String... headers)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), running.port())) {
      socket.setSoTimeout(READ_MILLIS_MAX);
      String request =
          method
              + " "
              + path
              + " HTTP/1.1\r\nhost: "
              + host
              + "\r\n"
              + (method.equals("POST") ? "content-length: 0\r\n" : "");
      for (String header : headers) {
        request += header + "\r\n";
      }
      socket.getOutputStream().write((request + "\r\n").getBytes(UTF_8));
      return read(new BufferedInputStream(socket.getInputStream()));
    }
  }

  private static Answer read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      assertThat(read).as("the answer ends within its head: " + head).isNotNegative();
      head.append((char) read);
    }
    String length = new Answer(head.toString()).header("content-length");
    int bytes = length.isEmpty() ? 0 : Integer.parseInt(length);
    return new Answer(head + new String(in.readNBytes(bytes), UTF_8));
  }

  private String cookie() throws IOException {
    Answer answer = ask("GET", "/?token=" + running.keys.token());
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("location")).isEqualTo("/");
    String cookie = answer.header("set-cookie");
    assertThat(cookie).contains("; HttpOnly", "; SameSite=Strict", "; Path=/");
    return "cookie: " + cookie.substring(0, cookie.indexOf(';'));
  }

  @Test
  void withoutACookieEveryRouteIsRefused() throws IOException {
    String share = running.source.shares.getFirst().id.hex();
    for (WebRoute route : Dashboard.routes(running.source, running.keys).routes()) {
      String path =
          switch (route) {
            case WebRoute.Get get -> get.path();
            case WebRoute.Post post -> post.path();
            case WebRoute.Events events -> events.path();
            case WebRoute.Stream stream -> stream.path();
            case WebRoute.Upload upload -> upload.path();
            case WebRoute.Resources _ -> "";
          };
      if (path.isEmpty()) {
        continue; // Style sheets and scripts are the same for everybody.
      }
      boolean posted = route instanceof WebRoute.Post || route instanceof WebRoute.Upload;
      String method = posted ? "POST" : "GET";
      path = path.replace("{id}", share).replaceAll("\\{[a-z]+}", "0");
      Answer answer = ask(method, path);
      assertThat(answer.status()).as(method + " " + path).isEqualTo(403);
      assertThat(answer.text()).doesNotContain("Sintel", "Bea", "Ann");
    }
    assertThat(running.source.asked).isEmpty();
  }

  @Test
  void theRefusalSaysHowToOpenTheDashboard() throws IOException {
    Answer answer = ask("GET", "/contacts");
    assertThat(answer.text()).contains("mutual status", "mutual peer");
  }

  @Test
  void aTokenWorksOnce() throws IOException {
    String token = running.keys.token();
    assertThat(ask("GET", "/?token=" + token).status()).isEqualTo(303);
    Answer again = ask("GET", "/?token=" + token);
    assertThat(again.status()).isEqualTo(403);
    assertThat(again.header("set-cookie")).isEmpty();
    assertThat(ask("GET", "/?token=" + running.keys.token()).status()).isEqualTo(303);
    assertThat(ask("GET", "/?token=").status()).isEqualTo(403);
  }

  @Test
  void aCookieOpensPagesAndForgedOnesDoNot() throws IOException {
    String cookie = cookie();
    assertThat(ask("GET", "/", cookie).status()).isEqualTo(200);
    assertThat(ask("GET", "/contacts", cookie).text()).contains("Bea");
    assertThat(ask("GET", "/", cookie.substring(0, cookie.length() - 1)).status()).isEqualTo(403);
    Answer used = ask("GET", "/?token=used-before", cookie);
    assertThat(used.status()).as("an old link in a browser with a session").isEqualTo(303);
  }

  @Test
  void postsFromPagesOfOthersAreRefused() throws IOException {
    String cookie = cookie();
    String path = "/contacts/search";
    String own = "origin: http://127.0.0.1:" + running.port();
    for (List<String> headers :
        List.of(
            List.of(cookie, "origin: http://evil.example"),
            List.of(cookie, "origin: http://127.0.0.1:1"),
            List.of(cookie, "origin: null"),
            List.of(cookie, own, "sec-fetch-site: cross-site"),
            List.of(cookie, own, "sec-fetch-site: same-site"))) {
      assertThat(ask("POST", path, headers.toArray(String[]::new)).status())
          .as(headers.toString())
          .isEqualTo(403);
    }
    assertThat(running.source.asked).isEmpty();
    assertThat(ask("POST", path, cookie, own, "sec-fetch-site: same-origin").status())
        .isEqualTo(303);
    assertThat(running.source.asked).containsExactly("try again");
  }

  @Test
  void otherHostNamesAreRefused() throws IOException {
    String cookie = cookie();
    for (String host : List.of("evil.example", "127.0.0.1.evil.example", "192.168.1.7")) {
      assertThat(askHost(host + ":" + running.port(), "GET", "/", cookie).status())
          .as(host)
          .isEqualTo(403);
    }
    assertThat(askHost("localhost:" + running.port(), "GET", "/", cookie).status()).isEqualTo(200);
  }

  @Test
  void pagesAllowNoScriptOrFrameOfOthers() throws IOException {
    String policy = ask("GET", "/", cookie()).header("content-security-policy");
    assertThat(policy)
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
    assertThat(policy).doesNotContain("unsafe");
  }

  @Test
  void theLongestUnusedSessionGivesWay() throws IOException {
    String first = cookie();
    String second = cookie();
    assertThat(ask("GET", "/", first).status()).isEqualTo(200);
    for (int i = 0; i < DashboardKeys.SESSIONS_MAX - 1; i++) {
      cookie();
    }
    assertThat(ask("GET", "/", second).status()).isEqualTo(403);
    assertThat(ask("GET", "/", first).status()).isEqualTo(200);
  }
}
