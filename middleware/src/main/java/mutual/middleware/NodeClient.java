package mutual.middleware;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.grpc.GrpcClientStubFactory;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Calls other nodes by their key, at whichever of their addresses answers.
 *
 * <pre>{@code
 * var accounts = client.stub(bank, AccountsGrpc::newBlockingStub);
 * accounts.withDeadlineAfter(2, SECONDS).listAccounts(request);
 * }</pre>
 *
 * <ul>
 *   <li>Every call has a deadline: the stub's, else the client's, and never later than that of the
 *       request which the calling thread is handling.
 *   <li>A call that surely has not reached a handler (no connection, wrong key) goes to the next
 *       address. Beyond that only calls to idempotent methods are repeated, with exponential
 *       backoff and jitter, within the deadline. A method is idempotent if its contract has an
 *       {@code idempotency_level}.
 *   <li>A node that fails again and again is left alone for a while: calls to it fail at once.
 *   <li>Failures are gRPC statuses. UNAVAILABLE has {@link NodeUnreachableException} as its cause
 *       if the node has surely seen nothing of the call, UNAUTHENTICATED has {@link
 *       WrongNodeException} if someone else answered.
 * </ul>
 *
 * <p>Only unary methods can be called.
 */
public final class NodeClient implements AutoCloseable {
  /** Bytes of one answer. */
  public static final int RESPONSE_BYTES_MAX = 4 * 1024 * 1024;

  private static final Duration DEADLINE_DEFAULT = Duration.ofSeconds(10);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /**
   * Shorter than a server's, so that the client closes first and no request meets a closing
   * connection.
   */
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

  /** Armeria channels kept; beyond that all are made anew. */
  private static final int LINES_MAX = 4096;

  private final Identity identity;
  private final Directory directory;
  private final Duration deadline;
  private final TrafficListener traffic;
  private final Metrics metrics;
  private final ClientFactory factory;
  private final Map<Line, Channel> lines = new ConcurrentHashMap<>();
  private final Map<NodeId, CircuitBreaker> breakers = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private record Line(NodeId node, InetAddress host, int port, String method) {}

  private NodeClient(Builder builder) {
    identity = builder.identity;
    directory = builder.directory;
    deadline = builder.deadline;
    traffic = builder.traffic;
    metrics = builder.metrics;
    factory =
        ClientFactory.builder()
            .workerGroup(Workers.eventLoops(), false)
            .meterRegistry(NodePort.noRegistry())
            .tlsProvider(NodeTls.provider(identity), NodeTls.clientConfig())
            .connectTimeout(CONNECT_TIMEOUT)
            .idleTimeout(IDLE_TIMEOUT)
            .build();
    metrics.describe("mutual_client_call_seconds", "Time of calls to other nodes, with retries.");
    metrics.describe("mutual_client_retries_total", "Attempts beyond the first.");
    metrics.describe("mutual_client_circuit_open", "1 while calls to a node fail at once.");
  }

  /** Starts the description of a client. */
  public static Builder builder(Identity identity, Directory directory) {
    return new Builder(identity, directory);
  }

  /** A channel to a node; cheap, and needs no closing. */
  public Channel channel(NodeId node) {
    return new Channel() {
      @Override
      public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
        if (method.getType() != MethodDescriptor.MethodType.UNARY) {
          throw new UnsupportedOperationException(
              "Only unary methods can be called: " + method.getFullMethodName());
        }
        return new NodeCall<>(NodeClient.this, node, method, options);
      }

      @Override
      public String authority() {
        return node.label() + NodeCertificate.HOST_SUFFIX;
      }
    };
  }

  /** A stub, such as {@code client.stub(bank, AccountsGrpc::newBlockingStub)}. */
  public <S> S stub(NodeId node, Function<Channel, S> factoryMethod) {
    return factoryMethod.apply(channel(node));
  }

  /**
   * Lets the next call to a node be tried at once although earlier ones failed, as when it was
   * heard of at another address.
   */
  public void forgetFailures(NodeId node) {
    CircuitBreaker known = breakers.get(node);
    if (known != null) {
      known.forgetFailures();
    }
  }

  /** The name of the node that calls. */
  public NodeId id() {
    return identity.id();
  }

  /** What this client counts. */
  public Metrics metrics() {
    return metrics;
  }

  /** Ends all connections; calls that are under way fail. */
  @Override
  public void close() {
    closed = true;
    factory.closeAsync().join();
  }

  boolean closed() {
    return closed;
  }

  Directory directory() {
    return directory;
  }

  Duration deadline() {
    return deadline;
  }

  TrafficListener traffic() {
    return traffic;
  }

  CircuitBreaker breaker(NodeId node) {
    CircuitBreaker known = breakers.get(node);
    if (known != null) {
      return known;
    }
    return breakers.computeIfAbsent(
        node,
        absent -> {
          CircuitBreaker fresh = new CircuitBreaker(System::nanoTime);
          metrics.gauge(
              "mutual_client_circuit_open", () -> fresh.open() ? 1 : 0, "node", node.shortText());
          return fresh;
        });
  }

  /** Armeria's channel to one address; the name it dials carries the expected key. */
  Channel line(NodeId node, InetAddress host, int port, MethodDescriptor<?, ?> method) {
    if (lines.size() > LINES_MAX) {
      lines.clear();
    }
    return lines.computeIfAbsent(
        new Line(node, host, port, method.getFullMethodName()), line -> dial(line, method));
  }

  private Channel dial(Line line, MethodDescriptor<?, ?> method) {
    Endpoint endpoint =
        Endpoint.of(line.node.label() + NodeCertificate.HOST_SUFFIX, line.port)
            .withInetAddress(line.host);
    GrpcClientStubFactory channels =
        new GrpcClientStubFactory() {
          @Override
          public ServiceDescriptor findServiceDescriptor(Class<?> type) {
            return ServiceDescriptor.newBuilder(
                    Objects.requireNonNull(method.getServiceName(), "a generated method"))
                .addMethod(method)
                .build();
          }

          @Override
          public Object newClientStub(Class<?> type, Channel channel) {
            return channel;
          }
        };
    return GrpcClients.builder("gproto+h2", endpoint)
        .factory(factory)
        .clientStubFactory(channels)
        .maxResponseMessageLength(RESPONSE_BYTES_MAX)
        .maxResponseLength(RESPONSE_BYTES_MAX + 1024L)
        .build(Channel.class);
  }

  /** What a client is to be. */
  public static final class Builder {
    private final Identity identity;
    private final Directory directory;
    private Duration deadline = DEADLINE_DEFAULT;
    private TrafficListener traffic = TrafficListener.none();
    private Metrics metrics = new Metrics();

    private Builder(Identity identity, Directory directory) {
      this.identity = identity;
      this.directory = directory;
    }

    /** Time for a call that names no deadline itself; 10 seconds unless said. */
    public Builder deadline(Duration time) {
      deadline = time;
      return this;
    }

    /** Who hears of each call that goes out. */
    public Builder traffic(TrafficListener listener) {
      traffic = listener;
      return this;
    }

    /** Where to count; a table of its own unless said. */
    public Builder metrics(Metrics table) {
      metrics = table;
      return this;
    }

    /** Makes the client. */
    public NodeClient build() {
      return new NodeClient(this);
    }
  }
}
