package mutual.files.torrent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mutual.files.torrent.TorrentMaker.UnshareableException;

/**
 * The files to make a torrent of, in the order of the bytes of their names, folder by folder.
 *
 * @param name of the file or folder
 * @param single whether it is one file rather than a folder
 * @param leftOut links and special files
 */
record SourceTree(String name, boolean single, List<SourceFile> files, List<Path> leftOut) {
  /**
   * A file when it was looked at.
   *
   * @param path names from the shared folder down, or the name of a single file
   */
  record SourceFile(
      Path place, List<String> path, long length, boolean executable, long modifiedMillis) {}

  static SourceTree read(Path source) throws IOException {
    Path real = source.toAbsolutePath().normalize();
    Path last = real.getFileName();
    if (last == null) {
      throw new UnshareableException("A whole disk cannot be shared; choose a folder on it.");
    }
    // The chosen path itself may be a link: the person meant what it leads to.
    BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
    List<SourceFile> files = new ArrayList<>();
    List<Path> leftOut = new ArrayList<>();
    String name = last.toString();
    if (attributes.isRegularFile()) {
      Path place = real.toRealPath();
      files.add(file(place, List.of(name), attributes));
      return new SourceTree(name, true, files, leftOut);
    }
    if (!attributes.isDirectory()) {
      throw new UnshareableException(source + " is neither a file nor a folder.");
    }
    folder(real, List.of(), files, leftOut);
    return new SourceTree(name, false, files, leftOut);
  }

  private static void folder(
      Path folder, List<String> path, List<SourceFile> files, List<Path> leftOut)
      throws IOException {
    if (path.size() >= TorrentLimits.PATH_NAMES_MAX) {
      throw new UnshareableException(folder + " is too many folders deep.");
    }
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    }
    entries.sort((a, b) -> Arrays.compareUnsigned(nameBytes(a), nameBytes(b)));
    for (Path entry : entries) {
      List<String> entryPath = new ArrayList<>(path);
      entryPath.add(entry.getFileName().toString());
      BasicFileAttributes attributes =
          Files.readAttributes(entry, BasicFileAttributes.class, NOFOLLOW_LINKS);
      if (attributes.isDirectory()) {
        folder(entry, entryPath, files, leftOut);
      } else if (attributes.isRegularFile()) {
        if (files.size() == TorrentLimits.FILES_MAX) {
          throw new UnshareableException(
              "There are more than " + TorrentLimits.FILES_MAX + " files.");
        }
        files.add(file(entry, List.copyOf(entryPath), attributes));
      } else {
        leftOut.add(entry);
      }
    }
  }

  private static byte[] nameBytes(Path path) {
    return path.getFileName().toString().getBytes(UTF_8);
  }

  private static SourceFile file(Path place, List<String> path, BasicFileAttributes attributes) {
    return new SourceFile(
        place,
        path,
        attributes.size(),
        Files.isExecutable(place),
        attributes.lastModifiedTime().toMillis());
  }

  /** Refuses content that was changed while it was read: half old, half new is neither. */
  void expectUnchanged() throws IOException {
    for (SourceFile file : files) {
      BasicFileAttributes now =
          Files.readAttributes(file.place(), BasicFileAttributes.class, NOFOLLOW_LINKS);
      if (now.size() != file.length()
          || now.lastModifiedTime().toMillis() != file.modifiedMillis()) {
        throw new UnshareableException(file.place() + " was changed while it was read.");
      }
    }
  }
}
