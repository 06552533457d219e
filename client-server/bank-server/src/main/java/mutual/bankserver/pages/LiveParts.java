package mutual.bankserver.pages;

import gg.jte.Content;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import mutual.bankserver.ChangeFeed;
import mutual.middleware.web.EventStream;
import mutual.middleware.web.WebException;
import mutual.pages.Page;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the live part of every open page up to date: made again when the bank says that something
 * changed, and once in a while for what changes by the passing of time, and sent if it differs.
 */
final class LiveParts {
  /** Pages that may be open at once, over all operators. */
  static final int STREAMS_MAX = 200;

  /** Shortest time between two looks for one page, however much changes. */
  static final Duration GAP = Duration.ofMillis(200);

  /** Longest time between two looks for one page. */
  static final Duration PERIOD = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(LiveParts.class);

  private final ChangeFeed changes;
  private final AtomicInteger open = new AtomicInteger();

  LiveParts(ChangeFeed changes) {
    this.changes = changes;
  }

  /**
   * @param part makes the page's live part anew
   * @param allowed whether the person may still see it
   */
  void open(EventStream stream, Supplier<Content> part, BooleanSupplier allowed) {
    if (open.incrementAndGet() > STREAMS_MAX) {
      open.decrementAndGet();
      throw new WebException(503, "Too many pages are open.");
    }
    Semaphore changed = new Semaphore(1);
    ChangeFeed.Subscription subscription =
        changes.subscribe(
            _ -> {
              // One waiting look is enough for any number of changes.
              if (changed.availablePermits() == 0) {
                changed.release();
              }
            });
    stream.onClose(
        () -> {
          subscription.close();
          open.decrementAndGet();
          changed.release();
        });
    Thread.ofVirtual().name("live-page").start(() -> keep(stream, part, allowed, changed));
  }

  private static void keep(
      EventStream stream, Supplier<Content> part, BooleanSupplier allowed, Semaphore changed) {
    String sent = "";
    try {
      while (!stream.closed()) {
        var _ = changed.tryAcquire(PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        if (!allowed.getAsBoolean()) {
          stream.send("leave", "/login");
          break;
        }
        String html = Page.render(part.get());
        if (!html.equals(sent) && stream.send("fragments", html)) {
          sent = html;
        }
        TimeUnit.MILLISECONDS.sleep(GAP.toMillis());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException outage) {
      // The browser greys the page and asks again, which may find the bank recovered.
      LOG.debug("a live page ended", outage);
    } finally {
      stream.close();
    }
  }
}
