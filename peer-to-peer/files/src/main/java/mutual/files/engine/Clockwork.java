package mutual.files.engine;

import java.util.Collection;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells sessions what time it is: those in which something moves four times a second, the others
 * every few seconds, so that a thousand idle shares cost nothing to speak of.
 */
final class Clockwork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Clockwork.class);
  private static final long TICK_MILLIS = 250;
  private static final long IDLE_TICK_MILLIS = 1_000;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Supplier<Collection<Share>> shares;
  private final Semaphore work = new Semaphore(0);
  private volatile boolean closed;

  Clockwork(Supplier<? extends Collection<Share>> shares) {
    this.shares = shares::get;
  }

  void start() {
    Thread.ofVirtual().name("files-clock").start(this::run);
  }

  /** Something has changed: look now. */
  void hurry() {
    if (work.availablePermits() == 0) {
      work.release();
    }
  }

  private void run() {
    long idleNanos = System.nanoTime();
    long savedNanos = idleNanos;
    try {
      while (!closed) {
        long now = System.nanoTime();
        boolean all = now - idleNanos >= IDLE_NANOS;
        idleNanos = all ? now : idleNanos;
        boolean busy = tick(now, all);
        if (now - savedNanos >= SAVE_NANOS) {
          savedNanos = now;
          shares.get().forEach(Share::saveTotals);
        }
        boolean _ = work.tryAcquire(busy ? TICK_MILLIS : IDLE_TICK_MILLIS, TimeUnit.MILLISECONDS);
        int _ = work.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean tick(long now, boolean all) {
    boolean busy = false;
    for (Share share : shares.get()) {
      ShareSession session = share.session();
      if (session != null) {
        boolean moves = session.busy();
        busy |= moves;
        if (moves || all) {
          try {
            session.tick(now);
          } catch (RuntimeException e) {
            // A bug in one share must not stop the others' time.
            LOG.error("{} failed", share, e);
          }
        }
      }
    }
    return busy;
  }

  @Override
  public void close() {
    closed = true;
    work.release();
  }
}
