package mutual.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import mutual.app.CommandFailure;
import mutual.app.ExitCode;
import mutual.middleware.SecretFiles;
import org.jspecify.annotations.Nullable;

/**
 * A demo's data folder, held by one process at a time. The lock file also marks the folder as a
 * demo's, so that {@code --fresh} deletes nothing else.
 */
final class DemoFolder implements AutoCloseable {
  private static final String LOCK_FILE = "demo.lock";
  private static final String ADDRESS_FILE = "demo.address";

  private final Path folder;
  private final FileChannel channel;

  private DemoFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  static DemoFolder open(Path folder, boolean fresh) {
    try {
      boolean known = Files.exists(folder.resolve(LOCK_FILE));
      if (!known && Files.exists(folder) && !isEmpty(folder)) {
        throw new CommandFailure(
            ExitCode.ENVIRONMENT,
            folder + " holds something else than a demo; name another folder");
      }
      SecretFiles.makeFolder(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new CommandFailure(
            ExitCode.ENVIRONMENT, "a demo is already running on " + folder + whereItIs(folder));
      }
      DemoFolder opened = new DemoFolder(folder, channel);
      if (fresh) {
        opened.empty();
      }
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private static String whereItIs(Path folder) throws IOException {
    Path file = folder.resolve(ADDRESS_FILE);
    return Files.exists(file) ? ": " + Files.readString(file).strip() : "";
  }

  Path path() {
    return folder;
  }

  /** Notes where the demo's page is, for whoever tries to start a second one. */
  void announce(String address) {
    try {
      Files.writeString(folder.resolve(ADDRESS_FILE), address + "\n", StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void empty() throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      for (Path path : inside.toList()) {
        if (!path.equals(folder.resolve(LOCK_FILE))) {
          delete(path);
        }
      }
    }
  }

  /** Deletes a file, or a folder with all that is in it. */
  static void delete(Path top) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(folder.resolve(ADDRESS_FILE));
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
