package mutual.peer;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import mutual.files.torrent.MalformedTorrentException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a call with a value, or with the status that a failure stands for. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  /** What a handler does. */
  @FunctionalInterface
  interface Work<T> {
    T get() throws IOException, MalformedTorrentException;
  }

  static <T> void answer(StreamObserver<T> observer, Work<T> work) {
    T value;
    try {
      value = work.get();
    } catch (IOException | MalformedTorrentException | RuntimeException e) {
      observer.onError(status(e));
      return;
    }
    observer.onNext(value);
    observer.onCompleted();
  }

  static StatusRuntimeException notFound(String what) {
    return Status.NOT_FOUND.withDescription(what).asRuntimeException();
  }

  static StatusRuntimeException refused(String why) {
    return Status.FAILED_PRECONDITION.withDescription(why).asRuntimeException();
  }

  private static StatusRuntimeException status(Exception failure) {
    return switch (failure) {
      case StatusRuntimeException status -> status;
      case IllegalArgumentException malformed ->
          Status.INVALID_ARGUMENT.withDescription(malformed.getMessage()).asRuntimeException();
      case MalformedTorrentException malformed ->
          Status.INVALID_ARGUMENT.withDescription(malformed.getMessage()).asRuntimeException();
      case IOException trouble ->
          refused(
              trouble.getMessage() == null
                  ? trouble.getClass().getSimpleName()
                  : trouble.getMessage());
      default -> {
        LOG.error("A request failed", failure);
        yield Status.INTERNAL
            .withDescription("the peer failed at this; its log says more")
            .asRuntimeException();
      }
    };
  }
}
