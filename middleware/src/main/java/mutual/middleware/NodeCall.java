package mutual.middleware;

import com.linecorp.armeria.client.UnprocessedRequestException;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One unary call to a node, over as many attempts as are due. Attempts follow each other: each is
 * started either by the thread that calls or by a virtual thread after the attempt before has
 * ended.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for these; their work cannot fail.
final class NodeCall<Q, A> extends ClientCall<Q, A> {
  private static final Logger LOG = LoggerFactory.getLogger(NodeCall.class);

  /** How deep a chain of causes is looked through. */
  private static final int CAUSES_MAX = 20;

  /** Rounds over all addresses for an idempotent call. */
  static final int ROUNDS_MAX = 5;

  private static final Duration BACKOFF_MIN = Duration.ofMillis(50);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(2);
  private static final Metadata.Key<String> TRACE =
      Metadata.Key.of(Trace.HEADER, Metadata.ASCII_STRING_MARSHALLER);

  private final NodeClient client;
  private final NodeId node;
  private final MethodDescriptor<Q, A> method;
  private final CallOptions options;
  private final Trace trace;
  private final long startNanos = System.nanoTime();
  private final long deadlineNanos;
  private final AtomicBoolean finished = new AtomicBoolean();
  private final CircuitBreaker breaker;
  private final boolean idempotent;

  private ClientCall.@Nullable Listener<A> listener;
  private @Nullable Metadata headers;
  private @Nullable Q message;
  private volatile @Nullable ClientCall<Q, A> attempt;

  private List<Place> places = List.of();
  private int nextPlace;
  private int rounds;
  private boolean onlyUnprocessed = true;

  private record Place(NodeAddress address, InetAddress host) {}

  NodeCall(NodeClient client, NodeId node, MethodDescriptor<Q, A> method, CallOptions options) {
    this.client = client;
    this.node = node;
    this.method = method;
    this.options = options;
    this.trace = Trace.current().map(Trace::child).orElseGet(Trace::start);
    this.breaker = client.breaker(node);
    this.idempotent = method.isIdempotent() || method.isSafe();
    io.grpc.Deadline asked = options.getDeadline();
    long own =
        asked == null ? client.deadline().toNanos() : asked.timeRemaining(TimeUnit.NANOSECONDS);
    OptionalLong request = Deadline.nanos();
    long inherited = request.isEmpty() ? own : request.getAsLong() - startNanos;
    this.deadlineNanos = startNanos + Math.min(own, inherited);
  }

  @Override
  public void start(ClientCall.Listener<A> responseListener, Metadata callHeaders) {
    listener = responseListener;
    headers = callHeaders;
  }

  @Override
  public void request(int messages) {} // The one answer is handed over as soon as it is there.

  @Override
  public void sendMessage(Q request) {
    message = request;
  }

  @Override
  public void halfClose() {
    round();
  }

  @Override
  public void cancel(@Nullable String reason, @Nullable Throwable cause) {
    finish(Status.CANCELLED.withDescription(reason).withCause(cause), new Metadata(), null, null);
    ClientCall<Q, A> running = attempt;
    if (running != null) {
      running.cancel(reason, cause);
    }
  }

  private void round() {
    if (!breaker.permits()) {
      client.metrics().count("mutual_client_short_circuits_total", "node", node.shortText());
      finish(
          unreachable(
              "Node " + node.shortText() + " has not answered lately and is not tried now"));
      return;
    }
    rounds++;
    nextPlace = 0;
    places = resolve();
    if (places.isEmpty()) {
      breaker.unknown();
      finish(unreachable("No address of node " + node + " is known"));
      return;
    }
    next();
  }

  private List<Place> resolve() {
    List<Place> found = new ArrayList<>();
    for (NodeAddress address : client.directory().addresses(node)) {
      try {
        for (InetAddress host : InetAddress.getAllByName(address.host())) {
          found.add(new Place(address, host));
        }
      } catch (UnknownHostException e) {
        LOG.debug("Address {} of node {} cannot be resolved", address, node, e);
      }
    }
    return found;
  }

  private void next() {
    long left = deadlineNanos - System.nanoTime();
    if (left <= 0) {
      breaker.unknown();
      finish(Status.DEADLINE_EXCEEDED.withDescription("No time was left to call " + name()));
      return;
    }
    if (finished.get() || client.closed()) {
      breaker.unknown();
      finish(Status.UNAVAILABLE.withDescription("The client is closed"));
      return;
    }
    Place place = places.get(nextPlace++);
    ClientCall<Q, A> call =
        client
            .line(node, place.host, place.address.port(), method)
            .newCall(
                method, options.withExecutor(null).withDeadlineAfter(left, TimeUnit.NANOSECONDS));
    attempt = call;
    Metadata sent = new Metadata();
    sent.merge(Objects.requireNonNull(headers, "started"));
    sent.discardAll(TRACE);
    sent.put(TRACE, trace.header());
    call.start(new Attempt(place), sent);
    call.request(2);
    call.sendMessage(Objects.requireNonNull(message, "a message before half close"));
    call.halfClose();
    if (finished.get()) {
      call.cancel("cancelled", null);
    }
  }

  private final class Attempt extends ClientCall.Listener<A> {
    private final Place place;
    private @Nullable Metadata answerHeaders;
    private @Nullable A answer;

    Attempt(Place place) {
      this.place = place;
    }

    @Override
    public void onHeaders(Metadata received) {
      answerHeaders = received;
    }

    @Override
    public void onMessage(A received) {
      answer = received;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (finished.get()) {
        breaker.unknown();
      } else if (status.isOk()) {
        breaker.succeeded();
        finish(status, trailers, answerHeaders, answer);
      } else {
        failed(place, status, trailers);
      }
    }
  }

  private void failed(Place place, Status status, Metadata trailers) {
    Throwable cause = status.getCause();
    // A status that the node itself sent has no cause on this side: the node is there, whatever it
    // says.
    boolean outage = cause != null && status.getCode() != Status.Code.DEADLINE_EXCEEDED;
    boolean unprocessed = find(cause, UnprocessedRequestException.class) != null;
    boolean onlyUnprocessedBefore = onlyUnprocessed;
    onlyUnprocessed &= unprocessed;
    if (unprocessed && nextPlace < places.size()) {
      Workers.virtualThreads().execute(this::next);
      return;
    }
    if (outage) {
      breaker.failed();
    } else if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
      breaker.unknown();
    } else {
      breaker.succeeded();
    }
    long pause = pauseNanos();
    boolean again =
        idempotent
            && (outage || status.getCode() == Status.Code.UNAVAILABLE)
            && find(cause, WrongNodeException.class) == null
            && rounds < ROUNDS_MAX
            && System.nanoTime() + pause < deadlineNanos;
    if (again) {
      client.metrics().count("mutual_client_retries_total", "node", node.shortText());
      Workers.virtualThreads().schedule(this::round, pause, TimeUnit.NANOSECONDS);
      return;
    }
    Status last = explain(place, status);
    finish(onlyUnprocessedBefore ? last : doubtful(last), trailers, null, null);
  }

  private long pauseNanos() {
    long full = Math.min(BACKOFF_MIN.toNanos() << (rounds - 1), BACKOFF_MAX.toNanos());
    return ThreadLocalRandom.current().nextLong(full / 2, full + 1);
  }

  /**
   * Says in words what went wrong on this side; what the node itself said is passed on as it is.
   */
  private Status explain(Place place, Status status) {
    Throwable cause = status.getCause();
    if (cause == null || status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return status;
    }
    WrongNodeException wrong = find(cause, WrongNodeException.class);
    if (wrong != null) {
      return Status.UNAUTHENTICATED
          .withDescription(place.address + " is not node " + node + ": " + wrong.getMessage())
          .withCause(wrong);
    }
    Throwable root = cause;
    for (int depth = 0; root.getCause() != null && depth < CAUSES_MAX; depth++) {
      root = root.getCause();
    }
    String reason = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    if (onlyUnprocessed) {
      return unreachable(
          "Node " + node.shortText() + " cannot be reached at " + place.address + ": " + reason);
    }
    return Status.UNAVAILABLE
        .withDescription(
            "The connection to node "
                + node.shortText()
                + " at "
                + place.address
                + " was lost before it answered "
                + name()
                + ": "
                + reason)
        .withCause(cause);
  }

  /** The last attempt's answer may say that nothing was done, and knows only of itself. */
  private static Status doubtful(Status status) {
    return status.getCode() == Status.Code.UNAVAILABLE
        ? status.withDescription(
            status.getDescription() + "; an attempt before may have arrived and been done")
        : status;
  }

  /** Only if no attempt before may have arrived has the node surely seen nothing of the call. */
  private Status unreachable(String message) {
    return onlyUnprocessed
        ? Status.UNAVAILABLE
            .withDescription(message)
            .withCause(new NodeUnreachableException(message))
        : doubtful(Status.UNAVAILABLE.withDescription(message));
  }

  private String name() {
    return method.getFullMethodName();
  }

  private static <T extends Throwable> @Nullable T find(
      @Nullable Throwable cause, Class<T> wanted) {
    Throwable at = cause;
    for (int depth = 0; at != null && depth < CAUSES_MAX; depth++) {
      if (wanted.isInstance(at)) {
        return wanted.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }

  private void finish(Status status) {
    finish(status, new Metadata(), null, null);
  }

  private void finish(
      Status status, Metadata trailers, @Nullable Metadata answerHeaders, @Nullable A answer) {
    if (!finished.compareAndSet(false, true)) {
      return;
    }
    long nanos = System.nanoTime() - startNanos;
    String code = status.getCode().name();
    client
        .metrics()
        .time(
            "mutual_client_call_seconds",
            nanos,
            "node",
            node.shortText(),
            "method",
            name(),
            "status",
            code);
    client.traffic().onCall(client.id(), node, name(), code, nanos);
    ClientCall.Listener<A> receiver = Objects.requireNonNull(listener, "started");
    Executor executor = options.getExecutor();
    (executor == null ? Workers.virtualThreads() : executor)
        .execute(
            () -> {
              if (answer != null) {
                receiver.onHeaders(answerHeaders == null ? new Metadata() : answerHeaders);
                receiver.onMessage(answer);
              }
              receiver.onClose(status, trailers);
            });
  }
}
