package mutual.app;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The life of a process that serves until it is told to stop. The order matters: a signal starts
 * the JVM's shutdown hooks, and the JVM ends when they have; so the hook waits here until the
 * command has closed what it had open.
 */
public final class Serving {
  /** Time that closing may take; after that the process ends anyway, as after a power cut. */
  private static final int STOP_SECONDS_MAX = 30;

  private static final CountDownLatch STOP_ASKED = new CountDownLatch(1);
  private static final CountDownLatch STOPPED = new CountDownLatch(1);

  private static final List<Logger> CHATTY =
      Stream.of("com.linecorp.armeria", "io.netty", "io.grpc").map(Logger::getLogger).toList();

  /** Kept, since loggers that nobody holds forget their levels. */
  private static final Logger ROOT = Logger.getLogger("");

  private Serving() {}

  /** Call before anything is opened: sets up logging and listens for signals. */
  public static void start() {
    logTo(new ConsoleHandler());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  STOP_ASKED.countDown();
                  try {
                    if (!STOPPED.await(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                      Runtime.getRuntime().halt(ExitCode.ENVIRONMENT.number());
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "stop"));
  }

  /** For commands that do not serve: a log would only be in the way of their answers. */
  static void logWarningsOnly() {
    logTo(new ConsoleHandler());
    ROOT.setLevel(Level.SEVERE);
  }

  /** Sends all log records there, one line each. */
  public static void logTo(Handler handler) {
    LogManager.getLogManager().reset();
    handler.setFormatter(new OneLineFormat());
    handler.setLevel(Level.INFO);
    ROOT.setLevel(Level.INFO);
    ROOT.addHandler(handler);
    CHATTY.forEach(chatty -> chatty.setLevel(Level.WARNING));
  }

  /** Blocks until a signal asks this process to stop. */
  public static void untilStopped() {
    try {
      STOP_ASKED.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everything is closed: the process may end. */
  public static void stopped() {
    STOPPED.countDown();
  }
}
