package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class OutboxTest {
  private static final Outbox.Settings SETTINGS =
      new Outbox.Settings(
          4, 100, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofHours(1));

  private final Owner owner = new Owner();
  private final FakeClock clock = new FakeClock();
  private Outbox<Message> outbox = outbox(SETTINGS);

  record Message(String to, int number) {}

  /** An owner whose durable state is a set. */
  private static final class Owner implements Outbox.Source<Message> {
    final Set<Message> outstanding = Collections.synchronizedSet(new java.util.LinkedHashSet<>());
    final List<Message> attempts = Collections.synchronizedList(new ArrayList<>());
    final Set<String> down = ConcurrentHashMap.newKeySet();
    final Map<String, CountDownLatch> slow = new ConcurrentHashMap<>();
    final AtomicInteger underWay = new AtomicInteger();
    final AtomicInteger underWayMost = new AtomicInteger();

    @Override
    public List<Message> outstanding(int max) {
      synchronized (outstanding) {
        return outstanding.stream().limit(max).toList();
      }
    }

    boolean doneWith(String destination) {
      return outstanding(Integer.MAX_VALUE).stream()
          .noneMatch(message -> message.to.equals(destination));
    }

    @Override
    public String destination(Message message) {
      return message.to;
    }

    @Override
    public Object key(Message message) {
      return message;
    }

    @Override
    public void deliver(Message message) throws Exception {
      // A message may be listed and delivered before it is announced; then nobody wants it sent.
      if (!outstanding.contains(message)) {
        return;
      }
      int now = underWay.incrementAndGet();
      underWayMost.accumulateAndGet(now, Math::max);
      try {
        attempts.add(message);
        CountDownLatch latch = slow.get(message.to);
        if (latch != null && !latch.await(30, TimeUnit.SECONDS)) {
          throw new IOException("Nobody opened the latch");
        }
        if (down.contains(message.to)) {
          throw new IOException(message.to + " is down");
        }
        outstanding.remove(message);
      } finally {
        underWay.decrementAndGet();
      }
    }
  }

  private static final class FakeClock implements OutboxClock {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L); // Wraps soon.

    @Override
    public long nanos() {
      return nanos.get();
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH;
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // The outbox looks again in its loop.
    public void await(Condition condition, long wanted) throws InterruptedException {
      var _ = condition.awaitNanos(1_000_000);
    }

    void advance(Duration time) {
      nanos.addAndGet(time.toNanos());
    }
  }

  private Outbox<Message> outbox(Outbox.Settings settings) {
    return new Outbox<>(owner, settings, clock, Workers.virtualThreads());
  }

  private Message put(String to, int number) {
    Message message = new Message(to, number);
    owner.outstanding.add(message);
    return message;
  }

  @AfterEach
  void close() {
    outbox.close();
  }

  @Test
  void deliversWhatIsOutstandingAtStartAndWhatIsOffered() {
    put("south", 1);
    put("east", 2);
    outbox.start();
    Await.until(() -> owner.outstanding.isEmpty());
    outbox.offer(put("south", 3));
    Await.until(() -> owner.outstanding.isEmpty());
    assertThat(owner.attempts).hasSize(3).doesNotHaveDuplicates();
    Await.until(() -> outbox.status().stream().allMatch(lane -> lane.outstanding() == 0));
  }

  @Test
  void pausesADestinationThatFailsTwiceAsLongEachTime() {
    owner.down.add("south");
    put("south", 1);
    outbox.start();
    for (int attempt = 1; attempt <= 8; attempt++) {
      int expected = attempt;
      Await.until(() -> owner.attempts.size() == expected && status("south").inFlight() == 0);
      Outbox.Status status = status("south");
      assertThat(status.failures()).isEqualTo(attempt);
      assertThat(status.lastError()).isEqualTo("south is down");
      long full = Math.min(1L << (attempt - 1), 60);
      Duration pause = Duration.between(Instant.EPOCH, status.nextTry().orElseThrow());
      assertThat(pause).isBetween(Duration.ofSeconds(full).dividedBy(2), Duration.ofSeconds(full));
      clock.advance(pause.minusNanos(1));
      assertThat(status("south").nextTry()).isPresent();
      clock.advance(Duration.ofNanos(1));
    }
    owner.down.clear();
    Await.until(() -> owner.attempts.size() == 9);
    clock.advance(Duration.ofSeconds(60));
    Await.until(() -> owner.outstanding.isEmpty() && status("south").failures() == 0);
    assertThat(status("south").lastError()).isEmpty();
  }

  @Test
  void aDestinationThatIsDownOrSlowDelaysNoOther() {
    owner.down.add("south");
    owner.slow.put("west", new CountDownLatch(1));
    for (int i = 0; i < 10; i++) {
      put("south", i);
      put("west", i);
      put("east", i);
    }
    outbox.start();
    Await.until(() -> owner.doneWith("east"));
    assertThat(status("west").inFlight()).isEqualTo(4);
    owner.slow.values().forEach(CountDownLatch::countDown);
    Await.until(() -> owner.doneWith("west"));
  }

  @Test
  void sendsASingleMessageToFindOutWhetherADestinationIsBack() {
    owner.down.add("south");
    for (int i = 0; i < 20; i++) {
      put("south", i);
    }
    outbox.start();
    Await.until(() -> owner.attempts.size() == 4 && status("south").inFlight() == 0);
    clock.advance(Duration.ofSeconds(2));
    Await.until(() -> owner.attempts.size() == 5 && status("south").inFlight() == 0);
    assertThat(status("south").failures()).isEqualTo(2);
    owner.down.clear();
    outbox.wake("south");
    Await.until(() -> owner.outstanding.isEmpty());
    assertThat(owner.underWayMost).hasValueLessThanOrEqualTo(4);
  }

  @Test
  void keepsTheOrderIfOnlyOneIsInFlight() {
    outbox = outbox(SETTINGS.withInFlightMax(1));
    outbox.start();
    List<Message> sent = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Message message = put("south", i);
      sent.add(message);
      outbox.offer(message);
    }
    Await.until(() -> owner.outstanding.isEmpty());
    assertThat(owner.attempts).isEqualTo(sent);
    assertThat(owner.underWayMost).hasValue(1);
  }

  @Test
  void fetchesLaterWhatHasNoRoomInMemory() {
    outbox.start();
    owner.slow.put("south", new CountDownLatch(1));
    for (int i = 0; i < 350; i++) {
      outbox.offer(put("south", i));
    }
    assertThat(status("south").outstanding()).isEqualTo(100);
    owner.slow.values().forEach(CountDownLatch::countDown);
    Await.until(() -> owner.outstanding.isEmpty());
    assertThat(owner.attempts).hasSize(350);
  }

  @Test
  void asksTheOwnerNowAndThenForWhatNobodyAnnounced() {
    outbox.start();
    Await.until(() -> outbox.status().isEmpty());
    outbox.offer(put("south", 1));
    Await.until(() -> owner.outstanding.isEmpty());
    put("south", 2);
    clock.advance(Duration.ofHours(1));
    Await.until(() -> owner.outstanding.isEmpty());
  }

  @Test
  void deliversNothingOnceClosed() {
    outbox.start();
    outbox.offer(put("south", 1));
    Await.until(() -> owner.outstanding.isEmpty());
    outbox.close();
    outbox.offer(put("south", 2));
    clock.advance(Duration.ofHours(2));
    assertThat(owner.attempts).hasSize(1);
  }

  private Outbox.Status status(String destination) {
    return outbox.status().stream()
        .filter(status -> status.destination().equals(destination))
        .findFirst()
        .orElseThrow();
  }
}
