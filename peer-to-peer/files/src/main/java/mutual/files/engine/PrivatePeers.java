package mutual.files.engine;

import java.net.InetSocketAddress;
import java.util.List;
import mutual.middleware.NodeId;

/** What the engine asks of those who know contacts. */
public interface PrivatePeers {
  /** Whether a peer, whose key is proven, is of an audience now. Must answer at once. */
  boolean admits(Audience audience, NodeId peer);

  /**
   * Where a contact's engine listens; empty if it cannot be reached now. May block for some
   * seconds; asked again later.
   */
  List<InetSocketAddress> find(NodeId provider) throws InterruptedException;

  /** Knows nobody. */
  static PrivatePeers none() {
    return new PrivatePeers() {
      @Override
      public boolean admits(Audience audience, NodeId peer) {
        return false;
      }

      @Override
      public List<InetSocketAddress> find(NodeId provider) {
        return List.of();
      }
    };
  }
}
