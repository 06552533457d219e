package mutual.journal;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How both logs refuse a command. */
final class CommandBounds {
  private CommandBounds() {}

  static void check(JournalConfig config, byte[] command, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, command.length);
    if (length > config.sizes().commandBytesMax()) {
      throw new IllegalArgumentException(
          "a command of " + length + " bytes; the most is " + config.sizes().commandBytesMax());
    }
  }

  static CommandLog.LogStoppedException stopped(@Nullable Throwable cause) {
    return new CommandLog.LogStoppedException("the log has stopped; not applied", cause);
  }

  static CommandLog.BusyException diskFull(DiskFullException cause) {
    return new CommandLog.BusyException(cause.getMessage() + "; not applied");
  }

  static CommandLog.UncertainException uncertain(Throwable cause) {
    return new CommandLog.UncertainException(
        "the log stopped at this command; whether it is applied shows after a restart", cause);
  }
}
