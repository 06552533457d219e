package mutual.files.tracker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trackers over HTTP that are right, slow, huge, broken and treacherous. */
final class HttpTrackerTest {
  private static final String FINE = "d8:intervali60e5:peers6:\12\0\0\1\0\1e";

  private final Trackers trackers = new Trackers(Samples.SHORT);

  @AfterEach
  void close() {
    trackers.close();
  }

  private TrackerAnswer ask(String url) throws Exception {
    return trackers.ask(url, Samples.announce(Announce.Event.NONE));
  }

  private TrackerException failure(String url) {
    return catchThrowableOfType(TrackerException.class, () -> ask(url));
  }

  private void expect(TrackerException.Reason reason, RawHttpTracker.Behaviour behaviour)
      throws IOException {
    try (RawHttpTracker tracker = new RawHttpTracker(behaviour)) {
      TrackerException failure = failure(tracker.url());
      assertThat(failure).isNotNull();
      assertThat(failure.reason()).as(failure.sentence()).isEqualTo(reason);
    }
  }

  @Test
  void peersAreHad() throws Exception {
    try (RawHttpTracker tracker = RawHttpTracker.saying(FINE)) {
      assertThat(ask(tracker.url()).peers()).containsExactly(Samples.peer("10.0.0.1", 1));
      assertThat(tracker.requests.getFirst())
          .startsWith("GET /announce?info_hash=%00%10%200%40P%60p%80");
    }
  }

  @Test
  void redirectionsAreFollowedFiveTimes() throws Exception {
    RawHttpTracker.Behaviour countdown =
        (request, out) -> {
          int left = request.contains("?n=") ? request.charAt(request.indexOf("?n=") + 3) - '0' : 5;
          String to = "Location: /announce?n=" + (left - 1) + "\r\n";
          out.write(
              left == 0
                  ? RawHttpTracker.response("200 OK", "", FINE)
                  : RawHttpTracker.response("302 Found", to, ""));
        };
    try (RawHttpTracker tracker = new RawHttpTracker(countdown)) {
      assertThat(ask(tracker.url()).peers()).hasSize(1);
      assertThat(tracker.requests).hasSize(6);
    }
  }

  @Test
  void redirectionsInCirclesEnd() throws Exception {
    RawHttpTracker.Behaviour circle =
        (_, out) -> out.write(RawHttpTracker.response("307 x", "Location: /announce\r\n", ""));
    try (RawHttpTracker tracker = new RawHttpTracker(circle)) {
      assertThat(failure(tracker.url())).hasMessage("The tracker redirects more than 5 times.");
      assertThat(tracker.requests).hasSize(1 + HttpTracker.REDIRECTS_MAX);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "udp://127.0.0.1:1/announce",
        "",
        "mailto:a",
        "http://",
        "%"
      })
  void redirectionsToAnythingButTheWebAreRefused(String location) throws Exception {
    expect(
        TrackerException.Reason.MALFORMED,
        (_, out) ->
            out.write(RawHttpTracker.response("301 x", "Location: " + location + "\r\n", "")));
  }

  @Test
  void onThisHostOnlyAnnouncePathsAreAsked() throws Exception {
    try (RawHttpTracker service = RawHttpTracker.saying(FINE)) {
      String admin = service.url().replace("/announce", "/admin/delete");
      assertThat(failure(admin).reason()).isEqualTo(TrackerException.Reason.UNSUPPORTED);
      try (RawHttpTracker tracker =
          new RawHttpTracker(
              (_, out) ->
                  out.write(RawHttpTracker.response("302 x", "Location: " + admin + "\r\n", "")))) {
        assertThat(failure(tracker.url())).isNotNull();
      }
      assertThat(service.requests).isEmpty();
    }
  }

  @Test
  void refusalsComeWithAnyStatus() throws Exception {
    RawHttpTracker.Behaviour refusing =
        (_, out) -> out.write(RawHttpTracker.response("400 x", "", "d14:failure reason4:nonoe"));
    try (RawHttpTracker tracker = new RawHttpTracker(refusing)) {
      assertThat(failure(tracker.url())).hasMessage("The tracker refused: nono");
    }
    RawHttpTracker.Behaviour missing =
        (_, out) -> out.write(RawHttpTracker.response("404 x", "", "<html>"));
    try (RawHttpTracker tracker = new RawHttpTracker(missing)) {
      assertThat(failure(tracker.url())).hasMessage("The tracker refused: HTTP status 404");
    }
  }

  @Test
  void endlessAnswersAreNotRead() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    expect(
        TrackerException.Reason.MALFORMED,
        (_, out) -> {
          out.write(head.getBytes(ISO_8859_1));
          while (true) {
            out.write(new byte[1 << 16]);
          }
        });
    expect(
        TrackerException.Reason.MALFORMED,
        (_, out) ->
            out.write(
                "HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\nd".getBytes(ISO_8859_1)));
  }

  @Test
  void answersThatComeTooSlowlyAreNotAwaited() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    RawHttpTracker.Behaviour slow =
        (_, out) -> {
          out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nd".getBytes(ISO_8859_1));
          await(end);
        };
    expect(TrackerException.Reason.TIMED_OUT, slow);
    expect(TrackerException.Reason.TIMED_OUT, (_, _) -> await(end));
    end.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        "HTTP/9 what\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "nonsense",
        "\0\0\0\0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nd"
      })
  void brokenHttpIsAFailureAndNoMore(String answer) throws Exception {
    try (RawHttpTracker tracker =
        new RawHttpTracker((_, out) -> out.write(answer.getBytes(ISO_8859_1)))) {
      assertThat(failure(tracker.url())).isNotNull();
    }
  }

  @Test
  void aPlaceWhereNobodyListensIsUnreachable() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThat(failure("http://127.0.0.1:" + port + "/announce"))
        .hasMessage("The tracker cannot be reached: nobody answers there.");
  }

  @Test
  void whoDidNotAnswerIsNotAskedAgainForAWhileByAnyShare() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (RawHttpTracker tracker = new RawHttpTracker((_, _) -> await(end))) {
      for (int i = 0; i < 3; i++) {
        assertThat(failure(tracker.url()).reason()).isEqualTo(TrackerException.Reason.TIMED_OUT);
      }
      assertThat(tracker.requests).hasSize(1);
    }
    end.countDown();
  }
}
