package mutual.middleware;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where nodes can be reached. Says nothing of who they are: that is proven by the key on each
 * connection. Safe for use by many threads; ends with the process.
 */
public final class Directory {
  private final Map<NodeId, List<NodeAddress>> table = new ConcurrentHashMap<>();

  private Directory() {}

  public static Directory inMemory() {
    return new Directory();
  }

  /** The addresses of a node, most preferred first; empty if none is known. */
  public List<NodeAddress> addresses(NodeId node) {
    return table.getOrDefault(node, List.of());
  }

  /** Replaces the addresses of a node; none forgets it. */
  public void put(NodeId node, List<NodeAddress> addresses) {
    if (addresses.isEmpty()) {
      table.remove(node);
    } else {
      table.put(node, List.copyOf(addresses));
    }
  }
}
