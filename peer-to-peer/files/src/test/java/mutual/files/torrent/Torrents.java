package mutual.files.torrent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Content and torrents for tests. */
public final class Torrents {
  private Torrents() {}

  public static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Writes a file, making its folders. */
  public static Path write(Path file, byte[] content) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return Files.write(file, content);
  }

  /** A folder whose files cross, fill and fall short of pieces of 32 KiB. */
  public static Path folder(Path parent, Random random) throws IOException {
    Path folder = parent.resolve("content");
    write(folder.resolve("a.bin"), bytes(random, 100_000));
    write(folder.resolve("b/empty"), bytes(random, 0));
    write(folder.resolve("b/exact.bin"), bytes(random, 64 << 10));
    write(folder.resolve("b/tiny.txt"), bytes(random, 5));
    write(folder.resolve("c/d/e.bin"), bytes(random, 200_001));
    return folder;
  }

  /** The torrent of one byte, for where some torrent has to be. */
  public static Metainfo none() {
    try {
      return Metainfo.of(
          InfoDictionary.parse(
              ("d6:lengthi1e4:name1:x12:piece lengthi1024e6:pieces20:" + "h".repeat(20) + "e")
                  .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)),
          java.util.Map.of());
    } catch (MalformedTorrentException e) {
      throw new AssertionError(e);
    }
  }

  public static TorrentMaker.Made make(Path source, TorrentMaker.Format format, int pieceLength) {
    try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
      return TorrentMaker.make(
          new TorrentMaker.Plan(source, format, OptionalInt.of(pieceLength), false),
          workers,
          (_, _) -> true);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
