package mutual.bankserver;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells live pages that something changed. A hint, not a record: when more changes than the bound
 * wait, further ones are dropped, and a page that has missed one shows the next.
 */
public final class ChangeFeed implements AutoCloseable {
  private static final int WAITING_CHANGES_MAX = 10_000;
  private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);

  private final BlockingQueue<BankChange> waiting = new ArrayBlockingQueue<>(WAITING_CHANGES_MAX);
  private final List<Consumer<BankChange>> listeners = new CopyOnWriteArrayList<>();
  private final Thread teller;

  ChangeFeed(String bankCode) {
    teller = Thread.ofVirtual().name("changes-" + bankCode).start(this::tell);
  }

  /** Ends a subscription. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** The listener is called on one thread, one change after the other, and must not block long. */
  public Subscription subscribe(Consumer<BankChange> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Never blocks. */
  void publish(BankChange change) {
    if (!listeners.isEmpty()) {
      var _ = waiting.offer(change);
    }
  }

  private void tell() {
    try {
      while (true) {
        BankChange change = waiting.take();
        for (Consumer<BankChange> listener : listeners) {
          try {
            listener.accept(change);
          } catch (RuntimeException e) {
            LOG.warn("a listener failed on {}", change, e);
          }
        }
      }
    } catch (InterruptedException e) {
      // Closed: nothing is left to tell.
    }
  }

  @Override
  public void close() {
    teller.interrupt();
  }
}
