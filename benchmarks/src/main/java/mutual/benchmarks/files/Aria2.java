package mutual.benchmarks.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import mutual.files.torrent.TorrentMaker.Format;

/** aria2, which knows version 1 only; the two find each other by a tracker. */
final class Aria2 implements Contender {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int GIVER_PORT = 6_881;
  private static final int FETCHER_PORT = 6_882;
  private static final int RPC_PORT = 6_800;

  @Override
  public String name() {
    return "aria2, v1";
  }

  @Override
  public String missing() {
    return ((Tool.installed("aria2c") ? "" : "aria2") + Opentracker.missing()).strip();
  }

  private static List<String> command(Path folder, int port, String... more) {
    return Stream.concat(
            Stream.of(
                "aria2c",
                "--no-conf",
                "--dir=" + folder,
                "--listen-port=" + port,
                "--enable-dht=false",
                "--bt-enable-lpd=false",
                "--disable-ipv6",
                "--file-allocation=none",
                "--summary-interval=0"),
            Stream.of(more))
        .toList();
  }

  @Override
  public Pair start(Content content, Crew crew) throws IOException, InterruptedException {
    Path torrent =
        content.torrent(Format.V1, crew.folder("content.torrent"), Opentracker.announce(LOOPBACK));
    Path downloads = crew.folder("downloads");
    Opentracker tracker = Opentracker.start(crew, LOOPBACK, torrent);
    Tool giver =
        crew.add(
            Tool.start(
                crew.folder("giver"),
                command(
                    content.parent(),
                    GIVER_PORT,
                    "--bt-seed-unverified=true",
                    "--seed-ratio=0.0",
                    torrent.toString())));
    Tool fetcher =
        crew.add(
            Tool.start(
                crew.folder("fetcher"),
                command(
                    downloads,
                    FETCHER_PORT,
                    "--seed-time=0",
                    "--enable-rpc",
                    "--rpc-max-request-size=64M",
                    "--rpc-listen-port=" + RPC_PORT)));
    Http rpc = crew.add(new Http("http://" + LOOPBACK + ":" + RPC_PORT + "/jsonrpc"));
    rpc.awaitAnswer(fetcher, "");
    tracker.awaitGiver(torrent);
    String add =
        call(
            "aria2.addTorrent",
            "\"" + Base64.getEncoder().encodeToString(Files.readAllBytes(torrent)) + "\"");
    return new Pair() {
      private String answer = "";

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
        String id = Http.field(rpc.ask("POST", "", add), "result");
        String question =
            call("aria2.tellStatus", "\"" + id + "\",[\"status\",\"completedLength\"]");
        boolean _ =
            Http.await(
                max,
                () -> {
                  answer = rpc.ask("POST", "", question);
                  return Http.field(answer, "status").equals("complete");
                });
        return Long.parseLong(Http.field(answer, "completedLength"));
      }

      @Override
      public Path fetched() {
        return downloads.resolve(content.name());
      }
    };
  }

  private static String call(String method, String parameters) {
    return "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"method\":\"%s\",\"params\":[%s]}"
        .formatted(method, parameters);
  }
}
