package mutual.middleware.web;

/**
 * A request that cannot be served, with the HTTP status and the sentence that a person shall read.
 */
public final class WebException extends RuntimeException {
  private final int status;

  /** The message is shown to the person who asked. */
  public WebException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The answer for a page that does not exist. */
  public static WebException notFound() {
    return new WebException(404, "There is no such page.");
  }

  /** HTTP status, 400 to 599. */
  public int status() {
    return status;
  }
}
