package mutual.files.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Trackers over UDP that are right, deaf, forgetful and forged. */
final class UdpTrackerTest {
  private static final int PEER = 0x0a00_0001;

  private final Trackers trackers = new Trackers(Samples.SHORT);

  @AfterEach
  void close() {
    trackers.close();
  }

  private TrackerAnswer ask(RawUdpTracker tracker) throws Exception {
    return trackers.ask(tracker.url(), Samples.announce(Announce.Event.STARTED));
  }

  private TrackerException failure(RawUdpTracker tracker) {
    return catchThrowableOfType(TrackerException.class, () -> ask(tracker));
  }

  /** Interval, leechers, seeders, and a peer with port 1 for the port's bytes and two more. */
  private static ByteBuffer announced(ByteBuffer request, int peer) {
    return RawUdpTracker.ints(1, request.getInt(12), 60, 2, 3, peer, 1 << 16);
  }

  private static List<ByteBuffer> right(ByteBuffer request) {
    return RawUdpTracker.isConnect(request)
        ? List.of(RawUdpTracker.connected(request))
        : List.of(announced(request, PEER));
  }

  @Test
  void peersAreHad() throws Exception {
    try (RawUdpTracker tracker = new RawUdpTracker("127.0.0.1", UdpTrackerTest::right)) {
      TrackerAnswer answer = ask(tracker);
      assertThat(answer.peers()).containsExactly(Samples.peer("10.0.0.1", 1));
      assertThat(answer.seeders()).hasValue(3);
      ByteBuffer announce = tracker.requests.get(1);
      assertThat(announce.getLong(0)).as("connection").isEqualTo(0x0000_0007_0000_0007L);
      assertThat(announce.getInt(80)).as("event").isEqualTo(2);
    }
  }

  @Test
  void overIpv6PeersHaveIpv6Addresses() throws Exception {
    RawUdpTracker.Behaviour six =
        request ->
            RawUdpTracker.isConnect(request)
                ? right(request)
                : List.of(
                    RawUdpTracker.ints(
                        1, request.getInt(12), 60, 0, 0, 0xfd00_0000, 0, 0, 1, 80 << 16));
    try (RawUdpTracker tracker = new RawUdpTracker("::1", six)) {
      assertThat(ask(tracker).peers()).containsExactly(Samples.peer("fd00::1", 80));
    }
  }

  @Test
  void lostDatagramsAreSentAgain() throws Exception {
    try (RawUdpTracker tracker =
        new RawUdpTracker(
            "127.0.0.1",
            new RawUdpTracker.Behaviour() {
              private int heard;

              @Override
              public List<ByteBuffer> answer(ByteBuffer request) {
                return ++heard % 2 == 0 ? right(request) : List.of();
              }
            })) {
      assertThat(ask(tracker).peers()).hasSize(1);
      assertThat(tracker.requests).hasSize(4);
      assertThat(tracker.requests.get(0)).isEqualTo(tracker.requests.get(1));
    }
  }

  @Test
  void answersToOtherTransactionsAreNone() throws Exception {
    RawUdpTracker.Behaviour confused =
        request -> {
          ByteBuffer wrong = RawUdpTracker.ints(1, request.getInt(12) + 1, 60, 0, 0, 1, 1 << 16);
          ByteBuffer tooShort = RawUdpTracker.ints(1);
          return List.of(wrong, tooShort, right(request).getFirst());
        };
    try (RawUdpTracker tracker = new RawUdpTracker("127.0.0.1", confused)) {
      assertThat(ask(tracker).peers()).containsExactly(Samples.peer("10.0.0.1", 1));
    }
    RawUdpTracker.Behaviour wrong =
        request -> List.of(RawUdpTracker.ints(0, request.getInt(12) + 1, 7, 7));
    try (RawUdpTracker tracker = new RawUdpTracker("127.0.0.1", wrong)) {
      assertThat(failure(tracker).reason()).isEqualTo(TrackerException.Reason.TIMED_OUT);
      assertThat(tracker.requests.size()).as("at 0, 100, 300 and 700 ms").isBetween(2, 4);
    }
  }

  @Test
  void answersFromElsewhereAreNone() throws Exception {
    AtomicReference<ByteBuffer> announce = new AtomicReference<>();
    CompletableFuture<ByteBuffer> asked = new CompletableFuture<>();
    RawUdpTracker.Behaviour patient =
        request -> {
          if (RawUdpTracker.isConnect(request)) {
            return right(request);
          }
          boolean first = announce.getAndSet(request) == null;
          asked.complete(request);
          return first ? List.of() : right(request);
        };
    try (RawUdpTracker tracker = new RawUdpTracker("127.0.0.1", patient);
        DatagramChannel forger = DatagramChannel.open()) {
      forger.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      CompletableFuture<TrackerAnswer> answer = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  answer.complete(ask(tracker));
                } catch (Exception e) {
                  answer.completeExceptionally(e);
                }
              });
      ByteBuffer request = asked.get(10, TimeUnit.SECONDS);
      int _ = forger.send(announced(request, 0x0909_0909), tracker.asker);
      assertThat(answer.get(10, TimeUnit.SECONDS).peers())
          .containsExactly(Samples.peer("10.0.0.1", 1));
    }
  }

  @Test
  void errorsAreRefusalsInTheTrackersWords() throws Exception {
    RawUdpTracker.Behaviour refusing =
        request -> {
          ByteBuffer error = ByteBuffer.allocate(12).putInt(3).putInt(request.getInt(12));
          return List.of(error.put(new byte[] {'n', 'o', 'p', 'e'}).flip());
        };
    try (RawUdpTracker tracker = new RawUdpTracker("127.0.0.1", refusing)) {
      assertThat(failure(tracker)).hasMessage("The tracker refused: nope");
    }
  }

  @Test
  void shortAnswersAreMalformed() throws Exception {
    RawUdpTracker.Behaviour brief = request -> List.of(RawUdpTracker.ints(0, request.getInt(12)));
    try (RawUdpTracker tracker = new RawUdpTracker("127.0.0.1", brief)) {
      assertThat(failure(tracker).reason()).isEqualTo(TrackerException.Reason.MALFORMED);
    }
  }

  @Test
  void aPortWhereNobodyListensIsUnreachableAtOnce() throws IOException {
    RawUdpTracker tracker = new RawUdpTracker("127.0.0.1", _ -> List.of());
    String url = tracker.url();
    tracker.close();
    TrackerException failure =
        catchThrowableOfType(
            TrackerException.class, () -> trackers.ask(url, Samples.announce(Announce.Event.NONE)));
    assertThat(failure).hasMessage("The tracker cannot be reached: nobody listens there.");
  }
}
