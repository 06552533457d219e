package mutual.benchmarks.files;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mutual.files.torrent.TorrentMaker.Format;

/**
 * Content from one peer to another on this machine: by Mutual, and by what else people use for it,
 * each in processes of its own, one after the other.
 */
public final class FilesBenchmark {
  /**
   * How much of everything.
   *
   * @param bytes of the one large file
   * @param smallFiles of 4 KiB in one tree
   * @param idleShares in an engine that has nothing to do
   * @param idleSeconds for which it is watched
   */
  record Sizes(long bytes, int smallFiles, int idleShares, int idleSeconds) {
    static Sizes full(long bytes) {
      return new Sizes(bytes, 20_000, 1_000, 30);
    }

    static Sizes quick(long bytes) {
      return new Sizes(bytes, 2_000, 100, 10);
    }

    List<String> words() {
      return Stream.of(bytes, smallFiles, idleShares, idleSeconds).map(String::valueOf).toList();
    }

    static Sizes parse(List<String> words) {
      return new Sizes(
          Long.parseLong(words.get(0)),
          Integer.parseInt(words.get(1)),
          Integer.parseInt(words.get(2)),
          Integer.parseInt(words.get(3)));
    }
  }

  private static final int SMALL_FILE_BYTES = 4 << 10;

  /** After so many transfers nearly all is compiled. */
  private static final int TRANSFERS_BEFORE = 3;

  private FilesBenchmark() {}

  /**
   * Prints tables in Markdown, and on standard error what is being done; takes some minutes.
   *
   * @param folder where everything is written; removed if this process is told to end
   * @param bytes of the large file
   * @param quick fewer of everything else
   */
  public static void run(PrintStream out, Path folder, long bytes, boolean quick)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("files"));
    arguments.addAll((quick ? Sizes.quick(bytes) : Sizes.full(bytes)).words());
    Sandbox.run(out, folder, arguments);
  }

  static void inSandbox(PrintStream out, Path folder, Sizes sizes)
      throws IOException, InterruptedException {
    Race race = new Race(out, System.err, folder);
    Network network = new Network();
    Path source = Files.createDirectories(folder.resolve("source"));
    Content file = Content.file(source.resolve("large.bin"), sizes.bytes(), 0);
    race.run(file, contenders(network, true));
    Content.delete(file.path());
    Content tree = Content.tree(source.resolve("small"), sizes.smallFiles(), SMALL_FILE_BYTES);
    race.run(tree, contenders(network, false));
    Content.delete(tree.path());
    new SmallThings(out, System.err, folder).run(sizes.idleShares(), sizes.idleSeconds());
  }

  /**
   * @param warm whether processes of ours that are no longer new race as well: the JVM compiles
   *     while it runs, the others' programs are as fast at once
   */
  private static List<Contender> contenders(Network network, boolean warm)
      throws IOException, InterruptedException {
    List<Contender> all = new ArrayList<>();
    all.add(new LoopbackCopy("SHA-256"));
    all.add(new LoopbackCopy("SHA-1"));
    for (int before : warm ? new int[] {0, TRANSFERS_BEFORE} : new int[] {0}) {
      for (Format format : Format.values()) {
        all.add(new LinePeers.Public("Mutual", "", format, LinePeers::engine, before));
      }
      all.add(new LinePeers.Private(Format.V2, before));
    }
    String missing = LinePeers.libtorrentMissing();
    for (Format format : Format.values()) {
      all.add(new LinePeers.Public("libtorrent 2", missing, format, LinePeers::libtorrent, 0));
    }
    all.add(new Aria2());
    all.add(new Transmission(network));
    all.add(new Syncthing());
    return all;
  }
}
