package mutual.middleware;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import mutual.middleware.web.ErrorPages;
import mutual.middleware.web.WebException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors of the people port as pages: what happened, in a sentence, without stack traces. */
final class PeopleErrors implements ServerErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(PeopleErrors.class);

  private final ErrorPages pages;

  PeopleErrors(ErrorPages pages) {
    this.pages = pages;
  }

  HttpResponse response(int status, String message) {
    return page(status, message).toHttpResponse();
  }

  /** What a handler throws, as an answer: what it says if it is meant for people, else no more. */
  HttpResponse failure(ServiceRequestContext context, Exception cause) {
    if (cause instanceof WebException expected) {
      return response(
          expected.status(), expected.getMessage() == null ? "" : expected.getMessage());
    }
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    LOG.error("The page {} failed", context.path(), cause);
    return response(500, "Something went wrong here. It has been written to the log.");
  }

  private AggregatedHttpResponse page(int status, String message) {
    String html;
    try {
      html = pages.render(status, message);
    } catch (RuntimeException e) {
      LOG.error("The error page failed", e);
      html = ErrorPages.plain().render(status, message);
    }
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(status)
            .set(HttpHeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
    SiteGuard.protect(headers);
    return AggregatedHttpResponse.of(headers.build(), HttpData.ofUtf8(html));
  }

  @Override
  public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
    return null; // The default finds the status; renderStatus makes the page.
  }

  @Override
  public AggregatedHttpResponse renderStatus(
      @Nullable ServiceRequestContext context,
      ServiceConfig config,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      @Nullable String description,
      @Nullable Throwable cause) {
    return page(
        status.code(),
        switch (status.code()) {
          case 404 -> "There is no such page.";
          case 405 -> "This page cannot be used that way.";
          case 413 -> "That is more than this server takes in one go.";
          case 503 -> "This took too long, or the server is closing. Please try again.";
          default ->
              status.isServerError()
                  ? "Something went wrong here. It has been written to the log."
                  : "The request could not be understood.";
        });
  }
}
