package mutual.middleware;

import java.security.cert.CertificateException;

/**
 * Someone answered at a node's address who does not hold its key; nothing was sent there. The cause
 * of a gRPC status.
 */
public final class WrongNodeException extends CertificateException {
  WrongNodeException(String message) {
    super(message);
  }
}
