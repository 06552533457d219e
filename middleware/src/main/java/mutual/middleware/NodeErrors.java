package mutual.middleware;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** Errors of the node port that no handler has answered: JSON, without stack traces. */
final class NodeErrors implements ServerErrorHandler {
  @Override
  public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
    return null; // The default finds the status; renderStatus gives it its form.
  }

  @Override
  public AggregatedHttpResponse renderStatus(
      @Nullable ServiceRequestContext context,
      ServiceConfig config,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      @Nullable String description,
      @Nullable Throwable cause) {
    Status.Code code =
        switch (status.code()) {
          case 400 -> Status.Code.INVALID_ARGUMENT;
          case 404, 405 -> Status.Code.UNIMPLEMENTED;
          case 413, 429 -> Status.Code.RESOURCE_EXHAUSTED;
          case 503 -> Status.Code.UNAVAILABLE;
          default -> Status.Code.INTERNAL;
        };
    if (headers != null && Refusal.speaksGrpc(headers)) {
      return AggregatedHttpResponse.of(Refusal.grpc(headers, code, status.reasonPhrase()));
    }
    return AggregatedHttpResponse.of(
        ResponseHeaders.builder(status).contentType(MediaType.JSON_UTF_8).build(),
        HttpData.ofUtf8(Refusal.json(code, status.reasonPhrase())));
  }
}
