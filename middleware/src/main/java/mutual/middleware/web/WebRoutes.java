package mutual.middleware.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pages of a server: which handler answers which path.
 *
 * <pre>{@code
 * new WebRoutes()
 *     .get("/", request -> WebResponse.html(page))
 *     .post("/accounts/{number}/close", request -> close(request.param("number")))
 *     .stream("/films/{name}", request -> film(request.param("name")))
 *     .upload("/films", 8L << 30, (request, body) -> keep(request.query("name"), body))
 *     .events("/live", (request, stream) -> town.subscribe(stream))
 *     .resources("/assets/", "mutual/pages/assets");
 * }</pre>
 */
public final class WebRoutes {
  private final List<WebRoute> routes = new ArrayList<>();
  private ErrorPages errorPages = ErrorPages.plain();
  private WebGuard guard = request -> Optional.empty();

  /** Answers GET (and HEAD) of a path; {@code {name}} matches one segment. */
  public WebRoutes get(String path, WebHandler handler) {
    routes.add(new WebRoute.Get(path, handler));
    return this;
  }

  /** Answers POST to a path. Posts from pages of other sites are refused before the handler. */
  public WebRoutes post(String path, WebHandler handler) {
    routes.add(new WebRoute.Post(path, handler));
    return this;
  }

  /** Serves server-sent events at a path. */
  public WebRoutes events(String path, EventHandler handler) {
    routes.add(new WebRoute.Events(path, handler));
    return this;
  }

  /**
   * Answers GET (and HEAD) of a path with content that is sent as it is read, for as long as that
   * takes; also one range of bytes of it (RFC 9110, section 14), as players and resumed downloads
   * ask for.
   */
  public WebRoutes stream(String path, ContentHandler handler) {
    routes.add(new WebRoute.Stream(path, handler));
    return this;
  }

  /**
   * Takes a POST with a raw body of at most so many bytes, read as it comes; 413 for a longer one.
   * Posts from pages of other sites are refused before the handler.
   */
  public WebRoutes upload(String path, long bytesMax, UploadHandler handler) {
    routes.add(new WebRoute.Upload(path, bytesMax, handler));
    return this;
  }

  /**
   * Has every request looked at before its handler: of pages, events, streams and uploads, not of
   * {@link #resources}, API docs and health.
   */
  public WebRoutes guard(WebGuard newGuard) {
    guard = newGuard;
    return this;
  }

  /**
   * Serves the files of a class path folder, such as {@code mutual/pages/assets}, under a prefix
   * that ends in a slash; with an entity tag, and cached by browsers for an hour.
   */
  public WebRoutes resources(String prefix, String classpathFolder) {
    routes.add(new WebRoute.Resources(prefix, classpathFolder, WebRoutes.class.getClassLoader()));
    return this;
  }

  /** Says how errors look. */
  public WebRoutes errorPages(ErrorPages pages) {
    errorPages = pages;
    return this;
  }

  /** All routes so far, in order. */
  public List<WebRoute> routes() {
    return List.copyOf(routes);
  }

  /** Who may use the pages. */
  public WebGuard guard() {
    return guard;
  }

  /** How errors look. */
  public ErrorPages errorPages() {
    return errorPages;
  }
}
