package mutual.middleware;

/**
 * Hears of every call between nodes once it has ended; for live pictures. Must return at once and
 * never throw.
 */
@FunctionalInterface
public interface TrafficListener {
  /**
   * One call has ended.
   *
   * @param method full gRPC name, such as {@code mutual.bank.v1.Accounts/ListAccounts}, or the path
   *     for other requests
   * @param status gRPC status name, such as {@code OK}, or the HTTP status for other requests
   */
  void onCall(NodeId from, NodeId to, String method, String status, long nanos);

  /** Ignores everything. */
  static TrafficListener none() {
    return (from, to, method, status, nanos) -> {};
  }
}
