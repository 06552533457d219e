package mutual.middleware.web;

/** Answers one request. Runs on a virtual thread of its own and may block. */
@FunctionalInterface
public interface WebHandler {
  /**
   * Returns the answer. A {@link WebException} becomes an error page with its status and message;
   * anything else thrown becomes a page that says no more than that something went wrong.
   */
  WebResponse handle(WebRequest request) throws Exception;
}
