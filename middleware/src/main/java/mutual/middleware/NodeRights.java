package mutual.middleware;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * Asks before each gRPC method, whether it came as gRPC, gRPC-Web or REST, if the caller may call
 * it. No message has been read then.
 */
final class NodeRights implements ServerInterceptor {
  static final AttributeKey<String> METHOD = AttributeKey.valueOf(NodeRights.class, "METHOD");

  private final Access access;
  private final Metrics metrics;

  NodeRights(Access access, Metrics metrics) {
    this.access = access;
    this.metrics = metrics;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    ServiceRequestContext context = ServiceRequestContext.current();
    context.setAttr(METHOD, method);
    @Nullable NodeId caller = context.attr(Caller.ATTRIBUTE);
    if (caller == null || !allowed(caller, method, call.getMethodDescriptor().getServiceName())) {
      metrics.count("mutual_server_refused_total", "status", Status.Code.PERMISSION_DENIED.name());
      call.close(
          Status.PERMISSION_DENIED.withDescription("This key has no right to call " + method),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
    return next.startCall(call, headers);
  }

  private boolean allowed(NodeId caller, String method, @Nullable String service) {
    return NodeServer.HEALTH_SERVICE.equals(service) || access.allows(caller, method);
  }
}
