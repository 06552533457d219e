package mutual.peer.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import mutual.files.engine.ShareStatus.State;
import mutual.pages.browser.Browser;
import mutual.pages.browser.Look;
import mutual.pages.browser.Visit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of shares, as browsers get them. */
final class MediaTest {
  private static final int SECONDS = 120;

  @TempDir private Path folder;
  private HandMadeSource source;
  private Running running;

  @BeforeEach
  void start() {
    source = Scenes.empty(folder);
    running = new Running(source);
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private HandMadeShare share(String file, byte[] content) {
    return source.add(new HandMadeShare(1, "Things", State.FETCHING).holding(file, content));
  }

  private HttpResponse<byte[]> get(HandMadeShare share, String query, String... headers)
      throws IOException, InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      var _ =
          client.send(
              HttpRequest.newBuilder(URI.create(running.link())).build(),
              HttpResponse.BodyHandlers.discarding());
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
              URI.create(running.url("/shares/" + share.id.hex() + "/files/0/content" + query)));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void whatCouldRunAsAPageIsTextInASandbox() throws Exception {
    for (String name : new String[] {"x.html", "x.SVG", "x.xhtml", "x.xml", "x.js"}) {
      HandMadeShare share = share(name, "<script>alert(1)</script>".getBytes(UTF_8));
      share.secondHalf.countDown();
      HttpResponse<byte[]> answer = get(share, "");
      assertThat(header(answer, "content-type")).as(name).isEqualTo("text/plain; charset=utf-8");
      assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
      assertThat(header(answer, "content-security-policy"))
          .contains("sandbox", "default-src 'none'")
          .doesNotContain("script-src", "allow-");
      assertThat(answer.body()).asString(UTF_8).contains("alert");
      source.shares.clear();
    }
  }

  @Test
  void aStrangersPageRunsNoScriptInABrowser() {
    HandMadeShare share =
        share("x.html", "<script>document.title = 'ran'</script><p>text".getBytes(UTF_8));
    share.secondHalf.countDown();
    try (Browser browser = Browser.open();
        Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      visit.go(running.link());
      Page page = visit.go(running.url("/shares/" + share.id.hex() + "/files/0/content")).page();
      assertThat(page.textContent("body")).contains("<script>");
      assertThat(page.title()).isNotEqualTo("ran");
    }
  }

  @Test
  void whatIsNotKnownIsForSavingOnly() throws Exception {
    HandMadeShare share = share("Ü \"x\".exe", new byte[] {1, 2, 3, 4});
    share.secondHalf.countDown();
    HttpResponse<byte[]> answer = get(share, "");
    assertThat(header(answer, "content-type")).isEqualTo("application/octet-stream");
    assertThat(header(answer, "content-disposition"))
        .isEqualTo("attachment; filename*=UTF-8''%C3%9C%20%22x%22.exe");
  }

  @Test
  void aRangeIsAnsweredBeforeTheRestHasArrived() throws Exception {
    HandMadeShare share = share("song.mp3", "0123456789".getBytes(UTF_8));
    HttpResponse<byte[]> answer = get(share, "", "range", "bytes=2-4");
    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(header(answer, "content-range")).isEqualTo("bytes 2-4/10");
    assertThat(answer.body()).asString(UTF_8).isEqualTo("234");
    assertThat(header(answer, "content-disposition")).isEqualTo("inline");
    assertThat(header(get(share, "?save=1", "range", "bytes=0-0"), "content-disposition"))
        .startsWith("attachment");
  }

  @Test
  void seekingWaitsForWhatHasNotArrivedAndPlaysIt() {
    HandMadeShare share = share("tone.wav", Scenes.tone(SECONDS));
    try (Browser browser = Browser.open();
        Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      visit.go(running.link());
      Page page = visit.go(running.url("/shares/" + share.id.hex() + "/play/0")).page();
      page.waitForCondition(
          () -> page.evaluate("document.querySelector('audio').readyState >= 1").equals(true));
      assertThat(((Number) page.evaluate("document.querySelector('audio').duration")).intValue())
          .isEqualTo(SECONDS);
      page.evaluate(
          """
          const audio = document.querySelector("audio");
          audio.muted = true;
          audio.addEventListener("seeked", () => { window.seeked = true; });
          audio.currentTime = 100;
          """);
      page.waitForCondition(() -> share.firstReads.stream().anyMatch(at -> at > share.half()));
      assertThat(page.evaluate("window.seeked === true")).isEqualTo(false);

      share.secondHalf.countDown();
      page.waitForCondition(() -> page.evaluate("window.seeked === true").equals(true));
      page.evaluate("document.querySelector('audio').play()");
      page.waitForCondition(
          () -> page.evaluate("document.querySelector('audio').currentTime > 100.2").equals(true));
      visit.requireNoComplaints();
    }
  }
}
