package mutual.middleware.web;

import java.util.ArrayList;
import java.util.List;

/**
 * The pages of a server: which handler answers which path.
 *
 * <pre>{@code
 * new WebRoutes()
 *     .get("/", request -> WebResponse.html(page))
 *     .post("/accounts/{number}/close", request -> close(request.param("number")))
 *     .events("/live", (request, stream) -> town.subscribe(stream))
 *     .resources("/assets/", "mutual/pages/assets");
 * }</pre>
 */
public final class WebRoutes {
  private final List<WebRoute> routes = new ArrayList<>();
  private ErrorPages errorPages = ErrorPages.plain();

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

  /** How errors look. */
  public ErrorPages errorPages() {
    return errorPages;
  }
}
