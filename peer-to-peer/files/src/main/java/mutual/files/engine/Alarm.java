package mutual.files.engine;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes something that takes too long, unless it is called off before. */
final class Alarm implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Alarm.class);

  private final ScheduledFuture<?> future;

  Alarm(ScheduledExecutorService timer, AutoCloseable what, Duration limit) {
    future =
        timer.schedule(
            () -> {
              try {
                what.close();
              } catch (Exception e) {
                LOG.debug("A slow connection was closed with an error", e);
              }
            },
            limit.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  /** Calls it off. */
  @Override
  public void close() {
    future.cancel(false);
  }
}
