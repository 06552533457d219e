package mutual.bankserver;

import java.time.Duration;
import java.util.function.ToDoubleFunction;
import mutual.bank.ExchangeView;
import mutual.middleware.Metrics;

/** The bank's vital signs for Prometheus; read at most once a second, however often asked. */
final class BankMetrics {
  private static final long AGE_NANOS_MAX = Duration.ofSeconds(1).toNanos();

  private final BankBooks books;
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

  private BankStatus status() {
    Reading last = reading;
    if (System.nanoTime() - last.atNanos() > AGE_NANOS_MAX) {
      try {
        last = new Reading(books.status(), System.nanoTime());
        reading = last;
      } catch (OutageException e) {
        // The last reading stands; the log tells of the outage.
        return last.status();
      }
    }
    return last.status();
  }
}
