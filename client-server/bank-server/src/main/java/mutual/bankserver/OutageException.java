package mutual.bankserver;

import org.jspecify.annotations.Nullable;

/** The bank could not answer now; its message says what that means for the request. */
public final class OutageException extends RuntimeException {
  /** What is known of the request. */
  public enum Kind {
    /** Not done: too much is in flight. Ask again later. */
    BUSY,
    /** Not done: the bank takes no requests now. */
    UNAVAILABLE,
    /** Perhaps done. Asking again with the same id settles it. */
    UNCERTAIN
  }

  private final Kind kind;

  OutageException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
