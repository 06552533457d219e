package mutual.middleware;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What every request on the node port passes before any handler: who is it, is it expected here, is
 * there room, how long may it take; and what is written down about it afterwards.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for these; their work cannot fail.
final class NodeGate implements DecoratingHttpServiceFunction {
  private static final Pattern STATUS_CODE = Pattern.compile("[0-9]{1,2}");

  private final NodeId self;
  private final Access access;
  private final NodeLimits limits;
  private final TrafficListener traffic;
  private final Metrics metrics;
  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean draining;

  NodeGate(
      NodeId self, Access access, NodeLimits limits, TrafficListener traffic, Metrics metrics) {
    this.self = self;
    this.access = access;
    this.limits = limits;
    this.traffic = traffic;
    this.metrics = metrics;
    metrics.describe("mutual_server_request_seconds", "Time to answer requests of other nodes.");
    metrics.describe("mutual_server_refused_total", "Requests refused before any handler.");
    metrics.describe("mutual_server_requests_running", "Requests of other nodes being handled.");
    metrics.gauge("mutual_server_requests_running", running::doubleValue);
  }

  /** From now on no new request gets in. */
  void drain() {
    draining = true;
  }

  boolean draining() {
    return draining;
  }

  @Override
  public HttpResponse serve(
      HttpService delegate, ServiceRequestContext context, HttpRequest request) throws Exception {
    @Nullable NodeId caller = NodeTls.peer(context.sslSession());
    Trace trace = Trace.accept(request.headers().get(Trace.HEADER));
    context.setAttr(Trace.ATTRIBUTE, trace);
    if (caller != null) {
      context.setAttr(Caller.ATTRIBUTE, caller);
    }
    running.incrementAndGet();
    context
        .log()
        .whenComplete()
        .thenAccept(
            log -> {
              running.decrementAndGet();
              record(context, caller, trace, log);
            });
    if (caller == null) {
      return refuse(context, request, Status.Code.UNAUTHENTICATED, "The certificate names no node");
    }
    if (!access.expects(caller)) {
      return refuse(
          context,
          request,
          Status.Code.PERMISSION_DENIED,
          "This node does not expect the key " + caller);
    }
    if (draining) {
      return refuse(context, request, Status.Code.UNAVAILABLE, "This node is closing");
    }
    if (running.get() > limits.requestsRunningMax()) {
      return refuse(
          context, request, Status.Code.RESOURCE_EXHAUSTED, "This node has too much to do");
    }
    return delegate.serve(context, limitTime(context, request));
  }

  /** The caller's deadline holds, as far as the limit; without one the default does. */
  private HttpRequest limitTime(ServiceRequestContext context, HttpRequest request) {
    Optional<Duration> asked = Deadline.parseGrpcTimeout(request.headers().get("grpc-timeout"));
    Duration wanted = asked.orElse(limits.requestTimeoutDefault());
    Duration most = limits.requestTimeoutMax();
    boolean tooLong = wanted.compareTo(most) > 0;
    Deadline.set(context, tooLong ? most : wanted);
    if (asked.isEmpty() || !tooLong) {
      return request;
    }
    // gRPC reads the deadline from the header.
    String milliseconds = most.toMillis() + "m";
    HttpRequest limited =
        request.mapHeaders(
            headers -> headers.toBuilder().set("grpc-timeout", milliseconds).build());
    context.updateRequest(limited);
    return limited;
  }

  private HttpResponse refuse(
      ServiceRequestContext context, HttpRequest request, Status.Code code, String message) {
    metrics.count("mutual_server_refused_total", "status", code.name());
    if (code == Status.Code.PERMISSION_DENIED || code == Status.Code.UNAUTHENTICATED) {
      // Strangers shall not keep connections that others need.
      context.initiateConnectionShutdown(Duration.ofSeconds(1));
    }
    return Refusal.of(request, code, message);
  }

  private void record(
      ServiceRequestContext context, @Nullable NodeId caller, Trace trace, RequestLog log) {
    String method = methodName(context);
    String status = status(log);
    long nanos = log.totalDurationNanos();
    boolean named = !method.startsWith("/");
    metrics.time(
        "mutual_server_request_seconds",
        nanos,
        "method",
        named ? method : "other",
        "status",
        status);
    if (AccessLog.enabled()) {
      AccessLog.write(
          "node="
              + self.shortText()
              + " caller="
              + (caller == null ? "none" : caller.shortText())
              + " method="
              + method
              + " status="
              + status
              + " ms="
              + Duration.ofNanos(nanos).toMillis()
              + " in="
              + log.requestLength()
              + " out="
              + log.responseLength()
              + " trace="
              + trace.traceId());
    }
    if (caller != null) {
      traffic.onCall(caller, self, method, status, nanos);
    }
  }

  /**
   * The full gRPC name if a gRPC method was called, by whichever protocol; else the path without
   * control characters.
   */
  private static String methodName(ServiceRequestContext context) {
    String grpcMethod = context.attr(NodeRights.METHOD);
    if (grpcMethod != null) {
      return grpcMethod;
    }
    String path = context.path();
    return (path.length() > 100 ? path.substring(0, 100) : path).replaceAll("[^!-~]", "?");
  }

  private static String status(RequestLog log) {
    String grpc = log.responseTrailers().get("grpc-status");
    if (grpc == null) {
      grpc = log.responseHeaders().get("grpc-status");
    }
    if (grpc != null && STATUS_CODE.matcher(grpc).matches()) {
      return Status.fromCodeValue(Integer.parseInt(grpc)).getCode().name();
    }
    return Integer.toString(log.responseStatus().code());
  }
}
