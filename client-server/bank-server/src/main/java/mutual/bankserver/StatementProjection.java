package mutual.bankserver;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import mutual.bank.Bank;
import mutual.bank.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies postings from the core into the statement database, in batches, on one thread.
 *
 * <p>The core keeps every posting until it is told that the database holds it. It is told rarely
 * (each time costs a log entry), so that a bank at rest writes nothing; what was not told is copied
 * from where the database really is, after a restart too.
 */
final class StatementProjection implements AutoCloseable {
  private static final int BATCH_POSTINGS_MAX = 4096;
  private static final int ACKNOWLEDGE_POSTINGS = 8192;

  /** Postings gather for this long before they are stored, unless somebody waits to read them. */
  private static final long GATHER_MILLIS = 100;

  /** From here on the copier no longer rests for the sake of the books. */
  private static final long LAG_POSTINGS_TOLERATED = 1_000_000;

  private static final long RETRY_MILLIS = 1000;
  private static final Logger LOG = LoggerFactory.getLogger(StatementProjection.class);

  private final BankLog log;
  private final Statements statements;
  private final Thread copier;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();
  private boolean pending = true;
  private boolean closing;
  private int readersWaiting;
  private long projected;

  // Used by the copying thread only.
  private long acknowledged;

  StatementProjection(BankLog log, Statements statements, String bankCode) {
    this.log = log;
    this.statements = statements;
    projected = statements.upTo();
    checkAgainstLog();
    copier = Thread.ofPlatform().name("statements-" + bankCode).start(this::run);
  }

  private void checkAgainstLog() {
    long last = log.read(Bank::lastPosting);
    acknowledged = log.read(Bank::projectedPostings);
    if (projected > last) {
      throw new IllegalStateException(
          "the statement database holds postings up to "
              + projected
              + ", but the log only up to "
              + last
              + ": they are not of the same bank, or the log was put back to an older state."
              + " Restore both from one backup (docs/operations.md)");
    }
    if (projected < acknowledged) {
      throw new IllegalStateException(
          "the statement database holds postings up to "
              + projected
              + ", but the log no longer has those up to "
              + acknowledged
              + ": the database was put back to an older state."
              + " Restore both from one backup (docs/operations.md)");
    }
  }

  /** Tells that there may be new postings. Never blocks for long. */
  void wake() {
    lock.lock();
    try {
      pending = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  long projected() {
    lock.lock();
    try {
      return projected;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the database holds everything that is in the books now; false if it took too long.
   */
  boolean catchUp(Duration patience) {
    return catchUp(log.read(Bank::lastPosting), patience);
  }

  boolean catchUp(long sequence, Duration patience) {
    lock.lock();
    try {
      long left = patience.toNanos();
      readersWaiting++;
      pending = true;
      work.signal();
      try {
        while (projected < sequence && !closing) {
          if (left <= 0) {
            return false;
          }
          left = progress.awaitNanos(left);
        }
        return projected >= sequence;
      } finally {
        readersWaiting--;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (awaitWork()) {
      try {
        copy();
      } catch (RuntimeException e) {
        LOG.error("postings could not be stored; trying again", e);
        if (!pause()) {
          return;
        }
      }
    }
    try {
      copy();
      acknowledge(1);
    } catch (RuntimeException e) {
      LOG.warn("the last postings could not be stored; that is done at the next start", e);
    }
  }

  /** False when it is time to end. */
  private boolean awaitWork() {
    lock.lock();
    try {
      while (!pending && !closing) {
        work.await();
      }
      long left = TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS);
      while (readersWaiting == 0 && !closing && left > 0) {
        left = work.awaitNanos(left);
      }
      pending = false;
      return !closing;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  private record Lacking(List<Bank.Posting> first, long last) {}

  private void copy() {
    long lagBefore = 0;
    while (true) {
      long begun = System.nanoTime();
      long from = projected();
      Lacking lacking =
          log.read(
              bank -> new Lacking(bank.postings(from, BATCH_POSTINGS_MAX), bank.lastPosting()));
      List<Bank.Posting> batch = lacking.first;
      if (batch.isEmpty()) {
        return;
      }
      statements.add(batch);
      lock.lock();
      try {
        projected = batch.getLast().sequence();
        progress.signalAll();
      } finally {
        lock.unlock();
      }
      acknowledge(ACKNOWLEDGE_POSTINGS);
      long lag = lacking.last - projected();
      if (lag > lagBefore && lag < LAG_POSTINGS_TOLERATED) {
        rest(System.nanoTime() - begun);
      }
      lagBefore = lag;
    }
  }

  /** While more comes than is stored, the books get the processor half of the time. */
  private void rest(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (readersWaiting == 0 && !closing && left > 0) {
        left = work.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void acknowledge(int postingsMin) {
    long upTo = projected();
    if (upTo - acknowledged >= postingsMin) {
      statements.sync();
      log.submit(new Command.PostingsProjected(upTo));
      acknowledged = upTo;
    }
  }

  /** False when it is time to end. */
  private boolean pause() {
    lock.lock();
    try {
      pending = true;
      long left = TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
      while (!closing && left > 0) {
        left = work.awaitNanos(left);
      }
      return !closing;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Stores and acknowledges what there is, then ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      work.signalAll();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      copier.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
