package mutual.middleware;

import java.time.Duration;

/**
 * What a {@link NodeServer} accepts from the outside; whatever goes beyond is refused.
 *
 * @param requestBytesMax bytes of one request on the node port, gRPC or REST
 * @param connectionsMax connections at a time, on each of the two ports
 * @param streamsPerConnectionMax requests at a time on one HTTP/2 connection
 * @param requestsRunningMax requests at a time on the whole node port
 * @param headerBytesMax bytes of all header fields of one request
 * @param handshakeTimeout for the TLS handshake to be completed and for the first request to begin
 * @param idleTimeout after which a connection without requests is closed
 * @param requestTimeoutDefault for requests that name no deadline
 * @param requestTimeoutMax for requests that name a longer deadline
 * @param drainTimeout for running requests when the server closes
 */
public record NodeLimits(
    int requestBytesMax,
    int connectionsMax,
    int streamsPerConnectionMax,
    int requestsRunningMax,
    int headerBytesMax,
    Duration handshakeTimeout,
    Duration idleTimeout,
    Duration requestTimeoutDefault,
    Duration requestTimeoutMax,
    Duration drainTimeout) {
  /** The limits that hold unless something else is said. */
  public static final NodeLimits DEFAULT =
      new NodeLimits(
          1024 * 1024,
          4096,
          256,
          8192,
          16 * 1024,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10));

  /** The same limits with larger requests, as for batches. */
  public NodeLimits withRequestBytesMax(int bytes) {
    return new NodeLimits(
        bytes,
        connectionsMax,
        streamsPerConnectionMax,
        requestsRunningMax,
        headerBytesMax,
        handshakeTimeout,
        idleTimeout,
        requestTimeoutDefault,
        requestTimeoutMax,
        drainTimeout);
  }

  /** The same limits with another number of connections and of requests on each. */
  public NodeLimits withConnections(int connections, int streamsPerConnection) {
    return new NodeLimits(
        requestBytesMax,
        connections,
        streamsPerConnection,
        requestsRunningMax,
        headerBytesMax,
        handshakeTimeout,
        idleTimeout,
        requestTimeoutDefault,
        requestTimeoutMax,
        drainTimeout);
  }

  /** The same limits with other times for connections. */
  public NodeLimits withConnectionTimeouts(Duration handshake, Duration idle) {
    return new NodeLimits(
        requestBytesMax,
        connectionsMax,
        streamsPerConnectionMax,
        requestsRunningMax,
        headerBytesMax,
        handshake,
        idle,
        requestTimeoutDefault,
        requestTimeoutMax,
        drainTimeout);
  }

  /** The same limits with other times for requests. */
  public NodeLimits withRequestTimeouts(Duration unlessSaid, Duration max, Duration drain) {
    return new NodeLimits(
        requestBytesMax,
        connectionsMax,
        streamsPerConnectionMax,
        requestsRunningMax,
        headerBytesMax,
        handshakeTimeout,
        idleTimeout,
        unlessSaid,
        max,
        drain);
  }
}
