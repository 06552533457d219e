package mutual.files.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import mutual.files.Await;
import mutual.files.torrent.InfoHash;
import mutual.files.torrent.InfoHashes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One share's life with its trackers. */
final class AnnouncerTest {
  private static final String FINE = "d8:intervali1800e5:peers6:\12\0\0\1\0\1e";

  private final Trackers trackers = new Trackers();
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

  @BeforeEach
  void forgetWhatIsCancelled() {
    timer.setRemoveOnCancelPolicy(true);
  }

  @AfterEach
  void close() {
    timer.shutdownNow();
    trackers.close();
  }

  private Share share(String... urls) {
    return new Share(trackers, timer, InfoHashes.of(Samples.hash()), 7_000, 1, urls);
  }

  private static List<String> events(RawHttpTracker tracker) {
    return tracker.requests.stream()
        .map(line -> line.replaceAll(" HTTP/1.1$", ""))
        .map(line -> line.contains("&event=") ? line.replaceAll(".*&event=", "") : "")
        .toList();
  }

  @Test
  void tellsOfStartCompletionAndStop() throws Exception {
    try (RawHttpTracker tracker = RawHttpTracker.saying(FINE)) {
      Share share = share(tracker.url());
      assertThat(share.status().state()).isEqualTo(TrackerStatus.State.SPARE);
      share.start();
      Await.until(() -> share.answered() && share.heardPorts.contains(1));
      share.announcer.askNow();
      share.complete();
      Await.until(() -> tracker.requests.size() == 2 && share.answered());
      share.announcer.stop();
      share.announcer.stop();
      assertThat(events(tracker)).containsExactly("started", "completed", "stopped");
      assertThat(tracker.requests.get(1)).contains("&left=0&");
      assertThat(timer.getQueue()).isEmpty();
    }
  }

  @Test
  void aHybridIsAnnouncedByBothHashes() throws Exception {
    try (RawHttpTracker tracker = RawHttpTracker.saying(FINE)) {
      InfoHashes both = InfoHashes.of(Samples.hash(), InfoHash.v2(new byte[32]));
      Share share = new Share(trackers, timer, both, 7_000, 1, tracker.url()).start();
      Await.until(share::answered);
      assertThat(tracker.requests).hasSize(2);
      assertThat(tracker.requests.get(1)).contains("info_hash=" + "%00".repeat(20) + "&");
      share.announcer.stop();
      assertThat(tracker.requests).hasSize(4);
    }
  }

  @Test
  void whatFailsIsPassedOverWithItsReason() throws Exception {
    try (RawHttpTracker tracker = RawHttpTracker.saying(FINE)) {
      Announcer announcer =
          new Announcer(
              trackers,
              timer,
              List.of(List.of("wss://tracker.example"), List.of(tracker.url())),
              new Announcer.Member(InfoHashes.of(Samples.hash()), Samples.id(1), 1),
              () -> new Transferred(0, 0, 1),
              _ -> {});
      announcer.start();
      Await.until(() -> announcer.status().getLast().state() == TrackerStatus.State.WORKING);
      TrackerStatus failing = announcer.status().getFirst();
      assertThat(failing.state()).isEqualTo(TrackerStatus.State.FAILING);
      assertThat(failing.trouble()).isEqualTo("Only http, https and udp trackers are asked.");
      announcer.stop();
    }
  }

  @Test
  void stoppingWaitsForNobodyLongAndHearsNothingMore() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (RawHttpTracker tracker = new RawHttpTracker((_, _) -> await(end))) {
      Share share = share(tracker.url()).start();
      Await.until(() -> tracker.requests.size() == 1);
      long start = System.nanoTime();
      share.announcer.stop();
      long took = (System.nanoTime() - start) / 1_000_000;
      assertThat(took).isLessThan(Announcer.STOP_MILLIS_MAX + 2_000);
      assertThat(share.heardPorts).isEmpty();
    }
    end.countDown();
  }

  @Test
  void noMoreThanSixteenAreAskedAtOnceForAllShares() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    RawHttpTracker.Behaviour counting =
        (_, out) -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          await(end);
          now.decrementAndGet();
          out.write(RawHttpTracker.response("200 OK", "", FINE));
        };
    try (RawHttpTracker tracker = new RawHttpTracker(counting)) {
      List<Share> many = IntStream.range(0, 40).mapToObj(_ -> share(tracker.url())).toList();
      many.forEach(Share::start);
      Await.until(() -> now.get() == Trackers.CONCURRENT_MAX);
      end.countDown();
      Await.until(() -> many.stream().allMatch(Share::answered));
      assertThat(most.get()).isEqualTo(Trackers.CONCURRENT_MAX);
      many.forEach(share -> share.announcer.stop());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
