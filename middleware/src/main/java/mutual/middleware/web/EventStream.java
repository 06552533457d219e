package mutual.middleware.web;

/**
 * One open stream of server-sent events (WHATWG HTML, section 9.2). Safe for use by many threads.
 *
 * <p>No thread belongs to an idle stream: comments that keep it alive come from a shared timer.
 * What a slow reader has not taken yet is kept up to {@link #BUFFERED_BYTES_MAX}; a reader further
 * behind is disconnected, and its browser connects again.
 */
public interface EventStream extends AutoCloseable {
  /** Bytes that may wait for one slow reader. */
  int BUFFERED_BYTES_MAX = 256 * 1024;

  /** Seconds between the comments that keep an idle stream open. */
  int HEARTBEAT_SECONDS = 15;

  /**
   * Sends an event; text of several lines arrives as such. Returns false, and does nothing, if the
   * stream is closed or its buffer is full (which closes it).
   */
  boolean send(String event, String data);

  /** Says whether either end has closed the stream. */
  boolean closed();

  /** Runs an action once the stream is closed; at once if it is already. */
  void onClose(Runnable action);

  @Override
  void close();
}
