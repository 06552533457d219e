package mutual.app.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.FileHandler;
import mutual.app.CommandFailure;
import mutual.app.Desktop;
import mutual.app.ExitCode;
import mutual.app.Output;
import mutual.app.Serving;
import mutual.middleware.NodeAddress;
import mutual.peer.PeerConfig;
import mutual.peer.PeerNode;
import mutual.peer.pages.Dashboard;
import mutual.peer.pages.DashboardKeys;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code mutual peer}, which is {@code mutual peer serve}. */
@Command(
    name = "peer",
    description = {
      "Run your peer until it is stopped (Ctrl-C or SIGTERM), and open its page.",
      "What is set by an option is kept for the next start, ports too."
    },
    subcommands = PeerCommand.Serve.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  mutual peer",
      "  mutual peer --name Ada --downloads ~/Downloads --up-limit 2M",
      "  mutual peer --data other --address 127.0.0.1 --no-lan --no-dht --no-open"
    })
public final class PeerCommand implements Callable<Integer> {
  private static final int LOG_BYTES_MAX = 4 << 20;
  private static final int LOG_FILES = 2;
  private static final String LOG_FILE = "peer-0.log";

  /** The owner's commands ask twice a second how far something is: no news in a log. */
  private static final String OWNERS_CALL = "method=mutual.peer.v1.Control";

  private static final int NAME_CHARACTERS_MAX = 64;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = PeerHome.OPTION_TEXT)
  @Nullable Path data;

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      scope = ScopeType.INHERIT,
      description = "What others are to call it; your user name unless said.")
  @Nullable String name;

  @Option(
      names = "--downloads",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Where fetched files go.")
  @Nullable Path downloads;

  @Option(
      names = "--address",
      paramLabel = "IP",
      scope = ScopeType.INHERIT,
      description = "Address to listen at for other peers; 0.0.0.0 (all) unless said.")
  @Nullable String address;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      scope = ScopeType.INHERIT,
      description = "For content (TCP) and the DHT (UDP); 0 takes a free one.")
  @Nullable Integer contentPort;

  @Option(
      names = "--node-port",
      paramLabel = "PORT",
      scope = ScopeType.INHERIT,
      description = "For contacts (TLS); 0 takes a free one.")
  @Nullable Integer nodePort;

  @Option(
      names = "--dashboard-port",
      paramLabel = "PORT",
      scope = ScopeType.INHERIT,
      description = "For your browser, on this machine only; 0 takes a free one.")
  @Nullable Integer dashboardPort;

  @Option(
      names = "--no-lan",
      negatable = true,
      defaultValue = Option.NULL_VALUE,
      scope = ScopeType.INHERIT,
      description = "Do not announce it on the local network.")
  @Nullable Boolean noLan;

  @Option(
      names = "--no-dht",
      negatable = true,
      defaultValue = Option.NULL_VALUE,
      scope = ScopeType.INHERIT,
      description = "Keep out of BitTorrent's DHT.")
  @Nullable Boolean noDht;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      arity = "1..*",
      scope = ScopeType.INHERIT,
      description = "DHT nodes to begin with instead of the public ones.")
  @Nullable List<String> bootstrap;

  @Option(
      names = "--up-limit",
      paramLabel = "RATE",
      scope = ScopeType.INHERIT,
      description = "Bytes per second it may give, such as 500K or 2M; 'none' lifts it.")
  @Nullable String upLimit;

  @Option(
      names = "--down-limit",
      paramLabel = "RATE",
      scope = ScopeType.INHERIT,
      description = "Bytes per second it may fetch.")
  @Nullable String downLimit;

  @Option(
      names = "--no-open",
      scope = ScopeType.INHERIT,
      description = "Do not open its page in a browser.")
  boolean noOpen;

  @Spec CommandSpec spec = CommandSpec.create();

  /** The same by its full name. */
  @Command(
      name = "serve",
      description = "Run your peer until it is stopped: what 'mutual peer' does.",
      footerHeading = "%nExample:%n",
      footer = "  mutual peer serve --data other --no-open")
  static final class Serve implements Callable<Integer> {
    @ParentCommand @Nullable PeerCommand peer;

    @Override
    public Integer call() throws IOException {
      return java.util.Objects.requireNonNull(peer, "picocli sets it").call();
    }
  }

  @Override
  public Integer call() throws IOException {
    Path folder = PeerHome.folder(data);
    PeerConfig config = config(folder);
    long up = upLimit == null ? -1 : Words.parseRate(upLimit);
    long down = downLimit == null ? -1 : Words.parseRate(downLimit);
    Output out = Output.of(spec);
    try {
      Serving.start();
      DashboardKeys keys = new DashboardKeys();
      try (PeerNode node =
          PeerNode.start(config, peer -> Dashboard.routes(peer, keys), keys::token)) {
        logTo(folder);
        if (up >= 0 || down >= 0) {
          node.engine()
              .limits(
                  up < 0 ? node.engine().upLimitBytesPerSecond() : up,
                  down < 0 ? node.engine().downLimitBytesPerSecond() : down);
        }
        announce(node, out);
        Serving.untilStopped();
        if (!out.isJson()) {
          out.line("Closing …");
        }
      }
    } finally {
      Serving.stopped();
    }
    return ExitCode.OK.number();
  }

  private static void logTo(Path folder) throws IOException {
    // The pattern's own signs begin with a percent sign.
    String pattern = folder.toString().replace("%", "%%") + "/peer-%g.log";
    FileHandler handler = new FileHandler(pattern, LOG_BYTES_MAX, LOG_FILES, true);
    handler.setFilter(entry -> !entry.getMessage().contains(OWNERS_CALL));
    Serving.logTo(handler);
  }

  private void announce(PeerNode node, Output out) {
    if (out.isJson()) {
      out.line(
          "{\"nodeId\": \"%s\", \"nodePort\": %d, \"contentPort\": %d, \"dashboard\": \"%s\"}"
              .formatted(node.id(), node.nodePort(), node.engine().port(), node.dashboard()));
      return;
    }
    out.line(node.name() + "'s peer runs. Ctrl-C stops it.");
    out.field("key", node.id().toString());
    out.field(
        "ports",
        node.nodePort() + " for contacts, " + node.engine().port() + " for content and the DHT");
    out.field("downloads", node.config().downloads().toString());
    out.field("log", node.config().folder().resolve(LOG_FILE).toString());
    out.field("page", node.dashboard() + "  (once, in this machine's browser)");
    out.line("");
    if (!noOpen) {
      Desktop.open(node.dashboard());
    }
  }

  /** What the folder says, changed by what the command line says. */
  PeerConfig config(Path folder) throws IOException {
    PeerConfig kept =
        PeerConfig.load(folder)
            .orElseGet(
                () ->
                    PeerConfig.in(
                        folder,
                        System.getProperty("user.name", "peer"),
                        PeerHome.downloads(folder)));
    if (name != null
        && (name.isBlank() || !name.equals(name.strip()) || name.length() > NAME_CHARACTERS_MAX)) {
      throw usage("a name has 1 to " + NAME_CHARACTERS_MAX + " characters");
    }
    return new PeerConfig(
        folder,
        name == null ? kept.name() : name,
        downloads == null ? kept.downloads() : downloads.toAbsolutePath().normalize(),
        address == null ? kept.address() : address,
        port("--node-port", nodePort, kept.nodePort()),
        port("--port", contentPort, kept.contentPort()),
        port("--dashboard-port", dashboardPort, kept.dashboardPort()),
        noLan == null ? kept.lan() : !noLan,
        noDht == null ? kept.dht() : !noDht,
        bootstrap == null ? kept.bootstrap() : checked(bootstrap));
  }

  private static int port(String option, @Nullable Integer named, int kept) {
    if (named == null) {
      return kept;
    }
    if (named < 0 || named > 65_535) {
      throw usage(option + " lies between 0 and 65535, not " + named);
    }
    return named;
  }

  private static List<String> checked(List<String> nodes) {
    try {
      return nodes.stream().map(node -> NodeAddress.parse(node).toString()).toList();
    } catch (IllegalArgumentException e) {
      throw usage("--bootstrap: " + e.getMessage());
    }
  }

  private static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, message);
  }
}
