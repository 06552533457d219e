package mutual.files.tracker;

/**
 * How long a tracker may take.
 *
 * @param connectMillisMax for a connection over TCP
 * @param httpMillisMax for one announce over HTTP, redirections and all
 * @param udpFirstMillis until the first datagram is sent again; twice as long after each (BEP 15)
 * @param udpMillisMax for one announce over UDP
 */
record TrackerTimeouts(
    long connectMillisMax, long httpMillisMax, long udpFirstMillis, long udpMillisMax) {
  static final TrackerTimeouts DEFAULT = new TrackerTimeouts(10_000, 30_000, 15_000, 60_000);
}
