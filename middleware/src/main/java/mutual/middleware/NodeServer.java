package mutual.middleware;

import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.docs.DocService;
import io.grpc.BindableService;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import mutual.middleware.web.WebRoutes;
import org.jspecify.annotations.Nullable;

/**
 * A node's doors: a port for other nodes (TLS 1.3 by key; gRPC, gRPC-Web, REST/JSON and API docs
 * from the same contracts, health, metrics) and, if wanted, a port for people (pages, live events,
 * API docs, health, metrics; plain HTTP, on the loopback address unless said otherwise).
 *
 * <pre>{@code
 * try (NodeServer server =
 *     NodeServer.builder(identity)
 *         .access(rights)
 *         .service(new AccountsService(bank))
 *         .people(8080, pages)
 *         .start()) { ... }
 * }</pre>
 *
 * <p>Handlers run on virtual threads and may block. Who calls is told by {@link Caller#current}.
 */
public final class NodeServer implements AutoCloseable {
  static final String HEALTH_SERVICE = "grpc.health.v1.Health";

  /** Pause without requests after which a closing server is done. */
  private static final Duration QUIET_PERIOD = Duration.ofMillis(20);

  /** How long a connection that is being closed may still carry what was under way. */
  private static final Duration CONNECTION_DRAIN = Duration.ofMillis(100);

  /** What framing may add to a message, so that an oversize one is refused by gRPC's own status. */
  private static final int FRAME_BYTES = 1024;

  private final Server nodes;
  private final @Nullable Server people;
  private final NodeGate gate;
  private final @Nullable PeopleStreams streams;
  private final Metrics metrics;

  private NodeServer(
      Server nodes,
      @Nullable Server people,
      NodeGate gate,
      @Nullable PeopleStreams streams,
      Metrics metrics) {
    this.nodes = nodes;
    this.people = people;
    this.gate = gate;
    this.streams = streams;
    this.metrics = metrics;
  }

  /** Starts the description of a server. */
  public static Builder builder(Identity identity) {
    return new Builder(identity);
  }

  /** The port that nodes connect to. */
  public int nodePort() {
    return nodes.activeLocalPort();
  }

  /** The port that browsers connect to, if there is one. */
  public OptionalInt peoplePort() {
    return people == null ? OptionalInt.empty() : OptionalInt.of(people.activeLocalPort());
  }

  /** What this node counts. */
  public Metrics metrics() {
    return metrics;
  }

  /**
   * Stops taking requests, lets the running ones end as long as the limits say, and frees the
   * ports.
   */
  @Override
  public void close() {
    gate.drain();
    if (streams != null) {
      streams.closeAll();
    }
    CompletableFuture<Void> nodesStopped = nodes.stop();
    CompletableFuture<Void> peopleStopped =
        people == null ? CompletableFuture.completedFuture(null) : people.stop();
    CompletableFuture.allOf(nodesStopped, peopleStopped).join();
    AccessLog.flush();
  }

  /** What a server is to be. */
  public static final class Builder {
    private final Identity identity;
    private final List<BindableService> services = new ArrayList<>();
    private final Set<String> hostNames = new HashSet<>();
    private int nodePort;
    private int peoplePort = -1;
    private WebRoutes pages = new WebRoutes();
    private InetAddress nodeAddress = InetAddress.getLoopbackAddress();
    private InetAddress peopleAddress = InetAddress.getLoopbackAddress();
    private Access access = caller -> false;
    private NodeLimits limits = NodeLimits.DEFAULT;
    private TrafficListener traffic = TrafficListener.none();
    private Metrics metrics = new Metrics();
    private BooleanSupplier healthy = () -> true;

    private Builder(Identity identity) {
      this.identity = identity;
    }

    /** The port for nodes; 0 (the default) takes a free one. */
    public Builder nodePort(int port) {
      nodePort = port;
      return this;
    }

    /** The address the node port listens at; the loopback address unless said otherwise. */
    public Builder bind(InetAddress address) {
      nodeAddress = address;
      return this;
    }

    /** Opens the port for people's browsers with these pages; port 0 takes a free one. */
    public Builder people(int port, WebRoutes routes) {
      peoplePort = port;
      pages = routes;
      return this;
    }

    /** The address the people port listens at; the loopback address unless said otherwise. */
    public Builder bindPeople(InetAddress address) {
      peopleAddress = address;
      return this;
    }

    /** Further host names that browsers may use; loopback names always work. */
    public Builder hostNames(Set<String> names) {
      hostNames.addAll(names);
      return this;
    }

    /** Who may call; nobody unless said. */
    public Builder access(Access rule) {
      access = rule;
      return this;
    }

    /** Adds a gRPC service. */
    public Builder service(BindableService service) {
      services.add(service);
      return this;
    }

    /** What the server accepts from the outside. */
    public Builder limits(NodeLimits newLimits) {
      limits = newLimits;
      return this;
    }

    /** Who hears of each call that comes in. */
    public Builder traffic(TrafficListener listener) {
      traffic = listener;
      return this;
    }

    /** Where to count; a table of its own unless said. */
    public Builder metrics(Metrics table) {
      metrics = table;
      return this;
    }

    /** Says whether the node can do its work; asked by health checks; must answer at once. */
    public Builder healthy(BooleanSupplier check) {
      healthy = check;
      return this;
    }

    /** Opens the ports. */
    public NodeServer start() {
      NodeGate gate = new NodeGate(identity.id(), access, limits, traffic, metrics);
      BooleanSupplier serving = () -> !gate.draining() && healthy.getAsBoolean();
      DocService docs = NodePort.docs();
      ServerBuilder nodes =
          common()
              .port(new InetSocketAddress(nodeAddress, nodePort), SessionProtocol.HTTPS)
              .tlsProvider(NodeTls.provider(identity), NodeTls.serverConfig())
              .maxRequestLength(limits.requestBytesMax() + FRAME_BYTES);
      NodePort.bind(
          nodes, gate, new NodeRights(access, metrics), services, docs, limits, metrics, serving);
      Server nodeServer = nodes.build();
      @Nullable Server peopleServer = null;
      @Nullable PeopleStreams streams = null;
      if (peoplePort >= 0) {
        streams = new PeopleStreams();
        ServerBuilder people =
            common()
                .port(new InetSocketAddress(peopleAddress, peoplePort), SessionProtocol.HTTP)
                .requestTimeout(limits.requestTimeoutDefault());
        new PeoplePort(pages, hostNames, streams, metrics, serving, docs).bind(people);
        peopleServer = people.build();
      }
      CompletableFuture<Void> nodesStarted = nodeServer.start();
      CompletableFuture<Void> peopleStarted =
          peopleServer == null ? CompletableFuture.completedFuture(null) : peopleServer.start();
      try {
        CompletableFuture.allOf(nodesStarted, peopleStarted).join();
      } catch (RuntimeException e) {
        nodeServer.stop().join();
        if (peopleServer != null) {
          peopleServer.stop().join();
        }
        throw e;
      }
      return new NodeServer(nodeServer, peopleServer, gate, streams, metrics);
    }

    private ServerBuilder common() {
      NodeLimits.Connections connections = limits.connections();
      return Server.builder()
          .bossGroupFactory(AcceptLoop::create)
          .workerGroup(Workers.eventLoops(), false)
          .blockingTaskExecutor(Workers.blockingExecutor(), false)
          .meterRegistry(NodePort.noRegistry())
          .maxNumConnections(connections.max())
          .idleTimeout(connections.idleTimeout())
          .http2MaxStreamsPerConnection(connections.streamsMax())
          .http2MaxHeaderListSize(connections.headerBytesMax())
          .http1MaxHeaderSize(connections.headerBytesMax())
          .http1MaxInitialLineLength(connections.headerBytesMax())
          .gracefulShutdownTimeout(QUIET_PERIOD, limits.drainTimeout().plus(QUIET_PERIOD))
          .childChannelPipelineCustomizer(new UnfinishedConnections(connections.handshakeTimeout()))
          .connectionDrainDuration(CONNECTION_DRAIN)
          .disableServerHeader();
    }
  }
}
