package mutual.middleware.web;

/** One entry of {@link WebRoutes}. */
public sealed interface WebRoute {
  /** What a GET of a path answers; parts in braces match one path segment. */
  record Get(String path, WebHandler handler) implements WebRoute {}

  /** What a POST to a path answers. */
  record Post(String path, WebHandler handler) implements WebRoute {}

  /** A stream of server-sent events at a path. */
  record Events(String path, EventHandler handler) implements WebRoute {}

  /** Content that is sent as it is read. */
  record Stream(String path, ContentHandler handler) implements WebRoute {}

  /** A POST whose body, of at most so many bytes, is read as it comes. */
  record Upload(String path, long bytesMax, UploadHandler handler) implements WebRoute {}

  /** Files of a folder on the class path under a path prefix. */
  record Resources(String prefix, String folder, ClassLoader loader) implements WebRoute {}
}
