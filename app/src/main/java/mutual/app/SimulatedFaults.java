package mutual.app;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import mutual.journal.FaultyFileSystem;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out of the log what simulated power cuts make the code under test say: a storm of them is
 * what was asked for. Everything else is logged as ever.
 */
final class SimulatedFaults implements Filter {
  /** How deep a chain of causes is looked through. */
  private static final int CAUSES_MAX = 20;

  private final @Nullable Filter before;

  private SimulatedFaults(@Nullable Filter before) {
    this.before = before;
  }

  /** Ends the muting. */
  @FunctionalInterface
  interface Muted extends AutoCloseable {
    @Override
    void close();
  }

  /** From now on, wherever log records go. */
  static Muted mute() {
    Map<Handler, @Nullable Filter> filters = new HashMap<>();
    Arrays.stream(Logger.getLogger("").getHandlers())
        .forEach(
            handler -> {
              filters.put(handler, handler.getFilter());
              handler.setFilter(new SimulatedFaults(handler.getFilter()));
            });
    return () -> filters.forEach(Handler::setFilter);
  }

  @Override
  public boolean isLoggable(LogRecord entry) {
    return !simulated(entry.getThrown()) && (before == null || before.isLoggable(entry));
  }

  private static boolean simulated(@Nullable Throwable thrown) {
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < CAUSES_MAX; depth++) {
      if (at instanceof FaultyFileSystem.PowerCutException) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }
}
