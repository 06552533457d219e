package mutual.bankserver.pages;

import gg.jte.Content;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import mutual.middleware.web.WebRoutes;

/** Lets only people with a session see pages and post forms, and keeps open pages live. */
final class Guard {
  /** Makes what a page shows to this person. */
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
  private final Sessions sessions;
  private final LiveParts liveParts;
  private final Frame frame;
  private final String cookie;

  Guard(WebRoutes routes, Sessions sessions, LiveParts liveParts, Frame frame, String cookie) {
    this.routes = routes;
    this.sessions = sessions;
    this.liveParts = liveParts;
    this.frame = frame;
    this.cookie = cookie;
  }

  /** A page at a path, with its stream at the same path under /live. */
  void page(String path, ViewHandler handler) {
    routes.get(
        path,
        request -> {
          Optional<Session> session = request.cookie(cookie).flatMap(sessions::use);
          if (session.isEmpty()) {
            return WebResponse.redirect(
                "/login?next=" + URLEncoder.encode(request.target(), StandardCharsets.UTF_8));
          }
          return WebResponse.html(
              frame.page(session.get(), handler.view(request), "/live" + request.target()));
        });
    routes.events(
        "/live" + path,
        (request, stream) -> {
          String token = request.cookie(cookie).orElse("");
          liveParts.open(
              stream, () -> live(handler, request), () -> sessions.find(token).isPresent());
        });
  }

  void post(String path, PostHandler handler) {
    routes.post(
        path,
        request -> {
          Optional<Session> session = request.cookie(cookie).flatMap(sessions::use);
          return session.isEmpty()
              ? WebResponse.redirect("/login")
              : handler.post(request, session.get());
        });
  }

  /** The answer to a form that could not be done: the page again, with what is wrong. */
  WebResponse again(Session session, View view) {
    return WebResponse.html(422, frame.page(session, view, null));
  }

  private static Content live(ViewHandler handler, WebRequest request) {
    try {
      return Frame.livePart(handler.view(request).live());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
