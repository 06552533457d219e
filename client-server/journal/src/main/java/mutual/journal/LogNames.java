package mutual.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the files in a log's folder, for example:
 *
 * <pre>
 * lock                            held by the process that has the log open
 * 00000000000000000000.segment    commands from number 1 on
 * 00000000000000125000.segment    commands from number 125001 on
 * 00000000000000120000.snapshot   the core's state after command 120000
 * next.new                        a segment being prepared
 * snapshot.new                    a snapshot being written
 * </pre>
 *
 * Names ending in {@code .new} mean nothing yet, and are deleted when the log is opened.
 */
final class LogNames {
  static final String LOCK = "lock";
  static final String NEXT_SEGMENT = "next.new";
  static final String NEXT_SNAPSHOT = "snapshot.new";

  private static final Pattern NUMBERED = Pattern.compile("(\\d{20})\\.(segment|snapshot)");

  private LogNames() {}

  static String segment(long basePosition) {
    return String.format("%020d.segment", basePosition);
  }

  static String snapshot(long position) {
    return String.format("%020d.snapshot", position);
  }

  /**
   * True if the folder has never held a log: no segment, and no snapshot, not even a damaged one.
   */
  static boolean noneIn(FileSystem files, Path folder) throws IOException {
    return files.list(folder).stream()
        .noneMatch(name -> name.contains(".segment") || name.contains(".snapshot"));
  }

  /** The base positions of the segments in the folder, rising. */
  static List<Long> segments(FileSystem files, Path folder) throws IOException {
    return numbers(files, folder, "segment");
  }

  /** The positions of the snapshots in the folder, rising. */
  static List<Long> snapshots(FileSystem files, Path folder) throws IOException {
    return numbers(files, folder, "snapshot");
  }

  private static List<Long> numbers(FileSystem files, Path folder, String kind) throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (String name : files.list(folder)) {
      Matcher matcher = NUMBERED.matcher(name);
      if (matcher.matches() && matcher.group(2).equals(kind)) {
        numbers.add(Long.parseLong(matcher.group(1)));
      }
    }
    return numbers;
  }
}
