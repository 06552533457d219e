package mutual.peer;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.BitSet;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import mutual.files.torrent.ContentFile;

/** Files chosen by glob patterns on their paths or names. */
final class FileChoice {
  private FileChoice() {}

  private static PathMatcher matcher(String glob) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "Not a pattern of file names: " + glob + " (" + e.getDescription() + ")", e);
    }
  }

  /** Indexes of the chosen files; of all if there is no pattern. */
  static BitSet of(List<String> globs, List<ContentFile> files) {
    List<PathMatcher> matchers = globs.stream().map(FileChoice::matcher).toList();
    BitSet chosen = new BitSet(files.size());
    for (ContentFile file : files) {
      Path path = Path.of(file.displayPath());
      Path name = Path.of(file.path().getLast());
      if (globs.isEmpty()
          || matchers.stream().anyMatch(each -> each.matches(path) || each.matches(name))) {
        chosen.set(file.index());
      }
    }
    if (chosen.isEmpty() && !files.isEmpty()) {
      throw Answers.refused("no file is called " + String.join(" or ", globs));
    }
    return chosen;
  }
}
