package mutual.peer.pages;

import java.util.List;
import mutual.files.engine.FileStatus;
import org.jspecify.annotations.Nullable;

/**
 * The files of a share that one page has room for.
 *
 * @param from place of the first in the list of all
 * @param all how many there are
 */
public record FileList(List<FileStatus> shown, int from, int all) {
  static final int ROWS_MAX = 60;

  static FileList of(List<FileStatus> files, String from) {
    int start = from.matches("[0-9]{1,7}") ? Math.min(Integer.parseInt(from), files.size()) : 0;
    return new FileList(
        List.copyOf(files.subList(start, Math.min(start + ROWS_MAX, files.size()))),
        start,
        files.size());
  }

  /** Whether there is one file, which is wanted: nothing to choose from. */
  public boolean onlyWanted() {
    return all == 1 && shown.stream().allMatch(FileStatus::wanted);
  }

  public @Nullable String before() {
    return from == 0 ? null : "?from=" + Math.max(0, from - ROWS_MAX);
  }

  public @Nullable String after() {
    return from + ROWS_MAX >= all ? null : "?from=" + (from + ROWS_MAX);
  }
}
