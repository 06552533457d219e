package mutual.bankserver;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import mutual.bank.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a call with a value, or with the status that the failure stands for: docs/api.md lists
 * them.
 */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  static <T> void answer(StreamObserver<T> observer, Supplier<T> work) {
    T value;
    try {
      value = work.get();
    } catch (RuntimeException e) {
      observer.onError(status(e));
      return;
    }
    observer.onNext(value);
    observer.onCompleted();
  }

  /** The value of an administrative request; a refusal ends the call. */
  static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> value;
      case Outcome.Refused<T>(Refusal refusal, int _) ->
          throw Status.FAILED_PRECONDITION
              .withDescription(refusal.name() + ": " + Explanations.of(refusal))
              .asRuntimeException();
    };
  }

  static StatusRuntimeException notFound(String what) {
    return Status.NOT_FOUND.withDescription(what).asRuntimeException();
  }

  private static StatusRuntimeException status(RuntimeException failure) {
    return switch (failure) {
      case StatusRuntimeException status -> status;
      case OutageException outage ->
          (switch (outage.kind()) {
                case BUSY -> Status.RESOURCE_EXHAUSTED;
                case UNAVAILABLE, UNCERTAIN -> Status.UNAVAILABLE;
              })
              .withDescription(outage.getMessage())
              .asRuntimeException();
      case IllegalArgumentException malformed ->
          Status.INVALID_ARGUMENT.withDescription(malformed.getMessage()).asRuntimeException();
      default -> {
        LOG.error("a request failed", failure);
        yield Status.INTERNAL
            .withDescription("the bank failed at this; its log says more")
            .asRuntimeException();
      }
    };
  }
}
