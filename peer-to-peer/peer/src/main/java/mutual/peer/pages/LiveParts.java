package mutual.peer.pages;

import gg.jte.Content;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import mutual.middleware.web.EventStream;
import mutual.middleware.web.WebException;
import mutual.pages.Page;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the live parts of every open page up to date: they are made again each second, since rates
 * and times never stand still, and sent if they differ.
 */
final class LiveParts {
  /** Pages that may be open at once. */
  static final int STREAMS_MAX = 32;

  static final Duration PERIOD = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(LiveParts.class);

  private final AtomicInteger open = new AtomicInteger();

  /**
   * @param parts makes the page's live parts anew
   * @param allowed whether the browser may still see them
   */
  void open(EventStream stream, Supplier<Content> parts, BooleanSupplier allowed) {
    if (open.incrementAndGet() > STREAMS_MAX) {
      open.decrementAndGet();
      throw new WebException(503, "Too many pages are open.");
    }
    CountDownLatch closed = new CountDownLatch(1);
    stream.onClose(
        () -> {
          open.decrementAndGet();
          closed.countDown();
        });
    Thread.ofVirtual().name("live-page").start(() -> keep(stream, parts, allowed, closed));
  }

  private static void keep(
      EventStream stream, Supplier<Content> parts, BooleanSupplier allowed, CountDownLatch closed) {
    String sent = "";
    try {
      do {
        if (!allowed.getAsBoolean()) {
          stream.send("leave", "/");
          break;
        }
        String html = Page.render(parts.get());
        if (!html.equals(sent) && stream.send("fragments", html)) {
          sent = html;
        }
      } while (!closed.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (WebException gone) {
      // What the page was about is no more.
      stream.send("leave", "/");
    } catch (RuntimeException outage) {
      // The browser greys the page and asks again, which may find the peer recovered.
      LOG.debug("A live page ended", outage);
    } finally {
      stream.close();
    }
  }
}
