package mutual.benchmarks.files;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mutual.benchmarks.files.Network.Host;
import mutual.files.torrent.TorrentMaker.Format;

/**
 * One seeder and several who fetch at the same time, each on a host of its own behind a link like
 * an access line's: how near all of them together come to the shortest possible time.
 */
public final class SwarmBenchmark {
  private static final int FETCHERS = 8;
  private static final long LINK_BITS_PER_SECOND = 20_000_000;
  private static final double RATE = LINK_BITS_PER_SECOND / 8.0;

  /** How many times the shortest possible time is waited. */
  private static final int PATIENCE = 10;

  private final PrintStream out;
  private final PrintStream progress;
  private final Path folder;
  private final Content content;
  private final List<Host> hosts;
  private final double bound;

  private SwarmBenchmark(
      PrintStream out, PrintStream progress, Path folder, Content content, List<Host> hosts) {
    this.out = out;
    this.progress = progress;
    this.folder = folder;
    this.content = content;
    this.hosts = hosts;
    bound = FluidBound.seconds(content.bytes(), RATE, FETCHERS, RATE, RATE);
  }

  /**
   * Prints a table in Markdown, and on standard error what is being done; takes some minutes.
   *
   * @param folder where everything is written; removed if this process is told to end
   * @param bytes how much content
   */
  public static void run(PrintStream out, Path folder, long bytes)
      throws IOException, InterruptedException {
    Sandbox.run(out, folder, List.of("swarm", Long.toString(bytes)));
  }

  static void inSandbox(PrintStream out, Path folder, long bytes)
      throws IOException, InterruptedException {
    Network network = new Network();
    List<Host> hosts = new ArrayList<>();
    boolean delayed = true;
    for (int i = 0; i <= FETCHERS; i++) {
      Host host = network.add();
      Network.shape(host, LINK_BITS_PER_SECOND);
      delayed &= Network.delay(host);
      hosts.add(host);
    }
    Content content =
        Content.file(
            Files.createDirectories(folder.resolve("source")).resolve("content.bin"), bytes, 0);
    SwarmBenchmark benchmark =
        new SwarmBenchmark(out, System.err, folder, content, List.copyOf(hosts));
    benchmark.head(delayed);
    for (int before : new int[] {0, 1}) {
      benchmark.row("Mutual, v2", "", Format.V2, LinePeers::engine, before);
    }
    String missing = LinePeers.libtorrentMissing();
    for (Format format : List.of(Format.V1, Format.V2)) {
      String name = "libtorrent 2, " + format.name().toLowerCase(Locale.ROOT);
      benchmark.row(name, missing, format, LinePeers::libtorrent, 0);
    }
  }

  private void head(boolean delayed) {
    out.printf(
        Locale.ROOT,
        "%s from one seeder to %d at once, each on a link of %d Mbit/s each way, %s. At least"
            + " %.1f s.%n%n",
        ByteSize.of(content.bytes()),
        FETCHERS,
        LINK_BITS_PER_SECOND / 1_000_000,
        delayed ? "5 ms away from the others" : "without delay, since this kernel has no netem",
        bound);
    out.println("| swarm | first has all | all have all | of the shortest time | processor time |");
    out.println("|---|---|---|---|---|");
  }

  private void row(
      String software, String missing, Format format, LinePeers.Starter starter, int before)
      throws IOException, InterruptedException {
    String name = software + LinePeers.warm(before);
    if (!missing.isEmpty()) {
      out.printf("| %s | not installed: apt-get install %s |%n", name, missing);
      return;
    }
    progress.printf(Locale.ROOT, "%s … (at least %.0f s)%n", name, (before + 1) * bound);
    Path own = Files.createDirectories(folder.resolve("swarm"));
    List<Tool> members = new ArrayList<>();
    try (Crew crew = new Crew(own)) {
      Path torrent = content.torrent(format, crew.folder("content.torrent"), "");
      for (Host host : hosts) {
        Path at = crew.folder(host.name());
        members.add(crew.add(starter.start(at, host.command(), host.address())));
      }
      List<String> places = new ArrayList<>();
      for (Tool member : members) {
        places.add(member.ask("id")[2]);
      }
      String[] _ = members.getFirst().ask("give", content.path(), format, "everyone", torrent);
      for (int i = 0; i < before; i++) {
        List<Double> _ = fetch(members, places, torrent, crew);
        for (Tool fetcher : members.subList(1, members.size())) {
          String[] _ = fetcher.ask("forget");
        }
      }
      measure(name, members, places, torrent, crew);
    } catch (IOException e) {
      progress.println(e.getMessage());
      out.printf(
          "| %s | failed: %s |%n",
          name, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    } finally {
      Content.delete(own);
    }
  }

  private void measure(
      String name, List<Tool> members, List<String> places, Path torrent, Crew crew)
      throws IOException, InterruptedException {
    double cpu = cpuSeconds(members);
    List<Double> seconds = fetch(members, places, torrent, crew);
    double used = cpuSeconds(members) - cpu;
    for (int i = 1; i <= FETCHERS; i++) {
      content.expectSame(downloads(crew, i).resolve(content.name()));
    }
    double last = Collections.max(seconds);
    if (Collections.min(seconds) < content.bytes() / RATE) {
      throw new IOException("somebody has all sooner than the links allow; they are not slow");
    }
    out.printf(
        Locale.ROOT,
        "| %s | %.1f s | %.1f s | %.2f times | %.1f s |%n",
        name,
        Collections.min(seconds),
        last,
        last / bound,
        used);
  }

  /** Tells all to fetch at the same moment; after how many seconds each had everything. */
  private List<Double> fetch(List<Tool> members, List<String> places, Path torrent, Crew crew)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    for (int i = 1; i <= FETCHERS; i++) {
      List<Object> command = new ArrayList<>(List.of("fetch", torrent, downloads(crew, i)));
      command.addAll(places);
      command.remove(places.get(i));
      members.get(i).send(command.toArray());
    }
    List<Double> seconds = new ArrayList<>();
    try (ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Double>> all = new ArrayList<>();
      for (Tool member : members.subList(1, members.size())) {
        all.add(
            waiting.submit(
                () -> {
                  String[] _ = member.answer(Duration.ofSeconds((long) (PATIENCE * bound)));
                  return (System.nanoTime() - begun) / 1e9;
                }));
      }
      for (Future<Double> each : all) {
        seconds.add(each.get());
      }
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    }
    return seconds;
  }

  private static Path downloads(Crew crew, int member) {
    return crew.folder("downloads-" + member);
  }

  private static double cpuSeconds(List<Tool> members) throws IOException {
    double sum = 0;
    for (Tool member : members) {
      sum += member.cpuSeconds();
    }
    return sum;
  }
}
