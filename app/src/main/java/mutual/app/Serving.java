package mutual.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;
import mutual.bankserver.BankServer;
import mutual.bankserver.BankServerConfig;

/**
 * The life of a process that serves until it is told to stop. The order matters: a signal starts
 * the JVM's shutdown hooks, and the JVM ends when they have; so the hook waits here until the
 * command has closed what it had open.
 */
public final class Serving {
  /** Time that closing may take; after that the process ends anyway, as after a power cut. */
  private static final int STOP_SECONDS_MAX = 30;

  private static final CompletableFuture<Void> STOP_ASKED = new CompletableFuture<>();
  private static final CountDownLatch STOPPED = new CountDownLatch(1);

  private static final List<Logger> CHATTY =
      Stream.of("com.linecorp.armeria", "io.netty", "io.grpc").map(Logger::getLogger).toList();

  /** Kept, since loggers that nobody holds forget their levels. */
  private static final Logger ROOT = Logger.getLogger("");

  private static volatile boolean serving;

  private Serving() {}

  /** Call before anything is opened: sets up logging and listens for signals. */
  public static void start() {
    logTo(new ConsoleHandler());
    serving = true;
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  STOP_ASKED.complete(null);
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
    untilStopped(List.of());
  }

  /**
   * Blocks until a signal asks this process to stop, or one of its banks cannot go on.
   *
   * @throws CommandFailure if a bank's log has stopped: close what is open, then end with it
   */
  public static void untilStopped(List<BankServer> banks) {
    List<CompletableFuture<Void>> ends = new ArrayList<>(List.of(STOP_ASKED));
    for (BankServer bank : banks) {
      ends.add(
          bank.stopped()
              .exceptionallyCompose(
                  cause ->
                      CompletableFuture.failedFuture(logStopped(bank.config(), plain(cause)))));
    }
    try {
      CompletableFuture.anyOf(ends.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof CommandFailure failure) {
        endSoon(failure);
        throw failure;
      }
      throw e;
    }
  }

  private static Throwable plain(Throwable cause) {
    return cause instanceof CompletionException wrapped && wrapped.getCause() != null
        ? wrapped.getCause()
        : cause;
  }

  private static CommandFailure logStopped(BankServerConfig bank, Throwable cause) {
    boolean disk = cause instanceof IOException || cause instanceof UncheckedIOException;
    return new CommandFailure(
        disk ? ExitCode.LOG_FAILED : ExitCode.BUG,
        "%s has stopped, for its log in %s failed: %s. What was answered is safe; %s"
            .formatted(
                bank.bankName(),
                bank.logFolder(),
                cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(),
                disk ? "mend the disk and start again." : "its messages above say more."),
        cause);
  }

  /** A part that cannot close on a failed disk must not keep the process. */
  private static void endSoon(CommandFailure failure) {
    if (!serving) {
      return;
    }
    Thread.ofPlatform()
        .daemon()
        .name("end")
        .start(
            () -> {
              try {
                if (!STOPPED.await(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                  ROOT.severe(failure.getMessage());
                  Runtime.getRuntime().halt(failure.exitCode().number());
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** Everything is closed: the process may end. */
  public static void stopped() {
    STOPPED.countDown();
  }
}
