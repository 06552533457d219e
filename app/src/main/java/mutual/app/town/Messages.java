package mutual.app.town;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last messages that passed, without the beats by which machines only say that they live. */
public final class Messages {
  static final int KEPT_MAX = 12;

  private final Deque<Message> messages = new ArrayDeque<>();

  /** One message that passed. */
  public record Message(Instant time, String from, String to, String what, String status) {
    public boolean ok() {
      return status.equals("OK");
    }
  }

  synchronized void add(Message message) {
    messages.addFirst(message);
    if (messages.size() > KEPT_MAX) {
      messages.removeLast();
    }
  }

  synchronized List<Message> latest() {
    return List.copyOf(messages);
  }
}
