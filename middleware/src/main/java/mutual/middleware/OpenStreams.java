package mutual.middleware;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The live event streams of one people port, so that they can be bounded, and closed with it. */
final class OpenStreams {
  /** Streams at a time. */
  static final int OPEN_MAX = 1000;

  private final Set<LiveStream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  /** Takes a stream in; false if there are too many, or if the port is closing. */
  boolean add(LiveStream stream) {
    if (open.size() >= OPEN_MAX || closing) {
      return false;
    }
    open.add(stream);
    stream.onClose(() -> open.remove(stream));
    if (closing) {
      stream.close();
    }
    return true;
  }

  int size() {
    return open.size();
  }

  void closeAll() {
    closing = true;
    open.forEach(LiveStream::close);
  }
}
