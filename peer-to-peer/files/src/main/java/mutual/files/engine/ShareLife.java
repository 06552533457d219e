package mutual.files.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import mutual.files.disk.StorageException;
import mutual.files.disk.StorageException.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a share is at work: starts and ends its sessions, and begins again after an outage of the
 * disk. Safe for use by many threads; its monitor is never held while a session's lock is taken.
 */
final class ShareLife {
  private static final Logger LOG = LoggerFactory.getLogger(ShareLife.class);
  private static final long RETRY_SECONDS_FIRST = 10;
  private static final long RETRY_SECONDS_MAX = 60;

  /** Space that has to be free before a share that has filled its disk is tried again. */
  private static final long FREE_BYTES_MIN = 64 << 20;

  private final Workshop workshop;
  private final Share share;
  private final BooleanSupplier wanted;
  private final Bandwidth up;
  private final Bandwidth down;

  // ---- guarded by this
  private @Nullable ShareSession session;
  private CountDownLatch ended = new CountDownLatch(0);
  private @Nullable StorageException outage;
  private long retrySeconds = RETRY_SECONDS_FIRST;
  private boolean closed;

  /**
   * Of a share that is not at work yet.
   *
   * @param wanted whether its owner wants it to be
   */
  ShareLife(Workshop workshop, Share share, BooleanSupplier wanted, Bandwidth up, Bandwidth down) {
    this.workshop = workshop;
    this.share = share;
    this.wanted = wanted;
    this.up = up;
    this.down = down;
  }

  synchronized @Nullable ShareSession session() {
    return session;
  }

  /** Why the disk does not let it work; null if nothing is wrong. */
  synchronized @Nullable StorageException outage() {
    return outage;
  }

  synchronized boolean closed() {
    return closed;
  }

  void start() {
    ShareSession fresh;
    synchronized (this) {
      if (closed || session != null || !wanted.getAsBoolean()) {
        return;
      }
      outage = null;
      fresh = new ShareSession(workshop, share, up, down);
      session = fresh;
      ended = new CountDownLatch(1);
    }
    fresh.start();
  }

  /** Ends what goes on, and waits until the content is closed. */
  void stopAndWait() {
    ShareSession now;
    CountDownLatch end;
    synchronized (this) {
      now = session;
      end = ended;
      outage = null;
    }
    if (now != null) {
      now.stop();
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  void close() {
    synchronized (this) {
      closed = true;
    }
    stopAndWait();
  }

  /** A session has ended, by itself if there was an outage. */
  void ended(ShareSession which, @Nullable StorageException why) {
    synchronized (this) {
      if (session != which) {
        return;
      }
      session = null;
      outage = why;
      ended.countDown();
      // Own files that have changed come back only by a person's hand.
      if (why != null && !(share.own() && why.reason() == Reason.FILE_CHANGED)) {
        retryLater();
      } else {
        retrySeconds = RETRY_SECONDS_FIRST;
      }
    }
    if (why != null) {
      LOG.warn("{} is stopped: {}", share.name(), why.getMessage());
    }
  }

  private void retryLater() {
    if (!closed) {
      var _ =
          workshop
              .alarms()
              .schedule(
                  () -> Thread.ofVirtual().name("share-retry").start(this::retry),
                  retrySeconds,
                  TimeUnit.SECONDS);
      retrySeconds = Math.min(RETRY_SECONDS_MAX, retrySeconds * 2);
    }
  }

  private void retry() {
    StorageException why = outage();
    if (why == null) {
      return;
    }
    if (why.reason() == Reason.DISK_FULL && stillFull()) {
      synchronized (this) {
        retryLater();
      }
    } else {
      start();
    }
  }

  private boolean stillFull() {
    try {
      return workshop.files().disk().usableBytes(share.folder()) < FREE_BYTES_MIN;
    } catch (StorageException e) {
      LOG.debug("The disk of {} cannot be asked", share.name(), e);
      return true;
    }
  }
}
