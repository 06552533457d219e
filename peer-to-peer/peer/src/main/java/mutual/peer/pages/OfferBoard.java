package mutual.peer.pages;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import mutual.peer.ContactOffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What contacts offer, as last heard. Asking takes seconds and calls every contact, so it is done
 * beside, while somebody looks, and not more often than each {@link #ASKED_EVERY}.
 */
final class OfferBoard {
  static final Duration ASKED_EVERY = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(OfferBoard.class);

  private final Supplier<List<ContactOffer>> ask;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile List<ContactOffer> heard = List.of();
  private volatile long askedNanos = System.nanoTime() - ASKED_EVERY.toNanos();

  OfferBoard(Supplier<List<ContactOffer>> ask) {
    this.ask = ask;
  }

  /** What was heard last; asks anew if that is long ago. Answers at once. */
  List<ContactOffer> look() {
    if (System.nanoTime() - askedNanos >= ASKED_EVERY.toNanos()
        && asking.compareAndSet(false, true)) {
      Thread.ofVirtual().name("contact-offers").start(this::hear);
    }
    return heard;
  }

  private void hear() {
    try {
      heard = List.copyOf(ask.get());
    } catch (RuntimeException outage) {
      LOG.warn("Contacts could not be asked for what they offer", outage);
    } finally {
      askedNanos = System.nanoTime();
      asking.set(false);
    }
  }
}
