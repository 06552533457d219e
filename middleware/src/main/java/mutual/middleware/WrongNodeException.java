package mutual.middleware;

import java.security.cert.CertificateException;

/**
 * Someone answered at a node's address who does not hold its key; nothing was sent there. The cause
 * of a gRPC status.
 */
public final class WrongNodeException extends CertificateException {
  private final NodeId expected;

  WrongNodeException(NodeId expected, String message) {
    super(message);
    this.expected = expected;
  }

  /** The node that was called. */
  public NodeId expected() {
    return expected;
  }
}
