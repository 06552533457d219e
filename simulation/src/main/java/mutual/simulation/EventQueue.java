package mutual.simulation;

import java.util.PriorityQueue;

/**
 * Simulated time: things happen in the order of their times, and at equal times in the order they
 * were asked for.
 */
final class EventQueue {
  private record Event(long atMillis, long order, String what, Runnable action) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          (a, b) ->
              a.atMillis != b.atMillis
                  ? Long.compare(a.atMillis, b.atMillis)
                  : Long.compare(a.order, b.order));
  private long nowMillis;
  private long order;

  EventQueue(long startMillis) {
    this.nowMillis = startMillis;
  }

  long nowMillis() {
    return nowMillis;
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  void after(long delayMillis, String what, Runnable action) {
    events.add(new Event(nowMillis + Math.max(0, delayMillis), order++, what, action));
  }

  /** Lets the next thing happen and tells what it was. */
  String step() {
    Event event = events.remove();
    nowMillis = event.atMillis;
    event.action.run();
    return event.what;
  }
}
