package mutual.middleware;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Directory} as an immutable table that each change replaces, and its file, if it has one.
 */
final class TableDirectory implements Directory {
  private final @Nullable Path file;
  private volatile Map<NodeId, List<NodeAddress>> table;

  TableDirectory(@Nullable Path file) {
    this.file = file;
    this.table = file == null || !Files.exists(file) ? Map.of() : read(file);
  }

  @Override
  public List<NodeAddress> addresses(NodeId node) {
    return table.getOrDefault(node, List.of());
  }

  @Override
  public synchronized void put(NodeId node, List<NodeAddress> addresses) {
    if (addresses(node).equals(addresses)) {
      return;
    }
    Map<NodeId, List<NodeAddress>> changed = new TreeMap<>(table);
    if (addresses.isEmpty()) {
      changed.remove(node);
    } else {
      changed.put(node, List.copyOf(addresses));
    }
    if (file != null) {
      StringBuilder text = new StringBuilder("# Node ids and where they can be reached.\n");
      changed.forEach(
          (id, list) -> {
            text.append(id);
            list.forEach(address -> text.append(' ').append(address));
            text.append('\n');
          });
      SecretFiles.replace(file, text.toString(), false);
    }
    table = changed;
  }

  @Override
  public Map<NodeId, List<NodeAddress>> entries() {
    return table;
  }

  private static Map<NodeId, List<NodeAddress>> read(Path file) {
    Map<NodeId, List<NodeAddress>> table = new TreeMap<>();
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        String[] parts = line.split("\\s+", -1);
        List<NodeAddress> addresses = new ArrayList<>();
        Arrays.stream(parts).skip(1).map(NodeAddress::parse).forEach(addresses::add);
        table.put(NodeId.parse(parts[0]), List.copyOf(addresses));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(file + ", line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    return table;
  }
}
