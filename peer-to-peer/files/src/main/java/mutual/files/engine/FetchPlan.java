package mutual.files.engine;

import java.nio.file.Path;
import java.util.List;

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
}
