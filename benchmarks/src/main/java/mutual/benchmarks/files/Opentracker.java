package mutual.benchmarks.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mutual.files.torrent.InfoHash;

/** A tracker for peers that cannot be told each other's addresses. */
final class Opentracker {
  private static final int PORT = 6_969;

  /** It gives its rights up if it is root, and has to read its list nevertheless. */
  private static final Path FOLDER = Path.of("/run/tracker");

  private final Tool tool;
  private final Http http;

  private Opentracker(Tool tool, Http http) {
    this.tool = tool;
    this.http = http;
  }

  static String missing() {
    return Tool.installed("opentracker") ? "" : " opentracker";
  }

  static String announce(String address) {
    return "http://" + address + ":" + PORT + "/announce";
  }

  /** Starts it, to know one torrent. */
  static Opentracker start(Crew crew, String address, Path torrent)
      throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    Path _ = Files.writeString(FOLDER.resolve("hashes"), hash(torrent).hex() + "\n");
    Tool tool =
        crew.add(
            Tool.start(
                FOLDER,
                List.of(
                    "opentracker",
                    "-i",
                    address,
                    "-p",
                    "" + PORT,
                    "-P",
                    "" + PORT,
                    "-d",
                    FOLDER.toString(),
                    "-w",
                    "hashes")));
    Opentracker tracker =
        new Opentracker(tool, crew.add(new Http("http://" + address + ":" + PORT)));
    tracker.http.awaitAnswer(tool, "/scrape");
    return tracker;
  }

  private static InfoHash hash(Path torrent) throws IOException {
    return Content.parse(torrent).hashes().best();
  }

  /** Waits until somebody has told it that they give the torrent. */
  void awaitGiver(Path torrent) throws IOException, InterruptedException {
    StringBuilder path = new StringBuilder("/scrape?info_hash=");
    for (byte each : hash(torrent).wire()) {
      path.append("%%%02x".formatted(each & 0xff));
    }
    if (!Http.await(
        Tool.PREPARATION_MAX,
        () -> http.ask("GET", path.toString(), "").contains("8:completei1e"))) {
      throw tool.trouble("nobody has told the tracker that they give");
    }
  }
}
