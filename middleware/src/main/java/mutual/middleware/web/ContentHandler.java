package mutual.middleware.web;

/** Finds the content that answers a request. Runs on a virtual thread of its own and may block. */
@FunctionalInterface
public interface ContentHandler {
  /** Returns the content; a {@link WebException} becomes an ordinary error answer. */
  WebContent open(WebRequest request) throws Exception;
}
