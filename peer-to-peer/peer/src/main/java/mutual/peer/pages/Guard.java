package mutual.peer.pages;

import gg.jte.Content;
import java.util.Optional;
import mutual.middleware.web.WebCookie;
import mutual.middleware.web.WebException;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import mutual.middleware.web.WebRoutes;

/** Lets only browsers with a session see and do things, and keeps open pages live. */
final class Guard {
  /** Makes what a page shows. */
  @FunctionalInterface
  interface ViewHandler {
    View view(WebRequest request) throws Exception;
  }

  /** Does what a form asks for. */
  @FunctionalInterface
  interface PostHandler {
    WebResponse post(WebRequest request, Session session) throws Exception;
  }

  private final WebRoutes routes;
  private final DashboardKeys keys;
  private final LiveParts liveParts = new LiveParts();
  private final Frame frame;
  private final String cookie;

  /**
   * @param cookie its name; a cookie goes to every port of its host, so each peer needs its own
   */
  Guard(WebRoutes routes, DashboardKeys keys, Frame frame, String cookie) {
    this.routes = routes;
    this.keys = keys;
    this.frame = frame;
    this.cookie = cookie;
    var _ = routes.guard(this::check);
  }

  /** For what is no page; also guarded. */
  WebRoutes routes() {
    return routes;
  }

  /** Asked before every handler: takes tokens, and turns away whoever has no session. */
  Optional<WebResponse> check(WebRequest request) {
    Optional<String> token = request.query("token");
    if (request.path().equals("/") && request.method().equals("GET") && token.isPresent()) {
      Optional<String> key = keys.begin(token.get());
      if (key.isPresent()) {
        return Optional.of(
            WebResponse.redirect("/").withCookie(WebCookie.session(cookie, key.get())));
      }
      // Whoever has a session already need not lose it to a link that was used before.
      if (find(request).isPresent()) {
        return Optional.of(WebResponse.redirect("/"));
      }
    }
    return find(request).isPresent()
        ? Optional.empty()
        : Optional.of(WebResponse.html(403, frame.strangersPage()));
  }

  /** A page at a path, with its stream at the same path under /live. */
  void page(String path, ViewHandler handler) {
    routes.get(
        path,
        request ->
            WebResponse.html(
                frame.page(session(request), handler.view(request), "/live" + request.target())));
    routes.events(
        "/live" + path,
        (request, stream) ->
            liveParts.open(stream, () -> live(handler, request), () -> find(request).isPresent()));
  }

  void post(String path, PostHandler handler) {
    routes.post(path, request -> handler.post(request, session(request)));
  }

  /** The answer to a form that could not be done: the page again, with what is wrong. */
  WebResponse again(Session session, View view, String path) {
    return WebResponse.html(422, frame.page(session, view, "/live" + path));
  }

  /** The answer to a form with something to be seen once, that no address shall lead to. */
  WebResponse once(Session session, View view, String path) {
    return WebResponse.html(frame.page(session, view, "/live" + path));
  }

  private Optional<Session> find(WebRequest request) {
    return request.cookie(cookie).flatMap(keys::session);
  }

  private Session session(WebRequest request) {
    return find(request)
        .orElseThrow(() -> new WebException(403, "The dashboard is open elsewhere now."));
  }

  private static Content live(ViewHandler handler, WebRequest request) {
    try {
      return handler.view(request).livePart();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
