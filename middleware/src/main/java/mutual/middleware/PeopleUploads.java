package mutual.middleware;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import mutual.middleware.web.UploadHandler;
import mutual.middleware.web.WebGuard;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import mutual.middleware.web.WebRoute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The uploads of a people port. */
@SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for these; their work cannot fail.
final class PeopleUploads {
  private static final Logger LOG = LoggerFactory.getLogger(PeopleUploads.class);

  /** How long a connection is read on when its upload has been answered before its end. */
  private static final Duration REST = Duration.ofSeconds(1);

  private final WebGuard guard;
  private final PeopleErrors errors;
  private final OpenStreams open;

  PeopleUploads(WebGuard guard, PeopleErrors errors, OpenStreams open) {
    this.guard = guard;
    this.errors = errors;
    this.open = open;
  }

  HttpResponse serve(ServiceRequestContext context, HttpRequest request, WebRoute.Upload route) {
    context.clearRequestTimeout();
    CompletableFuture<Void> end = new CompletableFuture<>();
    if (!open.add(end, request::abort)) {
      context.initiateConnectionShutdown(REST);
      return errors.response(503, "Too many files are being received. Please try again.");
    }
    UploadBody body =
        new UploadBody(route.bytesMax(), Duration.ofSeconds(UploadHandler.PAUSE_SECONDS_MAX));
    request.subscribe(body, context.eventLoop());
    CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    context
        .blockingTaskExecutor()
        .execute(
            () -> {
              try {
                answer.complete(answer(context, request, route, body));
              } finally {
                end.complete(null);
              }
            });
    return HttpResponse.of(answer);
  }

  private HttpResponse answer(
      ServiceRequestContext context, HttpRequest request, WebRoute.Upload route, UploadBody body) {
    try {
      WebRequest read = RequestReader.read(context, request.headers());
      Optional<WebResponse> instead = guard.check(read);
      if (instead.isPresent()) {
        return PeoplePort.response(instead.get());
      }
      body.expect(request.headers().contentLength());
      return PeoplePort.response(route.handler().handle(read, body));
    } catch (Exception e) {
      if (body.brokeOff()) {
        LOG.debug("The upload to {} broke off", context.path(), e);
        return errors.response(400, "The upload broke off.");
      }
      return errors.failure(context, e);
    } finally {
      if (!body.ended()) {
        // Nobody wants the rest of it, which may be long.
        context.initiateConnectionShutdown(REST);
      }
    }
  }
}
