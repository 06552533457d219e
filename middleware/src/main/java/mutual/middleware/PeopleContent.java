package mutual.middleware;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import mutual.middleware.web.ContentHandler;
import mutual.middleware.web.WebGuard;

/** The streamed answers of a people port. */
@SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for these; their work cannot fail.
final class PeopleContent {
  private final WebGuard guard;
  private final PeopleErrors errors;
  private final OpenStreams open;

  PeopleContent(WebGuard guard, PeopleErrors errors, OpenStreams open) {
    this.guard = guard;
    this.errors = errors;
    this.open = open;
  }

  HttpResponse serve(ServiceRequestContext context, HttpRequest request, ContentHandler handler) {
    context.clearRequestTimeout();
    ContentAnswer answer = new ContentAnswer(context, request.headers(), errors);
    if (!open.add(answer.end(), answer::abort)) {
      return errors.response(503, "Too many files are being sent. Please try again.");
    }
    context.blockingTaskExecutor().execute(() -> answer.run(guard, handler));
    return answer.response();
  }
}
