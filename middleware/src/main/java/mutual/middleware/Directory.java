package mutual.middleware;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where nodes can be reached. Says nothing of who they are: that is proven by the key on each
 * connection.
 */
public interface Directory {
  /** The addresses of a node, most preferred first; empty if none is known. Must answer at once. */
  List<NodeAddress> addresses(NodeId node);

  /** Replaces the addresses of a node; none forgets it. */
  void put(NodeId node, List<NodeAddress> addresses);

  /** All nodes and their addresses. */
  Map<NodeId, List<NodeAddress>> entries();

  /** A directory that ends with the process. */
  static Directory inMemory() {
    return new TableDirectory(null);
  }

  /**
   * A directory kept in a text file: on each line a node id and its addresses, separated by blanks;
   * lines that start with # are ignored. Every change replaces the file as a whole.
   *
   * @throws IllegalArgumentException naming the line, if the file is not of this form
   */
  static Directory file(Path file) {
    return new TableDirectory(file);
  }
}
