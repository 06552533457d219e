package mutual.middleware;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import io.grpc.Status;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request that does not get as far as a handler, in the form that its caller
 * understands.
 */
final class Refusal {
  private Refusal() {}

  /**
   * A trailers-only answer to a gRPC or gRPC-Web request, JSON to any other.
   *
   * @param message plain ASCII without control characters
   */
  static HttpResponse of(HttpRequest request, Status.Code code, String message) {
    if (speaksGrpc(request.headers())) {
      return HttpResponse.of(grpc(request.headers(), code, message));
    }
    HttpStatus status =
        switch (code) {
          case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
          case PERMISSION_DENIED -> HttpStatus.FORBIDDEN;
          case RESOURCE_EXHAUSTED -> HttpStatus.TOO_MANY_REQUESTS;
          case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
          case NOT_FOUND -> HttpStatus.NOT_FOUND;
          default -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    return HttpResponse.of(
        ResponseHeaders.builder(status)
            .contentType(MediaType.JSON_UTF_8)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .build(),
        HttpData.ofUtf8(json(code, message)));
  }

  static boolean speaksGrpc(@Nullable RequestHeaders request) {
    MediaType type = request == null ? null : request.contentType();
    return type != null && type.subtype().startsWith("grpc");
  }

  /** The whole of a trailers-only answer. */
  static ResponseHeaders grpc(RequestHeaders request, Status.Code code, String message) {
    return ResponseHeaders.builder(HttpStatus.OK)
        .contentType(Objects.requireNonNull(request.contentType(), "a gRPC type"))
        .set("grpc-status", Integer.toString(code.value()))
        .set("grpc-message", message.replace("%", "%25"))
        .endOfStream(true)
        .build();
  }

  /** The same shape that transcoded gRPC errors have. */
  static String json(Status.Code code, String message) {
    return "{\"code\":%d,\"grpc-code\":\"%s\",\"message\":\"%s\"}"
        .formatted(code.value(), code.name(), message.replace("\\", "\\\\").replace("\"", "\\\""));
  }
}
