package mutual.files.disk;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import mutual.files.disk.StorageException.Reason;
import mutual.files.torrent.ContentFile;
import mutual.files.torrent.InfoDictionary;

/**
 * Where a share's files are below the folder that was chosen for it: each at its own path, none
 * outside.
 *
 * <p>The first step of every path is the share's own file or folder, its <em>top</em>. The paths
 * depend on nothing but the torrent, the top's name and the kind of machine, so that they are the
 * same after a restart.
 */
final class Layout {
  private final Path folder;
  private final String top;
  private final List<Path> paths;

  private Layout(Path folder, String top, List<Path> paths) {
    this.folder = folder;
    this.top = top;
    this.paths = paths;
  }

  /** The name that a stranger's torrent would give to its top. */
  static String safeTop(InfoDictionary info) {
    return SafeNames.ofThisMachine().safe(info.name());
  }

  /** With a stranger's names made safe. */
  static Layout safe(InfoDictionary info, Path folder, String top) throws StorageException {
    boolean linux = System.getProperty("os.name", "").equals("Linux");
    return of(info, folder, top, SafeNames.ofThisMachine()::safe, !linux);
  }

  /** With the names as they are: of files that are there already, on this disk. */
  static Layout asIs(InfoDictionary info, Path folder) throws StorageException {
    return of(info, folder, info.name(), name -> name, false);
  }

  static Layout of(
      InfoDictionary info,
      Path folder,
      String top,
      UnaryOperator<String> naming,
      boolean caseInsensitive)
      throws StorageException {
    List<Path> paths = new ArrayList<>(info.files().size());
    Set<String> taken = new HashSet<>();
    // Safe names of folders by their original paths, so that each is decided once.
    Map<String, String> folders = new HashMap<>();
    for (ContentFile file : info.files()) {
      StringBuilder original = new StringBuilder();
      StringBuilder safe = new StringBuilder(top);
      List<String> names = info.singleFile() ? List.of() : file.path();
      for (int i = 0; i < names.size(); i++) {
        original.append('/').append(names.get(i));
        String parent = safe.toString();
        boolean last = i == names.size() - 1;
        String name = names.get(i);
        String known = last ? null : folders.get(original.toString());
        String step =
            known != null ? known : free(parent, name, original, naming, caseInsensitive, taken);
        if (!last) {
          folders.putIfAbsent(original.toString(), step);
        }
        safe.append('/').append(step);
      }
      paths.add(resolved(folder, safe.toString()));
    }
    return new Layout(folder, top, paths);
  }

  private static String free(
      String parent,
      String name,
      CharSequence original,
      UnaryOperator<String> naming,
      boolean caseInsensitive,
      Set<String> taken) {
    String step = naming.apply(name);
    for (int i = 0; !taken.add(key(parent + "/" + step, caseInsensitive)); i++) {
      step = SafeNames.marked(naming.apply(name), original + "#" + i);
    }
    return step;
  }

  private static String key(String path, boolean caseInsensitive) {
    return caseInsensitive ? path.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT) : path;
  }

  private static Path resolved(Path folder, String relative) throws StorageException {
    try {
      Path path = folder.resolve(relative);
      // The names cannot lead outside; should they ever, this stops it.
      if (!path.normalize().equals(path) || !path.startsWith(folder) || path.equals(folder)) {
        throw new StorageException(Reason.NOT_OURS, "A file of the share would be elsewhere.");
      }
      return path;
    } catch (InvalidPathException e) {
      throw new StorageException(
          Reason.FAILED, "This system cannot have a file of the name " + relative + ".");
    }
  }

  /** The folder that something is in; every path below a chosen folder is in one. */
  static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  /** The folder that was chosen, absolute and normalized. */
  Path folder() {
    return folder;
  }

  String top() {
    return top;
  }

  /** The share's own file or folder. */
  Path topPath() {
    return folder.resolve(top);
  }

  Path path(int file) {
    return paths.get(file);
  }

  List<Path> paths() {
    return paths;
  }

  /** The same files below another folder. */
  Layout in(Path other) {
    return new Layout(
        other, top, paths.stream().map(path -> other.resolve(folder.relativize(path))).toList());
  }
}
