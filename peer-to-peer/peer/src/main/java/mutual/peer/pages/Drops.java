package mutual.peer.pages;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mutual.files.engine.Audience;

/**
 * The drops that are being received into one folder. Each is gathered in a hidden folder of its
 * own, and what it holds moves out of there only when it is whole. Safe for use by many threads.
 */
final class Drops {
  /** Drops that may be received at once; with one more, the oldest is given up. */
  static final int OPEN_MAX = 4;

  private final Path folder;
  private final String prefix;
  private final Map<String, Drop> open = new LinkedHashMap<>();
  private int last;

  /**
   * @param folder may not exist yet
   * @param owner tells this peer's hidden folders from those of others that use the same folder
   */
  Drops(Path folder, String owner) {
    this.folder = folder;
    prefix = ".receiving-" + owner + "-";
  }

  /** Begins to receive one; the first time, deletes what an earlier run left half-received. */
  synchronized String begin(Audience audience) throws IOException {
    Files.createDirectories(folder);
    if (last == 0) {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, prefix + "*")) {
        for (Path one : left) {
          Drop.delete(one);
        }
      }
    }
    if (open.size() >= OPEN_MAX) {
      cancel(open.keySet().iterator().next());
    }
    String name = Integer.toString(++last);
    open.put(name, new Drop(Files.createDirectory(folder.resolve(prefix + name)), audience));
    return name;
  }

  synchronized Drop find(String name) {
    return Optional.ofNullable(open.get(name)).orElseThrow(Drop::gone);
  }

  /** Puts what was received into the folder, each under a name that was free. */
  synchronized List<Path> finish(String name) throws IOException {
    List<Path> placed = find(name).moveInto(folder);
    open.remove(name);
    return placed;
  }

  /** Deletes what was received. */
  synchronized void cancel(String name) throws IOException {
    Drop drop = open.remove(name);
    if (drop != null) {
      drop.giveUp();
    }
  }
}
