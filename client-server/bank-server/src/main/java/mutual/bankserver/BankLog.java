package mutual.bankserver;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import mutual.bank.Bank;
import mutual.bank.Command;
import mutual.bank.CommandCodec;
import mutual.bank.Reply;
import mutual.journal.CommandLog;

/**
 * The bank's core behind its log, for callers that may block: each call returns when the command is
 * durable and applied, or tells with an {@link OutageException} what is known of it.
 */
final class BankLog {
  /** Far longer than the slowest disk takes; a log that is silent for longer is not coming back. */
  static final long REPLY_SECONDS_MAX = 30;

  /** A snapshot is made aside by replaying the log, which takes as long as a start. */
  static final long SNAPSHOT_SECONDS_MAX = 600;

  private final CommandLog<Bank, Reply> log;

  BankLog(CommandLog<Bank, Reply> log) {
    this.log = log;
  }

  Reply submit(Command command) {
    return await(log.append(CommandCodec.encode(command)));
  }

  <T> T read(Function<? super Bank, ? extends T> query) {
    return await(log.read(query));
  }

  CommandLog.SnapshotTaken snapshot() {
    return await(log.snapshot(), SNAPSHOT_SECONDS_MAX);
  }

  CommandLog.LogStatus status() {
    return log.status();
  }

  private static <T> T await(CompletableFuture<T> future) {
    return await(future, REPLY_SECONDS_MAX);
  }

  private static <T> T await(CompletableFuture<T> future, long secondsMax) {
    try {
      return future.get(secondsMax, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw uncertain("the bank's log did not answer within " + secondsMax + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw uncertain("interrupted while waiting for the bank's log", e);
    } catch (ExecutionException e) {
      throw outage(e.getCause() == null ? e : e.getCause());
    }
  }

  private static RuntimeException outage(Throwable cause) {
    return switch (cause) {
      case CommandLog.BusyException busy ->
          new OutageException(
              OutageException.Kind.BUSY, "too much is in flight; nothing was done", busy);
      case CommandLog.NotLeadingException elsewhere ->
          new OutageException(
              OutageException.Kind.UNAVAILABLE,
              "this server does not take requests now; nothing was done",
              elsewhere);
      case CommandLog.LogStoppedException stopped ->
          new OutageException(
              OutageException.Kind.UNAVAILABLE, "the bank has stopped; nothing was done", stopped);
      case CommandLog.UncertainException unknown ->
          uncertain("the bank stopped while it was working on this", unknown);
      case RuntimeException e -> e;
      default -> new IllegalStateException(cause);
    };
  }

  private static OutageException uncertain(String why, Throwable cause) {
    return new OutageException(
        OutageException.Kind.UNCERTAIN,
        why + "; it may or may not be done: ask again with the same id",
        cause);
  }
}
