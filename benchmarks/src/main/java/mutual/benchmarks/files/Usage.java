package mutual.benchmarks.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux says that a process and those it has started have used. */
final class Usage {
  /** The unit of {@code /proc/PID/stat}; the same on every Linux that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  // Of proc(5), counted from the process's state, which follows its name.
  private static final int USER_TICKS = 11;
  private static final int TICK_FIELDS = 4;

  private Usage() {}

  /** Processor time so far, with that of children, running and ended. */
  static double cpuSeconds(ProcessHandle process) throws IOException {
    long ticks = 0;
    for (long pid : family(process)) {
      String stat = read(pid, "stat");
      String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
      for (int i = USER_TICKS; i < USER_TICKS + TICK_FIELDS && i < fields.length; i++) {
        ticks += Long.parseLong(fields[i]);
      }
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** The most memory that has been resident, with that of children. */
  static long peakBytes(ProcessHandle process) throws IOException {
    return statusBytes(process, "VmHWM:");
  }

  /** The memory that is resident now, with that of children. */
  static long residentBytes(ProcessHandle process) throws IOException {
    return statusBytes(process, "VmRSS:");
  }

  private static long statusBytes(ProcessHandle process, String field) throws IOException {
    long kibibytes = 0;
    for (long pid : family(process)) {
      for (String line : read(pid, "status").lines().toList()) {
        if (line.startsWith(field)) {
          kibibytes += Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
    }
    return kibibytes << 10;
  }

  private static List<Long> family(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .map(ProcessHandle::pid)
        .toList();
  }

  private static String read(long pid, String file) throws IOException {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (NoSuchFileException e) {
      return ""; // It has ended meanwhile, and its parent has its times.
    }
  }
}
