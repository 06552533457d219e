package mutual.files.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.TorrentMaker.Format;
import mutual.middleware.Identity;
import org.jspecify.annotations.Nullable;

/**
 * An engine in a process of its own, driven by lines: a command in, an answer out. Arguments: its
 * folder, the address to listen at, its port or 0, and {@code lan} if it is to be announced on the
 * local network. Ends when its input does.
 */
final class EngineProcess {
  private static final long MAKING_SECONDS_MAX = 60;

  private EngineProcess() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    EngineConfig config =
        EngineConfig.in(folder.resolve("engine"))
            .withAddress(InetAddress.ofLiteral(arguments[1]))
            .withPort(Integer.parseInt(arguments[2]))
            .withLan(List.of(arguments).contains("lan"));
    Files.createDirectories(config.folder());
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (ContentEngine engine =
        ContentEngine.start(
            config,
            Identity.loadOrCreate(Files.createDirectories(folder.resolve("id"))),
            PrivatePeers.none(),
            Optional.empty())) {
      for (@Nullable String line = commands.readLine(); line != null; line = commands.readLine()) {
        System.out.println(answer(engine, line.split("\t", -1)));
      }
    }
    System.exit(0);
  }

  private static String answer(ContentEngine engine, String[] words) throws Exception {
    return switch (words[0]) {
      case "port" -> Integer.toString(engine.port());
      case "share" ->
          engine
              .share(
                  Path.of(words[1]),
                  Format.valueOf(words[2]),
                  Audience.parse(words.length > 3 ? words[3] : "everyone"))
              .result()
              .get(MAKING_SECONDS_MAX, TimeUnit.SECONDS)
              .link();
      case "audience" -> {
        only(engine).audience(Audience.parse(words[1]));
        yield only(engine).link();
      }
      case "torrent" -> {
        Files.write(Path.of(words[1]), only(engine).torrent().orElseThrow());
        yield "written";
      }
      case "fetch" ->
          engine.fetch(Magnet.parse(words[1]), FetchPlan.into(Path.of(words[2]))).id().hex();
      case "peer" -> {
        only(engine)
            .addPeer(
                new InetSocketAddress(InetAddress.ofLiteral(words[1]), Integer.parseInt(words[2])));
        yield "added";
      }
      case "status" -> {
        ShareStatus status = only(engine).status();
        yield status.state()
            + "\t"
            + status.hereBytes()
            + "\t"
            + status.receivedBytes()
            + "\t"
            + status.trouble();
      }
      default -> throw new IllegalArgumentException("Not a command: " + words[0]);
    };
  }

  private static Share only(ContentEngine engine) {
    return engine.shares().getFirst();
  }
}
