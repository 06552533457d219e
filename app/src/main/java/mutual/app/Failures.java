package mutual.app;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** What an exception means to the person at the terminal. */
final class Failures {
  private Failures() {}

  static CommandFailure explain(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof CommandFailure failure) {
        return failure;
      }
      if (cause instanceof BindException) {
        return new CommandFailure(
            ExitCode.ENVIRONMENT, "a port is in use: " + cause.getMessage(), error);
      }
      if (cause instanceof AccessDeniedException denied) {
        return new CommandFailure(
            ExitCode.ENVIRONMENT, "not allowed to open " + denied.getFile(), error);
      }
      if (cause instanceof NoSuchFileException missing) {
        return new CommandFailure(ExitCode.ENVIRONMENT, "no file " + missing.getFile(), error);
      }
    }
    if (error instanceof IOException) {
      return new CommandFailure(ExitCode.ENVIRONMENT, String.valueOf(error.getMessage()), error);
    }
    return new CommandFailure(ExitCode.BUG, error.toString(), error);
  }
}
