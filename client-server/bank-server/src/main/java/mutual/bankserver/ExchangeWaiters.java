package mutual.bankserver;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import mutual.bank.ExchangeView;
import mutual.bank.Refusal;
import mutual.bank.Reply;

/** Callers that wait until an exchange with another bank has an outcome. */
final class ExchangeWaiters {
  private final BankLog log;
  private final ConcurrentMap<UUID, Waiting> waiting = new ConcurrentHashMap<>();

  ExchangeWaiters(BankLog log) {
    this.log = log;
  }

  /** Those who wait for one exchange; each holds a count so that the last one tidies up. */
  private record Waiting(Semaphore changes, int callers) {
    static final int WAKE_ALL = 1024;
  }

  /** The exchange has changed. Never blocks. */
  void signal(UUID exchange) {
    Waiting waiters = waiting.get(exchange);
    if (waiters != null) {
      waiters.changes().release(Waiting.WAKE_ALL);
    }
  }

  /** The exchange once it is as wanted, or as it stands when patience ends; empty if unknown. */
  Optional<ExchangeView> await(UUID id, Predicate<ExchangeView> wanted, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    Waiting mine =
        waiting.merge(
            id,
            new Waiting(new Semaphore(0), 1),
            (old, _) -> new Waiting(old.changes(), old.callers() + 1));
    try {
      while (true) {
        mine.changes().drainPermits();
        Optional<ExchangeView> view = log.read(bank -> Optional.ofNullable(bank.exchange(id)));
        if (view.isEmpty() || wanted.test(view.get())) {
          return view;
        }
        if (!mine.changes().tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return view;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return log.read(bank -> Optional.ofNullable(bank.exchange(id)));
    } finally {
      waiting.computeIfPresent(
          id,
          (_, now) -> now.callers() == 1 ? null : new Waiting(now.changes(), now.callers() - 1));
    }
  }

  /** The outcome of a transfer with this reply, waiting a moment for the other bank's answer. */
  Outcome<TransferOutcome> transferred(UUID id, Reply reply, Duration patience) {
    return switch (reply) {
      case Reply.Refused(Refusal refusal, int pinTriesLeft) ->
          new Outcome.Refused<>(refusal, pinTriesLeft);
      case Reply.Transferred(boolean pending, long _) when !pending ->
          new Outcome.Done<>(new TransferOutcome(id, false));
      case Reply.Transferred _, Reply.Begun _ -> offered(id, patience);
      case Reply.Done _ -> new Outcome.Done<>(new TransferOutcome(id, false));
      default -> throw new IllegalStateException("the bank replied " + reply);
    };
  }

  private Outcome<TransferOutcome> offered(UUID id, Duration patience) {
    ExchangeView view =
        await(id, exchange -> exchange.state() != ExchangeView.State.OFFERED, patience)
            .orElseThrow();
    Refusal refusal = view.refusal();
    return switch (view.state()) {
      case COMPLETED -> new Outcome.Done<>(new TransferOutcome(id, false));
      case DECLINED, REVERSED ->
          Outcome.refused(refusal == null ? Refusal.EXCHANGE_STATE : refusal);
      case OFFERED, DISPUTED, REQUESTED, APPROVED, CONFIRMING, REVERSING, HELD ->
          new Outcome.Done<>(new TransferOutcome(id, true));
    };
  }
}
