package mutual.bankserver;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import mutual.bank.ExchangeView;
import mutual.middleware.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bank's vital signs for Prometheus; read at most once a second, however often asked. */
final class BankMetrics {
  private static final long AGE_NANOS_MAX = Duration.ofSeconds(1).toNanos();

  private static final Duration READ_MAX = Duration.ofMillis(50);
  private static final Logger LOG = LoggerFactory.getLogger(BankMetrics.class);

  private final BankBooks books;
  private final ReentrantLock oneReader = new ReentrantLock();
  private volatile Reading reading;

  private record Reading(BankStatus status, long atNanos) {}

  BankMetrics(BankBooks books) {
    this.books = books;
    reading = new Reading(books.status(), System.nanoTime());
  }

  void register(Metrics metrics) {
    metrics.describe("mutual_bank_log_position", "Commands applied since the bank was founded.");
    metrics.describe("mutual_bank_snapshot_position", "Commands that the newest snapshot covers.");
    metrics.describe("mutual_bank_log_bytes", "Size of the log's files.");
    metrics.describe(
        "mutual_bank_projection_lag_postings", "Postings that the statements do not have yet.");
    metrics.describe(
        "mutual_bank_outstanding_messages", "Messages that partners have not acknowledged.");
    metrics.describe("mutual_bank_open_exchanges", "Exchanges that are not finished, by state.");
    gauge(metrics, "mutual_bank_log_position", status -> (double) status.logPosition());
    gauge(metrics, "mutual_bank_snapshot_position", status -> (double) status.snapshotPosition());
    gauge(metrics, "mutual_bank_log_bytes", status -> (double) status.logBytes());
    gauge(
        metrics, "mutual_bank_projection_lag_postings", status -> (double) status.projectionLag());
    gauge(metrics, "mutual_bank_outstanding_messages", BankStatus::outstandingMessages);
    for (ExchangeView.State state : ExchangeView.State.values()) {
      gauge(
          metrics,
          "mutual_bank_open_exchanges",
          status -> status.openExchanges().getOrDefault(state, 0),
          "state",
          state.name());
    }
  }

  private void gauge(
      Metrics metrics, String name, ToDoubleFunction<BankStatus> value, String... labels) {
    metrics.gauge(name, () -> value.applyAsDouble(status()), labels);
  }

  /** Waits only so long: it is asked on threads that must not stand still. */
  private BankStatus status() {
    if (System.nanoTime() - reading.atNanos() > AGE_NANOS_MAX && oneReader.tryLock()) {
      try {
        var _ = Thread.ofVirtual().name("metrics").start(this::read).join(READ_MAX);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        oneReader.unlock();
      }
    }
    return reading.status();
  }

  private void read() {
    try {
      reading = new Reading(books.status(), System.nanoTime());
    } catch (OutageException e) {
      LOG.debug("no reading", e);
    }
  }
}
