package mutual.middleware.web;

/** Starts one stream of server-sent events. Runs on a virtual thread of its own. */
@FunctionalInterface
public interface EventHandler {
  /**
   * Subscribes the stream to whatever it shall show, and returns; the stream stays open until it is
   * closed at either end. A {@link WebException} thrown before the first event becomes an ordinary
   * error answer.
   */
  void open(WebRequest request, EventStream stream) throws Exception;
}
