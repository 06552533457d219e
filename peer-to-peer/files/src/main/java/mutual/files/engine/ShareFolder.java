package mutual.files.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mutual.files.disk.RealFileSystem;
import mutual.files.torrent.InfoHash;
import mutual.files.torrent.MalformedTorrentException;
import mutual.files.torrent.Metainfo;
import mutual.files.torrent.TorrentLimits;
import mutual.middleware.SecretFiles;

/**
 * The folder in which a share is kept over restarts, named by its hash: {@code share.txt}, {@code
 * content.torrent} once the content is described, and {@code content/} with its progress.
 */
record ShareFolder(Path folder) {
  private static final String TORRENT = "content.torrent";

  static ShareFolder of(Path shares, InfoHash id) {
    return new ShareFolder(shares.resolve(id.hex()));
  }

  Path contentState() {
    return folder.resolve("content");
  }

  boolean hasContentState() {
    return Files.isDirectory(contentState());
  }

  void writeTorrent(Metainfo torrent) {
    try {
      SecretFiles.makeFolder(folder);
      new RealFileSystem().replace(folder.resolve(TORRENT), torrent.encode());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + folder.resolve(TORRENT), e);
    }
  }

  /** The torrent, if the content is described. */
  Optional<Metainfo> readTorrent() throws IOException {
    Path file = folder.resolve(TORRENT);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > TorrentLimits.TORRENT_BYTES_MAX) {
      throw new IOException(file + " is too large");
    }
    try {
      return Optional.of(Metainfo.parse(Files.readAllBytes(file)));
    } catch (MalformedTorrentException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  /** Removes everything that is kept. */
  void delete() throws IOException {
    if (Files.exists(folder)) {
      List<Path> all;
      try (Stream<Path> tree = Files.walk(folder)) {
        all = tree.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path each : all) {
        Files.deleteIfExists(each);
      }
    }
  }
}
