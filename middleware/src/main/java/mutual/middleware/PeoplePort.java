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
import mutual.middleware.web.WebHandler;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import mutual.middleware.web.WebRoute;
import mutual.middleware.web.WebRoutes;

/** What the people port serves: pages, live events, streams, files, API docs and health. */
@SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for these; their work cannot fail.
final class PeoplePort {
  private static final int FILE_CACHE_SECONDS = 300;

  private final WebRoutes pages;
  private final SiteGuard guard;
  private final PeopleStreams streams;
  private final PeopleContent content;
  private final PeopleUploads uploads;
  private final Metrics metrics;
  private final BooleanSupplier serving;
  private final ApiDocs docs;
  private final PeopleErrors errors;

  PeoplePort(
      WebRoutes pages,
      Set<String> hostNames,
      PeopleStreams streams,
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
    this.content = new PeopleContent(pages.guard(), errors, streams.content());
    this.uploads = new PeopleUploads(pages.guard(), errors, streams.uploads());
    metrics.describe("mutual_people_request_seconds", "Time to answer requests of browsers.");
    metrics.describe("mutual_people_streams_open", "Live event streams to browsers.");
    metrics.gauge("mutual_people_streams_open", streams.live()::size);
    metrics.describe("mutual_people_downloads_open", "Streamed answers being sent to browsers.");
    metrics.gauge("mutual_people_downloads_open", streams.content()::size);
    metrics.describe("mutual_people_uploads_open", "Uploads being received from browsers.");
    metrics.gauge("mutual_people_uploads_open", streams.uploads()::size);
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
        case WebRoute.Stream stream ->
            server
                .route()
                .path(stream.path())
                .methods(HttpMethod.GET, HttpMethod.HEAD)
                .build((context, request) -> content.serve(context, request, stream.handler()));
        case WebRoute.Upload upload ->
            server
                .route()
                .post(upload.path())
                .maxRequestLength(0) // The body's own reader counts.
                .build((context, request) -> uploads.serve(context, request, upload));
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
      return refuse(context, request, objection.get());
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

  /**
   * Refuses a request once a body of ordinary size has come: a stream that is answered before its
   * end is reset, and some clients then lose the answer with it.
   */
  private HttpResponse refuse(ServiceRequestContext context, HttpRequest request, String why) {
    long length = request.headers().contentLength();
    if (length <= 0 || length > WebRequest.BODY_BYTES_MAX) {
      return errors.response(403, why);
    }
    context.setMaxRequestLength(WebRequest.BODY_BYTES_MAX);
    return HttpResponse.of(
        request.aggregate().handle((whole, broken) -> errors.response(403, why)));
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
      WebRequest read = RequestReader.read(context, request);
      Optional<WebResponse> instead = pages.guard().check(read);
      return response(instead.isPresent() ? instead.get() : handler.handle(read));
    } catch (Exception e) {
      return errors.failure(context, e);
    }
  }

  static HttpResponse response(WebResponse response) {
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
    if (!streams.live().add(stream.whenClosed(), stream::close)) {
      stream.refuse(errors.response(503, "Too many live pages are open."));
      return stream.response();
    }
    request
        .aggregate()
        .thenAcceptAsync(
            whole -> {
              try {
                WebRequest read = RequestReader.read(context, whole);
                Optional<WebResponse> instead = pages.guard().check(read);
                if (instead.isPresent()) {
                  stream.refuse(response(instead.get()));
                  return;
                }
                events.handler().open(read, stream);
                stream.begin();
              } catch (Exception e) {
                stream.refuse(errors.failure(context, e));
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
