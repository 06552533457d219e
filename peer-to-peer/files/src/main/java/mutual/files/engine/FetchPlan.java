package mutual.files.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import mutual.files.torrent.ContentFile;

/**
 * How to fetch something.
 *
 * @param folder where the content's file or folder is to be made
 * @param only which files are wanted, as glob patterns on their paths; all if empty
 * @param sequential whether in order, as for playing, instead of rarest first
 * @param paused whether not yet
 */
public record FetchPlan(Path folder, List<String> only, boolean sequential, boolean paused) {
  public FetchPlan {
    only = List.copyOf(only);
  }

  /** All of it, now. */
  public static FetchPlan into(Path folder) {
    return new FetchPlan(folder, List.of(), false, false);
  }

  /**
   * Whether a file is wanted: a pattern matches its path below the content's folder, or its name.
   *
   * @throws java.util.regex.PatternSyntaxException if a pattern is none
   */
  Predicate<ContentFile> wanted() {
    if (only.isEmpty()) {
      return file -> true;
    }
    List<java.nio.file.PathMatcher> matchers =
        only.stream()
            .map(glob -> java.nio.file.FileSystems.getDefault().getPathMatcher("glob:" + glob))
            .toList();
    return file ->
        matchers.stream()
            .anyMatch(
                matcher ->
                    matcher.matches(Path.of(file.displayPath()))
                        || matcher.matches(Path.of(file.path().getLast())));
  }
}
