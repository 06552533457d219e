package mutual.files.wire;

/** Bytes of a peer that the protocol does not allow; the connection they came by is closed. */
public final class WireException extends Exception {
  private static final long serialVersionUID = 1;

  public WireException(String message) {
    super(message);
  }

  public WireException(String message, Throwable cause) {
    super(message, cause);
  }
}
