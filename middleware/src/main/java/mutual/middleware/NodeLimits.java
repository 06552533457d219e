package mutual.middleware;

import java.time.Duration;

/**
 * What a {@link NodeServer} accepts from the outside; whatever goes beyond is refused.
 *
 * @param requestBytesMax bytes of one request on the node port, gRPC or REST
 * @param requestsRunningMax requests at a time on the whole node port
 * @param requestTimeoutDefault for requests that name no deadline
 * @param requestTimeoutMax for requests that name a longer deadline
 * @param drainTimeout for running requests when the server closes
 */
public record NodeLimits(
    int requestBytesMax,
    int requestsRunningMax,
    Duration requestTimeoutDefault,
    Duration requestTimeoutMax,
    Duration drainTimeout,
    Connections connections) {
  /** The limits that hold unless something else is said. */
  public static final NodeLimits DEFAULT =
      new NodeLimits(
          1024 * 1024,
          8192,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          new Connections(4096, 256, 16 * 1024, Duration.ofSeconds(10), Duration.ofSeconds(60)));

  /**
   * What holds on each of the two ports.
   *
   * @param max connections at a time
   * @param streamsMax requests at a time on one HTTP/2 connection
   * @param headerBytesMax bytes of all header fields of one request
   * @param handshakeTimeout for the TLS handshake to be completed and for the first request to
   *     begin
   * @param idleTimeout after which a connection without requests is closed
   */
  public record Connections(
      int max,
      int streamsMax,
      int headerBytesMax,
      Duration handshakeTimeout,
      Duration idleTimeout) {}

  /** The same limits with larger requests, as for batches. */
  public NodeLimits withRequestBytesMax(int bytes) {
    return new NodeLimits(
        bytes,
        requestsRunningMax,
        requestTimeoutDefault,
        requestTimeoutMax,
        drainTimeout,
        connections);
  }

  /** The same limits with other times for requests. */
  public NodeLimits withRequestTimeouts(Duration unlessSaid, Duration max) {
    return new NodeLimits(
        requestBytesMax, requestsRunningMax, unlessSaid, max, drainTimeout, connections);
  }

  /** The same limits with others for connections. */
  NodeLimits withConnections(Connections others) {
    return new NodeLimits(
        requestBytesMax,
        requestsRunningMax,
        requestTimeoutDefault,
        requestTimeoutMax,
        drainTimeout,
        others);
  }
}
