package mutual.bankserver;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Asks every partner now and then who it is, so that operators see whether it can be reached before
 * a customer's money depends on it.
 */
final class PartnerProbe implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final PartnerLinks links;
  private final Thread prober;

  PartnerProbe(PartnerLinks links, String bankCode) {
    this.links = links;
    prober = Thread.ofVirtual().name("partners-" + bankCode).start(this::run);
  }

  private void run() {
    try {
      while (true) {
        links.probe();
        TimeUnit.MILLISECONDS.sleep(PERIOD.toMillis());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    prober.interrupt();
  }
}
