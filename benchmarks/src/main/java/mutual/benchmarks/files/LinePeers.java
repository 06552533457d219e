package mutual.benchmarks.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import mutual.files.torrent.TorrentMaker.Format;

/** Peers that are driven by lines: ours, and libtorrent's in Python. */
final class LinePeers {
  private static final String SCRIPT = "libtorrent_peer.py";

  /** Debian's own Python is the one that has Debian's libtorrent. */
  private static final String PYTHON = "/usr/bin/python3";

  private static final String LOOPBACK = "127.0.0.1";

  private LinePeers() {}

  /** How to start one peer. */
  interface Starter {
    /**
     * @param before words to put before the command, such as those that choose a network
     */
    Tool start(Path folder, List<String> before, String address) throws IOException;
  }

  static Tool engine(Path folder, List<String> before, String address) throws IOException {
    return Tool.start(
        folder, joined(before, Tool.peer(EngineProcess.class, folder.toString(), address)));
  }

  static Tool libtorrent(Path folder, List<String> before, String address) throws IOException {
    Path script = Files.createDirectories(folder).resolve(SCRIPT);
    try (InputStream source = Objects.requireNonNull(LinePeers.class.getResourceAsStream(SCRIPT))) {
      long _ = Files.copy(source, script);
    }
    return Tool.start(folder, joined(before, List.of(PYTHON, script.toString(), address)));
  }

  static String libtorrentMissing() throws IOException, InterruptedException {
    return Files.isExecutable(Path.of(PYTHON)) && Tool.succeeds(PYTHON, "-c", "import libtorrent")
        ? ""
        : "python3-libtorrent";
  }

  private static List<String> joined(List<String> before, List<String> command) {
    return java.util.stream.Stream.concat(before.stream(), command.stream()).toList();
  }

  /**
   * By BitTorrent, both knowing the torrent.
   *
   * @param before how often the same processes have moved the content before, and forgotten it
   */
  record Public(String software, String missing, Format format, Starter starter, int before)
      implements Contender {
    @Override
    public String name() {
      return software + ", " + format.name().toLowerCase(Locale.ROOT) + warm(before);
    }

    @Override
    public Pair start(Content content, Crew crew) throws IOException, InterruptedException {
      Path torrent = content.torrent(format, crew.folder("content.torrent"), "");
      LinePair pair = new LinePair(starter, content, crew);
      String[] _ = pair.giver.ask("give", content.path(), format, "everyone", torrent);
      pair.ready(before, "fetch", torrent, pair.downloads, pair.giver.ask("id")[2]);
      return pair;
    }
  }

  /** By TLS, between contacts; the fetcher knows the link only. */
  record Private(Format format, int before) implements Contender {
    @Override
    public String name() {
      return "Mutual, private over TLS, " + format.name().toLowerCase(Locale.ROOT) + warm(before);
    }

    @Override
    public String missing() {
      return "";
    }

    @Override
    public Pair start(Content content, Crew crew) throws IOException, InterruptedException {
      LinePair pair = new LinePair(LinePeers::engine, content, crew);
      String link = introduce(pair.giver, pair.fetcher, content, format);
      pair.ready(before, "fetch-private", link, pair.downloads);
      return pair;
    }
  }

  /** What a row's name says of the transfers before it. */
  static String warm(int before) {
    return before == 0 ? "" : before == 1 ? ", after another" : ", after " + before + " others";
  }

  /** Makes two peers contacts; one gives the other the content, and this its link. */
  static String introduce(Tool giver, Tool fetcher, Content content, Format format)
      throws IOException, InterruptedException {
    String[] who = fetcher.ask("id");
    String[] _ = giver.ask("know", who[1], who[2]);
    String[] given = giver.ask("give", content.path(), format, "contacts");
    String[] at = giver.ask("id");
    String[] _ = fetcher.ask("know", at[1], at[2]);
    return given[1];
  }

  private static final class LinePair implements Contender.Pair {
    private final Tool giver;
    private final Tool fetcher;
    private final Content content;
    private final Path downloads;
    private Object[] command = {};

    LinePair(Starter starter, Content content, Crew crew) throws IOException {
      this.content = content;
      downloads = crew.folder("downloads");
      giver = crew.add(starter.start(crew.folder("giver"), List.of(), LOOPBACK));
      fetcher = crew.add(starter.start(crew.folder("fetcher"), List.of(), LOOPBACK));
    }

    /** The fetcher has begun to listen when it answers, so that its start does not count. */
    void ready(int before, Object... fetch) throws IOException, InterruptedException {
      String[] _ = fetcher.ask("id");
      command = fetch;
      for (int i = 0; i < before; i++) {
        String[] _ = fetcher.ask(command);
        String[] _ = fetcher.ask("forget");
      }
    }

    @Override
    public Tool giver() {
      return giver;
    }

    @Override
    public Tool fetcher() {
      return fetcher;
    }

    @Override
    public long fetch(Duration max) throws IOException, InterruptedException {
      fetcher.send(command);
      return Long.parseLong(fetcher.answer(max)[1]);
    }

    @Override
    public Path fetched() {
      return downloads.resolve(content.name());
    }
  }
}
