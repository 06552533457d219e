package mutual.files.engine;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Counts threads, virtual ones too. */
final class Threads {
  private Threads() {}

  /**
   * Threads whose names begin so.
   *
   * @param folder where a list of all of them is written for a moment
   */
  static long named(Path folder, String... prefixes) {
    Path dump = folder.resolve("threads.txt");
    try {
      Files.deleteIfExists(dump);
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toAbsolutePath().toString(), ThreadDumpFormat.TEXT_PLAIN);
      return Files.readAllLines(dump).stream()
          .filter(line -> Arrays.stream(prefixes).anyMatch(name -> line.contains("\"" + name)))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
