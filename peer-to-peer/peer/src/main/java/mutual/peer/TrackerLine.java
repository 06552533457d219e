package mutual.peer;

import mutual.files.tracker.TrackerStatus;

/** A tracker and how it stands with it, in one line of words. */
public final class TrackerLine {
  private TrackerLine() {}

  public static String of(TrackerStatus tracker) {
    String state =
        switch (tracker.state()) {
          case SPARE -> "not needed";
          case ASKING -> "being asked";
          case WORKING -> "works, named " + tracker.peers() + " peers";
          case FAILING -> "fails";
        };
    return tracker.url()
        + " "
        + state
        + (tracker.trouble().isEmpty() ? "" : ": " + tracker.trouble());
  }
}
