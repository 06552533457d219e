package mutual.benchmarks.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import mutual.files.torrent.MalformedTorrentException;
import mutual.files.torrent.Metainfo;
import mutual.files.torrent.TorrentMaker;
import mutual.files.torrent.TorrentMaker.Format;

/**
 * Random bytes to be moved.
 *
 * @param path one file, or a folder of many
 * @param bytes of all files together
 * @param files how many
 */
record Content(Path path, long bytes, int files) {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int FILES_PER_FOLDER = 100;
  private static final long SEED = 20_261_123;

  /** One file; others with another seed. */
  static Content file(Path path, long bytes, int seed) throws IOException {
    Random random = new Random(SEED + seed);
    byte[] chunk = new byte[(int) Math.min(bytes, CHUNK_BYTES)];
    try (OutputStream out = Files.newOutputStream(path)) {
      for (long left = bytes; left > 0; left -= chunk.length) {
        random.nextBytes(chunk);
        out.write(chunk, 0, (int) Math.min(left, chunk.length));
      }
    }
    return new Content(path, bytes, 1);
  }

  /** Files of equal size, a hundred in each folder. */
  static Content tree(Path path, int files, int bytesEach) throws IOException {
    Random random = new Random(SEED);
    byte[] bytes = new byte[bytesEach];
    for (int i = 0; i < files; i++) {
      Path folder = path.resolve("folder-" + i / FILES_PER_FOLDER);
      if (i % FILES_PER_FOLDER == 0) {
        Files.createDirectories(folder);
      }
      random.nextBytes(bytes);
      Path _ = Files.write(folder.resolve("file-" + i), bytes);
    }
    return new Content(path, (long) files * bytesEach, files);
  }

  String name() {
    return String.valueOf(path.getFileName());
  }

  /** Its folder; what a torrent's name is relative to. */
  Path parent() {
    return path.resolveSibling("");
  }

  /** Writes a torrent of it, with a tracker unless that is empty. */
  Path torrent(Format format, Path at, String tracker) throws IOException, InterruptedException {
    try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
      Metainfo made =
          TorrentMaker.make(
                  TorrentMaker.Plan.of(path, format), workers, (done, total) -> done <= total)
              .torrent();
      if (!tracker.isEmpty()) {
        made = made.withTrackers(List.of(List.of(tracker)));
      }
      return Files.write(at, made.encode());
    }
  }

  /** Reads a torrent that {@link #torrent} wrote. */
  static Metainfo parse(Path torrent) throws IOException {
    try {
      return Metainfo.parse(Files.readAllBytes(torrent));
    } catch (MalformedTorrentException e) {
      throw new IOException(torrent + ": " + e.getMessage(), e);
    }
  }

  /** Every file of it, in the order of their names. */
  List<Path> paths() throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Insists that what was fetched is the same, byte for byte. */
  void expectSame(Path fetched) throws IOException {
    for (Path each : paths()) {
      Path other = fetched.resolve(path.relativize(each).toString());
      if (!Files.isRegularFile(other) || Files.mismatch(each, other) != -1) {
        throw new IOException("what was fetched is not what was given: " + other);
      }
    }
  }

  /** Removes a file or folder with all that is in it. */
  static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          boolean _ = Files.deleteIfExists(each);
        }
      }
    }
  }
}
