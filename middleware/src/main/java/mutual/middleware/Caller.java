package mutual.middleware;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.AttributeKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who made the request that the current thread is handling. */
public final class Caller {
  static final AttributeKey<NodeId> ATTRIBUTE = AttributeKey.valueOf(Caller.class, "NODE_ID");

  private Caller() {}

  /**
   * The caller's key, proven by the TLS handshake.
   *
   * @throws IllegalStateException outside a handler of a node port
   */
  public static NodeId current() {
    return find()
        .orElseThrow(() -> new IllegalStateException("No request of a node is being handled here"));
  }

  /** The caller's key, if this thread is handling a request of a node. */
  public static Optional<NodeId> find() {
    ServiceRequestContext context = ServiceRequestContext.currentOrNull();
    @Nullable NodeId id = context == null ? null : context.attr(ATTRIBUTE);
    return Optional.ofNullable(id);
  }
}
