package mutual.benchmarks.files;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Stream;
import mutual.benchmarks.files.Network.Host;
import mutual.files.torrent.TorrentMaker.Format;

/**
 * Transmission, which knows version 1 only and ignores peers on the loopback device: so each side
 * is a host of its own, on a link of unlimited speed. The two find each other by a tracker.
 */
final class Transmission implements Contender {
  private static final int RPC_PORT = 9_091;

  /** As they are by default, except that it looks for nobody by itself, and no uTP. */
  private static final String SETTINGS =
      """
      {"dht-enabled": false, "lpd-enabled": false, "utp-enabled": false,
       "port-forwarding-enabled": false, "rpc-whitelist-enabled": false,
       "rpc-host-whitelist-enabled": false, "watch-dir-enabled": false}
      """;

  private static final String SESSION = "X-Transmission-Session-Id";
  private static final int PROVEN_BY_SESSION = 409;

  private final Network network;

  Transmission(Network network) {
    this.network = network;
  }

  @Override
  public String name() {
    return "Transmission, v1";
  }

  @Override
  public String missing() {
    return ((Tool.installed("transmission-daemon") ? "" : "transmission-daemon")
            + Opentracker.missing())
        .strip();
  }

  @Override
  public Duration max() {
    return Duration.ofSeconds(60);
  }

  /** A daemon on a host of its own. */
  private record Daemon(Tool tool, Http rpc) {
    static Daemon start(Crew crew, Host host, Path folder)
        throws IOException, InterruptedException {
      Files.createDirectories(folder);
      Path _ = Files.writeString(folder.resolve("settings.json"), SETTINGS);
      Tool tool =
          crew.add(
              Tool.start(
                  folder,
                  Stream.concat(
                          host.command().stream(),
                          Stream.of(
                              "transmission-daemon",
                              "--foreground",
                              "--config-dir",
                              folder.toString()))
                      .toList()));
      String address = "http://" + host.address() + ":" + RPC_PORT + "/transmission/rpc";
      try (Http stranger = new Http(address)) {
        stranger.awaitAnswer(tool, "");
        HttpResponse<byte[]> refusal = stranger.send("POST", "", "{}");
        if (refusal.statusCode() != PROVEN_BY_SESSION) {
          throw tool.trouble("answered " + refusal.statusCode());
        }
        return new Daemon(
            tool,
            crew.add(
                new Http(address, SESSION, refusal.headers().firstValue(SESSION).orElseThrow())));
      }
    }

    String add(Path torrent, Path folder) throws IOException, InterruptedException {
      return rpc.ask(
          "POST",
          "",
          "{\"method\":\"torrent-add\",\"arguments\":{\"download-dir\":\"%s\",\"metainfo\":\"%s\"}}"
              .formatted(folder, Base64.getEncoder().encodeToString(Files.readAllBytes(torrent))));
    }

    /** Bytes that are there and verified. */
    long bytes() throws IOException, InterruptedException {
      String answer =
          rpc.ask(
              "POST",
              "",
              "{\"method\":\"torrent-get\",\"arguments\":{\"fields\":[\"haveValid\"]}}");
      String bytes = Http.field(answer, "haveValid");
      return bytes.isEmpty() ? 0 : Long.parseLong(bytes);
    }
  }

  @Override
  public Pair start(Content content, Crew crew) throws IOException, InterruptedException {
    Path torrent =
        content.torrent(
            Format.V1, crew.folder("content.torrent"), Opentracker.announce(Network.HERE));
    Path downloads = crew.folder("downloads");
    Opentracker tracker = Opentracker.start(crew, Network.HERE, torrent);
    Daemon giver = Daemon.start(crew, network.add(), crew.folder("giver"));
    Daemon fetcher = Daemon.start(crew, network.add(), crew.folder("fetcher"));
    String _ = giver.add(torrent, content.parent());
    boolean _ = Http.await(Tool.PREPARATION_MAX, () -> giver.bytes() == content.bytes());
    tracker.awaitGiver(torrent);
    return new Pair() {
      @Override
      public Tool giver() {
        return giver.tool();
      }

      @Override
      public Tool fetcher() {
        return fetcher.tool();
      }

      @Override
      public long fetch(Duration max) throws IOException, InterruptedException {
        String _ = fetcher.add(torrent, downloads);
        boolean _ = Http.await(max, () -> fetcher.bytes() == content.bytes());
        return fetcher.bytes();
      }

      @Override
      public Path fetched() {
        return downloads.resolve(content.name());
      }
    };
  }
}
