package mutual.app;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import mutual.middleware.NodeUnreachableException;
import mutual.middleware.WrongNodeException;
import org.jspecify.annotations.Nullable;

/** What an exception means to the person at the terminal. */
final class Failures {
  private Failures() {}

  static CommandFailure explain(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      CommandFailure found = explainOne(cause);
      if (found != null) {
        return found;
      }
    }
    if (error instanceof StatusRuntimeException refused) {
      return explain(refused.getStatus(), refused);
    }
    if (error instanceof IOException || error instanceof java.io.UncheckedIOException) {
      return new CommandFailure(ExitCode.ENVIRONMENT, String.valueOf(error.getMessage()), error);
    }
    return new CommandFailure(ExitCode.BUG, error.toString(), error);
  }

  private static @Nullable CommandFailure explainOne(Throwable cause) {
    return switch (cause) {
      case CommandFailure failure -> failure;
      case NodeUnreachableException _ ->
          new CommandFailure(
              ExitCode.UNREACHABLE,
              "nobody answers there; is it running? (" + cause.getMessage() + ")",
              cause);
      case WrongNodeException _ ->
          new CommandFailure(
              ExitCode.UNREACHABLE, "someone else answers there: " + cause.getMessage(), cause);
      case BindException _ ->
          new CommandFailure(
              ExitCode.ENVIRONMENT, "a port is in use: " + cause.getMessage(), cause);
      case AccessDeniedException denied ->
          new CommandFailure(
              ExitCode.ENVIRONMENT, "not allowed to open " + denied.getFile(), cause);
      case NoSuchFileException missing ->
          new CommandFailure(ExitCode.ENVIRONMENT, "no file or folder " + missing.getFile(), cause);
      case NotDirectoryException file ->
          new CommandFailure(ExitCode.ENVIRONMENT, file.getFile() + " is not a folder", cause);
      case FileAlreadyExistsException file ->
          new CommandFailure(ExitCode.ENVIRONMENT, file.getFile() + " is not a folder", cause);
      default -> null;
    };
  }

  private static CommandFailure explain(Status status, StatusRuntimeException error) {
    String words = status.getDescription() == null ? "" : status.getDescription();
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED ->
          new CommandFailure(ExitCode.UNREACHABLE, "no answer: " + words, error);
      case RESOURCE_EXHAUSTED ->
          new CommandFailure(ExitCode.UNREACHABLE, "busy; try again: " + words, error);
      case PERMISSION_DENIED, UNAUTHENTICATED ->
          new CommandFailure(ExitCode.NOT_ALLOWED, "not allowed: " + words, error);
      case NOT_FOUND -> new CommandFailure(ExitCode.NOT_FOUND, "not found: " + words, error);
      case INVALID_ARGUMENT, OUT_OF_RANGE ->
          new CommandFailure(ExitCode.USAGE, "not accepted: " + words, error);
      case FAILED_PRECONDITION, ALREADY_EXISTS, ABORTED ->
          new CommandFailure(ExitCode.REFUSED, "refused: " + words, error);
      case OK, UNKNOWN, UNIMPLEMENTED, INTERNAL, DATA_LOSS ->
          new CommandFailure(ExitCode.BUG, "unexpected answer: " + status, error);
    };
  }
}
