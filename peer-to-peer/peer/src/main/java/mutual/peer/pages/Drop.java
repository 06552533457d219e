package mutual.peer.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import mutual.files.engine.Audience;
import mutual.middleware.web.WebException;

/** Files and folders that a person has dropped on the page, being received. */
final class Drop {
  static final int FILES_MAX = 20_000;
  static final int DEPTH_NAMES_MAX = 32;
  static final int NAME_BYTES_MAX = 255;

  /** What stays free on the disk. */
  static final long FREE_BYTES_MIN = 64L << 20;

  private static final int COPY_BYTES = 1 << 16;
  private static final int TRIES_MAX = 1_000;

  private final Path gathering;
  private final Audience audience;
  private final FileStore disk;
  private int files;
  private int writers;
  private volatile boolean givenUp;

  /**
   * @param gathering an empty folder of its own
   */
  Drop(Path gathering, Audience audience) throws IOException {
    this.gathering = gathering;
    this.audience = audience;
    disk = Files.getFileStore(gathering);
  }

  /** Who may fetch what was dropped. */
  Audience audience() {
    return audience;
  }

  /**
   * Writes one file.
   *
   * @param path names from the dropped thing down, joined by slashes
   */
  void put(String path, InputStream body) throws IOException {
    Path target = place(path);
    enter();
    try {
      Files.createDirectories(target.getParent());
      try (OutputStream out = Files.newOutputStream(target, CREATE_NEW, WRITE)) {
        copy(body, out);
      }
    } catch (FileAlreadyExistsException twice) {
      throw new WebException(409, "Two files are called " + path + " on this disk.");
    } finally {
      leave();
    }
  }

  private void copy(InputStream body, OutputStream out) throws IOException {
    byte[] some = new byte[COPY_BYTES];
    for (int n = body.read(some); n >= 0; n = body.read(some)) {
      if (givenUp) {
        throw gone();
      }
      if (disk.getUsableSpace() - n < FREE_BYTES_MIN) {
        throw new WebException(507, "The disk is full.");
      }
      out.write(some, 0, n);
    }
  }

  private synchronized void enter() {
    if (givenUp) {
      throw gone();
    }
    if (++files > FILES_MAX) {
      throw new WebException(413, "That is more than " + FILES_MAX + " files.");
    }
    writers++;
  }

  private synchronized void leave() throws IOException {
    writers--;
    if (givenUp && writers == 0) {
      delete(gathering);
    }
  }

  static WebException gone() {
    return new WebException(404, "The peer has given up receiving this. Drop it again.");
  }

  /** The place of a file below the folder, never outside of it. */
  private Path place(String path) {
    String[] names = path.split("/", -1);
    if (names.length > DEPTH_NAMES_MAX) {
      throw new WebException(400, "Folders lie more than " + DEPTH_NAMES_MAX + " deep.");
    }
    Path place = gathering;
    for (String name : names) {
      try {
        Path step = Path.of(name);
        if (!fits(name) || step.isAbsolute() || step.getNameCount() != 1) {
          throw new WebException(400, "A file cannot be called " + name + " on this disk.");
        }
        place = place.resolve(step);
      } catch (InvalidPathException foreign) {
        throw new WebException(400, "A file cannot be called " + name + " on this disk.");
      }
    }
    return place;
  }

  private static boolean fits(String name) {
    return !name.isBlank()
        && !name.equals(".")
        && !name.equals("..")
        && name.getBytes(UTF_8).length <= NAME_BYTES_MAX
        && name.indexOf('\\') < 0
        && name.codePoints().noneMatch(Character::isISOControl);
  }

  /** Moves each thing into a folder, under its name or, if that is taken, one like it. */
  synchronized List<Path> moveInto(Path folder) throws IOException {
    if (writers > 0) {
      throw new WebException(409, "Some of the files are still being received.");
    }
    List<Path> placed = new ArrayList<>();
    try (DirectoryStream<Path> things = Files.newDirectoryStream(gathering)) {
      for (Path thing : things) {
        placed.add(moveInto(folder, thing));
      }
    }
    Files.delete(gathering);
    return placed;
  }

  private static Path moveInto(Path folder, Path thing) throws IOException {
    String name = thing.getFileName().toString();
    int dot = Files.isDirectory(thing) ? -1 : name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String ending = dot > 0 ? name.substring(dot) : "";
    for (int number = 1; number <= TRIES_MAX; number++) {
      Path target = folder.resolve(number == 1 ? name : stem + " " + number + ending);
      if (!Files.exists(target, NOFOLLOW_LINKS)) {
        return Files.move(thing, target);
      }
    }
    throw new FileAlreadyExistsException(folder.resolve(name).toString());
  }

  /** Deletes what was received; once nothing of it is being written any more. */
  synchronized void giveUp() throws IOException {
    givenUp = true;
    if (writers == 0) {
      delete(gathering);
    }
  }

  /** Deletes a folder with all that is in it; follows no link. */
  static void delete(Path folder) throws IOException {
    try {
      var _ =
          Files.walkFileTree(
              folder,
              new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                    throws IOException {
                  Files.deleteIfExists(file);
                  return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                    Path directory, @org.jspecify.annotations.Nullable IOException failure)
                    throws IOException {
                  if (failure != null) {
                    throw failure;
                  }
                  Files.deleteIfExists(directory);
                  return FileVisitResult.CONTINUE;
                }
              });
    } catch (NoSuchFileException gone) {
      return;
    }
  }
}
