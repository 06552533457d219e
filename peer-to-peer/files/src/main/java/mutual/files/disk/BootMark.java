package mutual.files.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What tells one start of this machine from another, and so a killed process from a power cut. */
final class BootMark {
  private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

  private BootMark() {}

  /** Where the system does not say, every start of ours counts as one of the machine's. */
  static String ofThisMachine() {
    try {
      return Files.readString(LINUX).strip();
    } catch (IOException e) {
      return "process " + ProcessHandle.current().pid() + " at " + System.currentTimeMillis();
    }
  }
}
