package mutual.middleware;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log that tells of each request, {@code mutual.access}. Its lines are written by a thread of
 * its own: a log looks through the whole stack for who is calling it, which is deep where requests
 * end, and no request shall wait for a terminal.
 */
final class AccessLog {
  /** When more lines wait, whoever has the next one writes it: none is lost. */
  private static final int LINES_WAITING_MAX = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger("mutual.access");
  private static final BlockingQueue<String> WAITING = new ArrayBlockingQueue<>(LINES_WAITING_MAX);

  static {
    Thread.ofPlatform().daemon().name("access-log").start(AccessLog::run);
  }

  private AccessLog() {}

  static boolean enabled() {
    return LOG.isInfoEnabled();
  }

  static void write(String line) {
    if (!WAITING.offer(line)) {
      LOG.info("{}", line);
    }
  }

  /** Writes what still waits; for a process that may end now. */
  static void flush() {
    for (String line = WAITING.poll(); line != null; line = WAITING.poll()) {
      LOG.info("{}", line);
    }
  }

  private static void run() {
    try {
      while (true) {
        LOG.info("{}", WAITING.take());
      }
    } catch (InterruptedException e) {
      // Nobody does this; requests then write their lines themselves.
    }
  }
}
