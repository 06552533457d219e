package mutual.middleware;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Small files that are replaced as a whole and, where they hold secrets, readable by their owner
 * only.
 */
public final class SecretFiles {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_ENTERS =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_WRITES =
      PosixFilePermissions.fromString("rw-r--r--");

  private SecretFiles() {}

  /**
   * Writes a new file beside the old one, syncs it and renames it, so that a crash leaves one of
   * the two.
   */
  public static void replace(Path file, String text, boolean secret) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        makeFolder(folder);
      }
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(fresh);
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              permissions(fresh, secret))) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      if (folder != null) {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
          directory.force(true);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /**
   * Makes a folder, and those above it, that only their owner may enter; one that is there stays as
   * it is.
   */
  public static void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ENTERS));
    } else {
      Files.createDirectories(folder);
    }
  }

  private static FileAttribute<?>[] permissions(Path file, boolean secret) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(secret ? OWNER_ONLY : OWNER_WRITES)
        }
        : new FileAttribute<?>[0];
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /** Reads a secret, and refuses one that others can read. */
  public static String readSecret(Path file) {
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Set<PosixFilePermission> held = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(held)) {
          throw new IllegalStateException(
              file
                  + " holds a secret but others can read it ("
                  + PosixFilePermissions.toString(held)
                  + "); make it your own again with: chmod 600 "
                  + file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
    return read(file);
  }
}
