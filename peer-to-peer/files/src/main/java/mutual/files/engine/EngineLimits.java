package mutual.files.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mutual.middleware.SecretFiles;

/** The limits of all shares together, kept in a file of two numbers: bytes per second up, down. */
final class EngineLimits {
  private final Path file;
  private final long up;
  private final long down;

  EngineLimits(Path file) throws IOException {
    this.file = file;
    long[] kept = {0, 0};
    if (Files.exists(file)) {
      String[] words = Files.readString(file).strip().split(" ", -1);
      try {
        kept[0] = Long.parseLong(words[0]);
        kept[1] = Long.parseLong(words[1]);
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw new IOException(file + " is damaged; remove it to have no limits", e);
      }
    }
    up = kept[0];
    down = kept[1];
  }

  long up() {
    return up;
  }

  long down() {
    return down;
  }

  void write(long upBytesPerSecond, long downBytesPerSecond) {
    SecretFiles.replace(
        file, upBytesPerSecond + " " + downBytesPerSecond + "\n", /* secret= */ false);
  }
}
