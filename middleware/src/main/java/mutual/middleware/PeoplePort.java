package mutual.middleware;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.docs.DocService;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import mutual.middleware.web.WebCookie;
import mutual.middleware.web.WebException;
import mutual.middleware.web.WebHandler;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import mutual.middleware.web.WebRoute;
import mutual.middleware.web.WebRoutes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the people port serves: pages, live events, files, API docs and health. */
@SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for these; their work cannot fail.
final class PeoplePort {
  private static final Logger LOG = LoggerFactory.getLogger(PeoplePort.class);

  private static final int FILE_CACHE_SECONDS = 300;

  private final WebRoutes pages;
  private final SiteGuard guard;
  private final OpenStreams streams;
  private final Metrics metrics;
  private final BooleanSupplier serving;
  private final ApiDocs docs;
  private final PeopleErrors errors;

  PeoplePort(
      WebRoutes pages,
      Set<String> hostNames,
      OpenStreams streams,
      Metrics metrics,
      BooleanSupplier serving,
      DocService docs) {
    this.pages = pages;
    this.guard = new SiteGuard(hostNames);
    this.streams = streams;
    this.metrics = metrics;
    this.serving = serving;
    this.docs = new ApiDocs(docs);
    this.errors = new PeopleErrors(pages.errorPages());
    metrics.describe("mutual_people_request_seconds", "Time to answer requests of browsers.");
    metrics.describe("mutual_people_streams_open", "Live event streams to browsers.");
    metrics.gauge("mutual_people_streams_open", streams::size);
  }

  void bind(ServerBuilder server) {
    server.maxRequestLength(WebRequest.BODY_BYTES_MAX).errorHandler(errors).decorator(this::guard);
    for (WebRoute route : pages.routes()) {
      switch (route) {
        case WebRoute.Get get ->
            server
                .route()
                .path(get.path())
                .methods(HttpMethod.GET, HttpMethod.HEAD)
                .build(page(get.handler()));
        case WebRoute.Post post -> server.route().post(post.path()).build(page(post.handler()));
        case WebRoute.Events events ->
            server
                .route()
                .get(events.path())
                .build((context, request) -> live(context, request, events));
        case WebRoute.Resources resources -> {
          ClasspathFiles files = new ClasspathFiles(resources);
          server
              .route()
              .pathPrefix(resources.prefix())
              .methods(HttpMethod.GET, HttpMethod.HEAD)
              .build((context, request) -> file(context, request, files));
        }
      }
    }
    server
        .service("/healthz", (context, request) -> NodePort.health(serving))
        .service("/docs", (context, request) -> HttpResponse.ofRedirect("/docs/"))
        .serviceUnder("/docs/", docs);
  }

  private HttpResponse guard(
      HttpService delegate, ServiceRequestContext context, HttpRequest request) throws Exception {
    context.log().whenComplete().thenAccept(log -> PeopleLog.record(context, log, metrics));
    Trace trace = Trace.accept(request.headers().get(Trace.HEADER));
    context.setAttr(Trace.ATTRIBUTE, trace);
    Optional<String> objection = guard.objection(request.headers());
    if (objection.isPresent()) {
      return errors.response(403, objection.get());
    }
    return delegate
        .serve(context, request)
        .mapHeaders(
            headers -> {
              ResponseHeadersBuilder protectedHeaders = headers.toBuilder();
              SiteGuard.protect(protectedHeaders);
              return protectedHeaders.build();
            });
  }

  private HttpService page(WebHandler handler) {
    return (context, request) ->
        HttpResponse.of(
            request
                .aggregate()
                .thenApplyAsync(
                    whole -> answer(context, whole, handler), context.blockingTaskExecutor()));
  }

  private HttpResponse answer(
      ServiceRequestContext context, AggregatedHttpRequest request, WebHandler handler) {
    try {
      return response(handler.handle(RequestReader.read(context, request)));
    } catch (Exception e) {
      return failure(context, e);
    }
  }

  private HttpResponse failure(ServiceRequestContext context, Exception cause) {
    if (cause instanceof WebException expected) {
      return errors.response(
          expected.status(), expected.getMessage() == null ? "" : expected.getMessage());
    }
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    LOG.error("The page {} failed", context.path(), cause);
    return errors.response(500, "Something went wrong here. It has been written to the log.");
  }

  private static HttpResponse response(WebResponse response) {
    ResponseHeadersBuilder headers = ResponseHeaders.builder(response.status());
    headers.set(HttpHeaderNames.CONTENT_TYPE, response.contentType());
    response.headers().forEach(headers::set);
    for (WebCookie cookie : response.cookies()) {
      headers.add(HttpHeaderNames.SET_COOKIE, cookie.headerValue());
    }
    return HttpResponse.of(headers.build(), HttpData.wrap(response.body()));
  }

  private HttpResponse live(
      ServiceRequestContext context, HttpRequest request, WebRoute.Events events) {
    context.clearRequestTimeout();
    LiveStream stream = new LiveStream(context.eventLoop().withoutContext());
    if (!streams.add(stream)) {
      stream.refuse(errors.response(503, "Too many live pages are open."));
      return stream.response();
    }
    request
        .aggregate()
        .thenAcceptAsync(
            whole -> {
              try {
                events.handler().open(RequestReader.read(context, whole), stream);
                stream.begin();
              } catch (Exception e) {
                stream.refuse(failure(context, e));
              }
            },
            context.blockingTaskExecutor())
        .exceptionally(
            cause -> {
              stream.refuse(errors.response(400, "The request could not be read."));
              return null;
            });
    return stream.response();
  }

  private HttpResponse file(
      ServiceRequestContext context, HttpRequest request, ClasspathFiles files) {
    String path = context.mappedPath();
    Optional<ClasspathFiles.Loaded> found =
        files.find(path.startsWith("/") ? path.substring(1) : path);
    if (found.isEmpty()) {
      return errors.response(404, "There is no such file.");
    }
    ClasspathFiles.Loaded file = found.get();
    boolean known = file.tag().equals(request.headers().get(HttpHeaderNames.IF_NONE_MATCH));
    ResponseHeaders headers =
        ResponseHeaders.builder(known ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
            .set(HttpHeaderNames.CONTENT_TYPE, file.type())
            .set(HttpHeaderNames.ETAG, file.tag())
            .set(HttpHeaderNames.CACHE_CONTROL, "max-age=" + FILE_CACHE_SECONDS)
            .build();
    return known ? HttpResponse.of(headers) : HttpResponse.of(headers, HttpData.wrap(file.bytes()));
  }
}
