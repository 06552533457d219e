package mutual.middleware;

import java.io.IOException;

/**
 * No address of a node could be connected to, so it has seen nothing of the call. The cause of a
 * gRPC status.
 */
public final class NodeUnreachableException extends IOException {
  NodeUnreachableException(String message) {
    super(message);
  }
}
