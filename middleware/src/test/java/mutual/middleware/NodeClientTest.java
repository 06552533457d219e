package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import mutual.contracts.bank.v1.OperationsGrpc;
import mutual.contracts.bank.v1.TakeSnapshotRequest;
import mutual.contracts.bank.v1.TakeSnapshotResponse;
import mutual.contracts.interbank.v1.InterbankGrpc;
import mutual.contracts.interbank.v1.ReverseRequest;
import mutual.contracts.interbank.v1.ReverseResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class NodeClientTest {
  private static final ReverseRequest REVERSE = ReverseRequest.newBuilder().setId("r").build();

  private static Status status(Throwable thrown) {
    return ((StatusRuntimeException) thrown).getStatus();
  }

  @Test
  void refusesAServerWithAnotherKeyBeforeAnyRequest() {
    AtomicInteger handled = new AtomicInteger();
    AtomicInteger heard = new AtomicInteger();
    try (Node impostor =
            Node.start(
                builder ->
                    builder
                        .access(caller -> true)
                        .traffic((from, to, method, status, nanos) -> heard.incrementAndGet())
                        .service(Node.answering(id -> "" + handled.incrementAndGet())),
                client -> client);
        Node caller = caller(client -> client)) {
      NodeId expected = Identity.ephemeral().id();
      caller.directory().put(expected, List.of(impostor.address()));
      assertThatThrownBy(() -> caller.interbank(expected).reverse(REVERSE))
          .satisfies(
              e -> {
                assertThat(status(e).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
                assertThat(status(e).getCause()).isInstanceOf(WrongNodeException.class);
              })
          .hasMessageContaining(impostor.id().toString());
      assertThat(handled).hasValue(0);
      assertThat(heard).hasValue(0);
    }
  }

  @Test
  void saysWhenNobodyAnswers() throws Exception {
    try (Node caller = caller(client -> client)) {
      NodeId nobody = Identity.ephemeral().id();
      assertThatThrownBy(() -> caller.interbank(nobody).reverse(REVERSE))
          .satisfies(
              e -> {
                assertThat(status(e).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(status(e).getCause()).isInstanceOf(NodeUnreachableException.class);
              })
          .hasMessageContaining("No address");
      caller.directory().put(nobody, List.of(new NodeAddress("127.0.0.1", freePort())));
      assertThatThrownBy(() -> caller.interbank(nobody).reverse(REVERSE))
          .satisfies(
              e -> assertThat(status(e).getCause()).isInstanceOf(NodeUnreachableException.class));
    }
  }

  @Test
  void triesTheNextAddressEvenForACallThatMustNotBeRepeated() throws Exception {
    AtomicInteger handled = new AtomicInteger();
    try (Node server =
            Node.start(caller -> true, Node.answering(id -> "" + handled.incrementAndGet()));
        Node caller = caller(client -> client)) {
      caller
          .directory()
          .put(server.id(), List.of(new NodeAddress("127.0.0.1", freePort()), server.address()));
      caller.interbank(server.id()).reverse(REVERSE);
      assertThat(handled).hasValue(1);
    }
  }

  @Test
  void repeatsAnIdempotentCallThatTheServerCouldNotTake() {
    AtomicInteger handled = new AtomicInteger();
    try (Node server = Node.start(caller -> true, failingAtFirst(handled, 2));
        Node caller = caller(client -> client)) {
      caller.knows(server);
      caller.interbank(server.id()).reverse(REVERSE);
      assertThat(handled).hasValue(3);
    }
  }

  @Test
  void neverRepeatsAnyOtherCall() {
    AtomicInteger handled = new AtomicInteger();
    try (Node server =
            Node.start(
                caller -> true,
                snapshots(
                    observer -> {
                      handled.incrementAndGet();
                      observer.onError(
                          Status.UNAVAILABLE.withDescription("busy").asRuntimeException());
                    }));
        Node caller = caller(client -> client)) {
      caller.knows(server);
      assertThatThrownBy(() -> snapshot(caller, server.id())).hasMessageContaining("busy");
      assertThat(handled).hasValue(1);
    }
  }

  @Test
  void repeatsOnlyWithinTheDeadline() {
    AtomicInteger handled = new AtomicInteger();
    try (Node server = Node.start(caller -> true, failingAtFirst(handled, 1000));
        Node caller = caller(client -> client)) {
      caller.knows(server);
      assertThatThrownBy(() -> caller.interbank(server.id()).reverse(REVERSE))
          .hasMessageContaining("busy; an attempt before may have arrived and been done");
      assertThat(handled).hasValue(NodeCall.ROUNDS_MAX);
      int before = handled.get();
      assertThatThrownBy(
              () ->
                  caller
                      .interbank(server.id())
                      .withDeadlineAfter(30, TimeUnit.MILLISECONDS)
                      .reverse(REVERSE))
          .isInstanceOf(StatusRuntimeException.class);
      assertThat(handled.get() - before).isLessThanOrEqualTo(1);
    }
  }

  /**
   * The connection breaks after the effect and before the answer: the caller must be told, and
   * nothing repeated whose contract does not allow it.
   */
  @Test
  void aLostAnswerNeverRepeatsAnEffect() throws Exception {
    AtomicInteger effects = new AtomicInteger();
    List<Relay> relays = new CopyOnWriteArrayList<>();
    try (Node server =
            Node.start(
                caller -> true,
                snapshots(
                    observer -> {
                      effects.incrementAndGet();
                      relays.forEach(Relay::cut);
                      observer.onNext(TakeSnapshotResponse.getDefaultInstance());
                      observer.onCompleted();
                    }));
        Relay relay = new Relay(server.address().port());
        Relay second = new Relay(server.address().port());
        Node caller = caller(client -> client)) {
      relays.add(relay);
      relays.add(second);
      caller
          .directory()
          .put(
              server.id(),
              List.of(
                  new NodeAddress("127.0.0.1", relay.port()),
                  new NodeAddress("127.0.0.1", second.port())));
      assertThatThrownBy(() -> snapshot(caller, server.id()))
          .satisfies(
              e -> {
                assertThat(status(e).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(status(e).getCause()).isNotInstanceOf(NodeUnreachableException.class);
              })
          .hasMessageContaining("was lost before it answered");
      assertThat(effects).hasValue(1);
    }
  }

  @Test
  void aLostAnswerIsAskedForAgainWhereTheContractAllows() throws Exception {
    AtomicInteger handled = new AtomicInteger();
    List<Relay> relays = new CopyOnWriteArrayList<>();
    try (Node server =
            Node.start(
                caller -> true,
                Node.answering(
                    id -> {
                      if (handled.incrementAndGet() == 1) {
                        relays.forEach(Relay::cut);
                      }
                      return "";
                    }));
        Relay relay = new Relay(server.address().port());
        Node caller = caller(client -> client)) {
      relays.add(relay);
      caller.directory().put(server.id(), List.of(new NodeAddress("127.0.0.1", relay.port())));
      assertThat(caller.interbank(server.id()).reverse(REVERSE))
          .isEqualTo(ReverseResponse.getDefaultInstance());
      assertThat(handled).hasValue(2);
      assertThat(caller.client().metrics().text()).contains("mutual_client_retries_total");
    }
  }

  /** The first attempt arrives, all others do not: the call must not pass for unseen. */
  @Test
  void neverSaysThatNothingWasSeenOnceAnAttemptMayHaveArrived() throws Exception {
    AtomicInteger handled = new AtomicInteger();
    List<Relay> relays = new CopyOnWriteArrayList<>();
    try (Node server =
            Node.start(
                caller -> true,
                Node.answering(
                    id -> {
                      handled.incrementAndGet();
                      relays.forEach(Relay::closeListener);
                      relays.forEach(Relay::cut);
                      return "";
                    }));
        Relay relay = new Relay(server.address().port());
        Node caller = caller(client -> client)) {
      relays.add(relay);
      // Two failures now, so that the circuit opens while the call below is being repeated.
      caller.directory().put(server.id(), List.of(new NodeAddress("127.0.0.1", freePort())));
      for (int i = 0; i < CircuitBreaker.FAILURES_MAX - 3; i++) {
        assertThatThrownBy(() -> snapshot(caller, server.id()))
            .hasMessageContaining("cannot be reached");
      }
      caller.directory().put(server.id(), List.of(new NodeAddress("127.0.0.1", relay.port())));
      assertThatThrownBy(() -> caller.interbank(server.id()).reverse(REVERSE))
          .satisfies(
              e -> {
                assertThat(status(e).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(status(e).getCause() instanceof NodeUnreachableException).isFalse();
              });
      assertThat(handled).hasValue(1);
    }
  }

  @Test
  void leavesANodeAloneThatFailsAgainAndAgainAndFindsItWhenItIsBack() throws Exception {
    int port = freePort();
    Identity identity = Identity.ephemeral();
    try (Node caller = caller(client -> client)) {
      caller.directory().put(identity.id(), List.of(new NodeAddress("127.0.0.1", port)));
      for (int i = 0; i < CircuitBreaker.FAILURES_MAX; i++) {
        assertThatThrownBy(() -> snapshot(caller, identity.id()))
            .hasMessageContaining("cannot be reached");
      }
      assertThatThrownBy(() -> caller.interbank(identity.id()).reverse(REVERSE))
          .hasMessageContaining("not tried now");
      assertThat(caller.client().metrics().text())
          .contains("mutual_client_circuit_open{node=\"" + identity.id().shortText() + "\"} 1");
      try (NodeServer server =
          NodeServer.builder(identity)
              .nodePort(port)
              .access(node -> true)
              .service(Node.answering(id -> ""))
              .start()) {
        assertThat(server.nodePort()).isEqualTo(port);
        Await.until(
            () -> {
              try {
                caller.interbank(identity.id()).reverse(REVERSE);
                return true;
              } catch (StatusRuntimeException e) {
                return false;
              }
            });
      }
    }
  }

  @Test
  void givesUpAtTheDeadline() {
    try (Node server =
            Node.start(
                caller -> true,
                new InterbankGrpc.InterbankImplBase() {
                  @Override
                  public void reverse(
                      ReverseRequest request, StreamObserver<ReverseResponse> observer) {}
                });
        Node caller = caller(client -> client.deadline(Duration.ofMillis(300)))) {
      caller.knows(server);
      assertThatThrownBy(() -> caller.interbank(server.id()).reverse(REVERSE))
          .satisfies(e -> assertThat(status(e).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
    }
  }

  @Test
  void passesTheDeadlineAndTheTraceOnOverTwoHops() {
    List<Duration> left = new CopyOnWriteArrayList<>();
    List<String> traces = new CopyOnWriteArrayList<>();
    try (Node last =
            Node.start(
                caller -> true,
                Node.answering(
                    id -> {
                      left.add(Deadline.remaining().orElseThrow());
                      traces.add(Trace.current().orElseThrow().traceId());
                      return "last";
                    }));
        Node caller = caller(client -> client)) {
      Node[] middle = new Node[1];
      middle[0] =
          Node.start(
              node -> true,
              Node.answering(
                  id -> {
                    left.add(Deadline.remaining().orElseThrow());
                    traces.add(Trace.current().orElseThrow().traceId());
                    // The deadline asked for here is later than the request's.
                    middle[0]
                        .interbank(last.id())
                        .withDeadlineAfter(10, TimeUnit.HOURS)
                        .reverse(REVERSE);
                    return "";
                  }));
      try (Node between = middle[0]) {
        between.knows(last);
        caller.knows(between);
        caller.interbank(between.id()).withDeadlineAfter(40, TimeUnit.SECONDS).reverse(REVERSE);
      }
    }
    assertThat(left).hasSize(2);
    assertThat(left.get(0)).isLessThanOrEqualTo(Duration.ofSeconds(40));
    assertThat(left.get(1)).isPositive().isLessThan(left.get(0).plusMillis(50));
    assertThat(traces.get(0)).isEqualTo(traces.get(1)).hasSize(32);
  }

  private static Node caller(
      java.util.function.Function<NodeClient.Builder, NodeClient.Builder> client) {
    return Node.start(server -> server, client);
  }

  /** A service whose contract has no idempotency level. */
  private static OperationsGrpc.OperationsImplBase snapshots(
      Consumer<StreamObserver<TakeSnapshotResponse>> work) {
    return new OperationsGrpc.OperationsImplBase() {
      @Override
      public void takeSnapshot(
          TakeSnapshotRequest request, StreamObserver<TakeSnapshotResponse> observer) {
        work.accept(observer);
      }
    };
  }

  private static TakeSnapshotResponse snapshot(Node caller, NodeId server) {
    return caller
        .client()
        .stub(server, OperationsGrpc::newBlockingStub)
        .takeSnapshot(TakeSnapshotRequest.getDefaultInstance());
  }

  private static InterbankGrpc.InterbankImplBase failingAtFirst(AtomicInteger handled, int times) {
    return new InterbankGrpc.InterbankImplBase() {
      @Override
      public void reverse(ReverseRequest request, StreamObserver<ReverseResponse> observer) {
        if (handled.incrementAndGet() <= times) {
          observer.onError(Status.UNAVAILABLE.withDescription("busy").asRuntimeException());
        } else {
          observer.onNext(ReverseResponse.getDefaultInstance());
          observer.onCompleted();
        }
      }
    };
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
