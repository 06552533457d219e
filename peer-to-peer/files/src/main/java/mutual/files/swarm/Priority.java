package mutual.files.swarm;

/** How much a piece is wanted. */
public enum Priority {
  /** Not at all. */
  SKIP,
  /** After all others. */
  LOW,
  /** As usual. */
  NORMAL,
  /** Before the usual. */
  HIGH,
  /** Before everything, in the order that was said: somebody is watching it. */
  URGENT
}
