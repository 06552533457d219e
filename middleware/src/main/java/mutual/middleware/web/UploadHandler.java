package mutual.middleware.web;

import java.io.InputStream;

/** Takes a body of any length. Runs on a virtual thread of its own and may block. */
@FunctionalInterface
public interface UploadHandler {
  /** Seconds for which a body may pause. */
  int PAUSE_SECONDS_MAX = 60;

  /**
   * Reads the body, as fast as it likes, and returns the answer; the request has no form. Reading
   * ends with an {@link java.io.IOException} if the upload breaks off, and with a {@link
   * WebException}, to be left alone, if the body is longer than the route allows or pauses for too
   * long.
   */
  WebResponse handle(WebRequest request, InputStream body) throws Exception;
}
