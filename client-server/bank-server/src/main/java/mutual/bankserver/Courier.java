package mutual.bankserver;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import mutual.bank.Bank.OutstandingMessage;
import mutual.bank.Command;
import mutual.bank.PartnerAnswer;
import mutual.bank.PartnerMessage;
import mutual.middleware.Outbox;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the core's outstanding messages to partner banks until they are answered, and tells the
 * core the answers. What is outstanding is in the core's state, so nothing is lost with this
 * process; the same message may go out many times and counts once.
 *
 * <p>A request to authorise is given up after its deadline, also while its bank is out of reach;
 * all other messages are repeated for ever.
 */
final class Courier implements AutoCloseable, Outbox.Source<OutstandingMessage> {
  private static final Duration CALL_DEADLINE = Duration.ofSeconds(3);
  private static final Outbox.Settings SETTINGS =
      new Outbox.Settings(
          64, 10_000, Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(30));
  private static final long WAKE_NANOS_MIN = Duration.ofSeconds(1).toNanos();
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  private final BankLog log;
  private final PartnerLinks links;
  private final long authoriseDeadlineMillis;
  private final Outbox<OutstandingMessage> outbox;
  private final ScheduledThreadPoolExecutor deadlines;
  private final ConcurrentMap<UUID, Future<?>> waiting = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Long> woken = new ConcurrentHashMap<>();

  Courier(BankLog log, PartnerLinks links, Duration authoriseDeadline, String bankCode) {
    this.log = log;
    this.links = links;
    authoriseDeadlineMillis = authoriseDeadline.toMillis();
    outbox = new Outbox<>(this, SETTINGS);
    deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("deadlines-" + bankCode).factory());
    deadlines.setRemoveOnCancelPolicy(true);
  }

  void start() {
    outbox.start();
  }

  /** There is a new message. Returns at once. */
  void offer(OutstandingMessage message) {
    watch(message);
    outbox.offer(message);
  }

  /** The exchange has no outstanding message any more. Returns at once. */
  void settled(UUID exchange) {
    Future<?> deadline = waiting.remove(exchange);
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  /**
   * A partner has called us. If it was out of reach, what waits for it is tried now; not more often
   * than it takes to find out, for it may reach us while we do not reach it.
   */
  void heardFrom(String bankCode) {
    if (links.reachable(bankCode)) {
      return;
    }
    long now = System.nanoTime();
    Long last = woken.get(bankCode);
    if (last == null || now - last > WAKE_NANOS_MIN) {
      woken.put(bankCode, now);
      outbox.wake(bankCode);
    }
  }

  private void watch(OutstandingMessage message) {
    UUID id = message.message().id();
    if (message.message() instanceof PartnerMessage.Authorise) {
      waiting.computeIfAbsent(
          id,
          _ ->
              deadlines.schedule(
                  () -> {
                    Thread.ofVirtual().name("unanswered-" + id).start(() -> giveUp(id));
                  },
                  millisLeft(message),
                  TimeUnit.MILLISECONDS));
    } else {
      settled(id);
    }
  }

  private long millisLeft(OutstandingMessage message) {
    return message.sinceMillis() + authoriseDeadlineMillis - System.currentTimeMillis();
  }

  private void giveUp(UUID exchange) {
    waiting.remove(exchange);
    try {
      var _ = log.submit(new Command.RequestUnanswered(exchange));
    } catch (OutageException e) {
      // Delivery gives it up too, whenever it is tried again.
      LOG.warn("exchange {} could not be given up: {}", exchange, e.getMessage());
    }
  }

  @Override
  public List<OutstandingMessage> outstanding(int max) {
    List<OutstandingMessage> messages = log.read(bank -> bank.outstanding(max));
    messages.forEach(this::watch);
    return messages;
  }

  @Override
  public String destination(OutstandingMessage message) {
    return message.bankCode();
  }

  @Override
  public Object key(OutstandingMessage message) {
    record Key(UUID exchange, PartnerMessage.Kind kind) {}
    return new Key(message.message().id(), message.message().kind());
  }

  @Override
  public void deliver(OutstandingMessage announced) {
    UUID id = announced.message().id();
    PartnerMessage.Kind kind = announced.message().kind();
    List<OutstandingMessage> now =
        log.read(
            bank -> {
              OutstandingMessage found = bank.outstanding(id);
              return found == null ? List.of() : List.of(found);
            });
    if (now.isEmpty() || now.getFirst().message().kind() != kind) {
      return;
    }
    OutstandingMessage message = now.getFirst();
    Duration deadline = CALL_DEADLINE;
    if (kind == PartnerMessage.Kind.AUTHORISE) {
      long left = millisLeft(message);
      if (left <= 0) {
        giveUp(id);
        return;
      }
      deadline = Duration.ofMillis(Math.min(left, deadline.toMillis()));
    }
    PartnerAnswer answer =
        links.call(
            message.bankCode(), deadline, stub -> InterbankWire.ask(stub, message.message()));
    var _ = log.submit(new Command.PartnerAnswered(id, kind, answer));
  }

  /** Looked at by the listener: what is outstanding for an exchange, if anything. */
  void changed(UUID exchange, @Nullable OutstandingMessage outstanding) {
    if (outstanding == null) {
      settled(exchange);
    } else {
      offer(outstanding);
    }
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    outbox.close();
  }
}
