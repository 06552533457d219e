package mutual.middleware;

/**
 * Says who may call a {@link NodeServer}. Asked for every request, before any handler, because a
 * connection may outlive a right. Must answer at once: it is called on event loops and must neither
 * block nor throw.
 */
@FunctionalInterface
public interface Access {
  /**
   * Says whether a node with this key is expected here at all; others are refused whatever they
   * ask. Asked first, also for health and API docs.
   */
  boolean expects(NodeId caller);

  /**
   * Says whether an expected caller may call a method.
   *
   * @param method full gRPC name, such as {@code mutual.bank.v1.Accounts/ListAccounts}
   */
  default boolean allows(NodeId caller, String method) {
    return true;
  }
}
