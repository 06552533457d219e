package mutual.files.engine;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import mutual.files.torrent.ContentFile;
import mutual.files.torrent.Magnet;

/**
 * Which files of a share are wanted, said before they are known: glob patterns on their paths, or
 * ranges of indexes written {@code #first-last}, as magnet links have them (BEP 53).
 */
final class Selection {
  private static final String RANGE = "#";

  private Selection() {}

  static List<String> of(Magnet magnet) {
    return magnet.selection().stream()
        .map(range -> RANGE + range.first() + "-" + range.last())
        .toList();
  }

  /**
   * The indexes of files that no word selects; none if there are no words.
   *
   * @throws java.util.regex.PatternSyntaxException if a pattern is none
   */
  static List<Integer> unwanted(List<String> words, List<ContentFile> files) {
    if (words.isEmpty()) {
      return List.of();
    }
    List<Predicate<ContentFile>> tests = words.stream().map(Selection::test).toList();
    List<Integer> unwanted = new ArrayList<>();
    for (ContentFile file : files) {
      if (tests.stream().noneMatch(test -> test.test(file))) {
        unwanted.add(file.index());
      }
    }
    return unwanted;
  }

  /**
   * Refuses patterns that are none.
   *
   * @throws IllegalArgumentException with a sentence
   */
  static void check(List<String> words) {
    for (String word : words) {
      try {
        var _ = test(word);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "Not a pattern of file names: " + word + " (" + e.getDescription() + ")", e);
      }
    }
  }

  private static Predicate<ContentFile> test(String word) {
    if (word.startsWith(RANGE)) {
      int dash = word.indexOf('-');
      int first = Integer.parseInt(word.substring(RANGE.length(), dash));
      int last = Integer.parseInt(word.substring(dash + 1));
      return file -> file.index() >= first && file.index() <= last;
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + word);
    return file ->
        matcher.matches(Path.of(file.displayPath()))
            || matcher.matches(Path.of(file.path().getLast()));
  }
}
