package mutual.files.tracker;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import mutual.files.lan.LanAddresses;
import org.jspecify.annotations.Nullable;

/**
 * Announces over HTTP and HTTPS (BEP 3).
 *
 * <p>A torrent's author, who is a stranger, chooses the address. So that nobody's torrent makes us
 * talk to the services of this host and its network: on this host only a path that begins with
 * {@code /announce} is asked, and a tracker elsewhere cannot redirect to the local network.
 */
final class HttpTracker implements AutoCloseable {
  static final int REDIRECTS_MAX = 5;

  private static final String AGENT = "Mutual/0.1";
  private static final int OK = 200;
  private static final List<Integer> MOVED = List.of(301, 302, 303, 307, 308);

  private final TrackerTimeouts timeouts;
  private final HttpClient client;

  HttpTracker(TrackerTimeouts timeouts) {
    this.timeouts = timeouts;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofMillis(timeouts.connectMillisMax()))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  TrackerAnswer announce(TrackerUrl url, Announce announce)
      throws TrackerException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeouts.httpMillisMax());
    TrackerUrl at = url;
    URI uri = HttpAnnounce.request(url, announce);
    boolean mayBeLocal = true;
    for (int redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
      mayBeLocal = checkPlace(at, mayBeLocal);
      HttpResponse<byte[]> response = get(uri, deadline);
      if (!MOVED.contains(response.statusCode())) {
        return answer(response);
      }
      at = TrackerUrl.redirected(uri, response.headers().firstValue("Location").orElse(""));
      uri = at.uri();
    }
    throw TrackerException.malformed(
        "The tracker redirects more than " + REDIRECTS_MAX + " times.");
  }

  /** Refuses a place that is none of a stranger's business; tells whether it is local. */
  private static boolean checkPlace(TrackerUrl url, boolean mayBeLocal) throws TrackerException {
    boolean local = false;
    try {
      for (InetAddress address : InetAddress.getAllByName(url.host())) {
        boolean here = address.isLoopbackAddress() || address.isAnyLocalAddress();
        if (here && !url.pathAndQuery().startsWith("/announce")) {
          throw TrackerException.unsupported(
              "On this host only a tracker at /announce is asked, for safety.");
        }
        local |= LanAddresses.isLocal(address);
      }
    } catch (UnknownHostException e) {
      throw TrackerException.unreachable("There is no host named " + url.host() + ".");
    }
    if (local && !mayBeLocal) {
      throw TrackerException.malformed("The tracker redirects into the local network.");
    }
    return local;
  }

  private HttpResponse<byte[]> get(URI uri, long deadline)
      throws TrackerException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).header("User-Agent", AGENT).build();
    AtomicBoolean answering = new AtomicBoolean();
    HttpResponse.BodyHandler<byte[]> body =
        head -> {
          answering.set(true);
          return BodyHandlers.ofByteArray().apply(head);
        };
    CompletableFuture<HttpResponse<byte[]>> response =
        client.sendAsync(request, BodyHandlers.limiting(body, HttpAnnounce.ANSWER_BYTES_MAX));
    try {
      return response.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw TrackerException.timedOut("The tracker did not answer in time.");
    } catch (ExecutionException e) {
      throw failure(Objects.requireNonNull(e.getCause()), answering.get());
    } finally {
      response.cancel(true);
    }
  }

  private static TrackerException failure(Throwable cause, boolean answering) {
    if (!(cause instanceof IOException)) {
      // The client fails like this at some headers, such as lengths that are not numbers.
      return TrackerException.malformed("The tracker's answer is not HTTP.");
    }
    if (cause instanceof HttpTimeoutException) {
      return TrackerException.timedOut("The tracker did not answer in time.");
    }
    if (answering) {
      return TrackerException.malformed(
          "The tracker's answer broke off, or is longer than "
              + HttpAnnounce.ANSWER_BYTES_MAX
              + " bytes.");
    }
    @Nullable String said = cause.getMessage();
    String why = cause instanceof ConnectException ? "nobody answers there" : said;
    return TrackerException.unreachable(
        "The tracker cannot be reached: " + (why == null ? "no connection" : why) + ".");
  }

  private static TrackerAnswer answer(HttpResponse<byte[]> response) throws TrackerException {
    if (response.statusCode() == OK) {
      return HttpAnnounce.answer(response.body());
    }
    try {
      // Some trackers say why in the body.
      TrackerAnswer _ = HttpAnnounce.answer(response.body());
    } catch (TrackerException e) {
      if (e.reason() == TrackerException.Reason.REFUSED) {
        throw e;
      }
    }
    throw TrackerException.refused("HTTP status " + response.statusCode(), OptionalLong.empty());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
