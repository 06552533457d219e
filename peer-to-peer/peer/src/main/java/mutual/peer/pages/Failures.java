package mutual.peer.pages;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What went wrong after a form was answered, until its owner has seen it. */
public final class Failures {
  /** Kept at once; with one more, the oldest is forgotten. */
  static final int KEPT_MAX = 8;

  private final Deque<Failure> failures = new ArrayDeque<>();
  private long last;

  /** One thing that went wrong. */
  public record Failure(long number, String text) {}

  synchronized void add(String text) {
    failures.addFirst(new Failure(++last, text));
    if (failures.size() > KEPT_MAX) {
      failures.removeLast();
    }
  }

  synchronized void dismiss(long number) {
    failures.removeIf(failure -> failure.number() == number);
  }

  /** The newest first. */
  synchronized List<Failure> all() {
    return List.copyOf(failures);
  }
}
