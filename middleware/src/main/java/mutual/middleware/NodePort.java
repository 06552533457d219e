package mutual.middleware;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.grpc.GrpcExceptionHandlerFunction;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.docs.DocService;
import com.linecorp.armeria.server.grpc.GrpcHealthCheckService;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingQueryParamMatchRule;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorHandler;
import com.linecorp.armeria.server.healthcheck.HealthCheckStatus;
import com.linecorp.armeria.server.healthcheck.HealthChecker;
import io.grpc.BindableService;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the node port serves, behind its {@link NodeGate}. */
final class NodePort {
  private static final Logger LOG = LoggerFactory.getLogger(NodePort.class);
  private static final Duration HEALTH_LOOK = Duration.ofSeconds(5);

  private static final GrpcExceptionHandlerFunction KNOWN = GrpcExceptionHandlerFunction.of();

  private NodePort() {}

  /** Armeria's own metrics go nowhere: ours say what is needed. */
  static MeterRegistry noRegistry() {
    return new CompositeMeterRegistry();
  }

  static DocService docs() {
    return DocService.builder().webAppTitle("Mutual").build();
  }

  static void bind(
      ServerBuilder server,
      NodeGate gate,
      NodeRights rights,
      List<BindableService> services,
      DocService docs,
      NodeLimits limits,
      Metrics metrics,
      BooleanSupplier serving) {
    GrpcServiceBuilder grpc =
        GrpcService.builder()
            .addService(
                GrpcHealthCheckService.builder()
                    .checkers(
                        HealthChecker.of(
                            () ->
                                CompletableFuture.completedFuture(
                                    new HealthCheckStatus(
                                        serving.getAsBoolean(), HEALTH_LOOK.toMillis())),
                            HEALTH_LOOK))
                    .build())
            .intercept(rights)
            .maxRequestMessageLength(limits.requestBytesMax())
            .useBlockingTaskExecutor(true)
            .useClientTimeoutHeader(true)
            .enableHttpJsonTranscoding(
                HttpJsonTranscodingOptions.builder()
                    .errorHandler(UnframedGrpcErrorHandler.ofJson())
                    .queryParamMatchRules(
                        HttpJsonTranscodingQueryParamMatchRule.LOWER_CAMEL_CASE,
                        HttpJsonTranscodingQueryParamMatchRule.ORIGINAL_FIELD)
                    .build())
            .exceptionHandler(
                (context, status, cause, metadata) ->
                    clean(KNOWN.apply(context, status, cause, metadata), cause));
    services.forEach(grpc::addService);
    server
        .requestTimeout(limits.requestTimeoutDefault())
        .service(grpc.build())
        .service("/healthz", (context, request) -> health(serving))
        .service("/metrics", (context, request) -> metrics(metrics))
        .serviceUnder("/docs", docs)
        .errorHandler(new NodeErrors())
        .decorator(gate);
  }

  /**
   * A bug is logged here and told to the caller without its text, which may hold what is not
   * theirs.
   */
  private static Status clean(@Nullable Status known, Throwable cause) {
    Status status = known == null ? Status.UNKNOWN : known;
    if (cause instanceof HttpStatusException refused && refused.httpStatus().isClientError()) {
      return refused.httpStatus().equals(HttpStatus.REQUEST_ENTITY_TOO_LARGE)
          ? Status.RESOURCE_EXHAUSTED.withDescription("The request is too large")
          : Status.INVALID_ARGUMENT.withDescription("The request cannot be read");
    }
    if (status.getCode() == Status.Code.UNKNOWN || status.getCode() == Status.Code.INTERNAL) {
      LOG.error("A handler failed", cause);
      return Status.INTERNAL.withDescription("Internal error");
    }
    return status;
  }

  static HttpResponse health(BooleanSupplier serving) {
    return serving.getAsBoolean()
        ? HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, "ok\n")
        : HttpResponse.of(
            HttpStatus.SERVICE_UNAVAILABLE, MediaType.PLAIN_TEXT_UTF_8, "not serving\n");
  }

  static HttpResponse metrics(Metrics metrics) {
    return HttpResponse.of(
        HttpStatus.OK, MediaType.parse("text/plain; version=0.0.4; charset=utf-8"), metrics.text());
  }
}
