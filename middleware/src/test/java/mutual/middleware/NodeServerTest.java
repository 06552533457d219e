package mutual.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mutual.contracts.interbank.v1.DescribeRequest;
import mutual.contracts.interbank.v1.InterbankGrpc;
import mutual.contracts.interbank.v1.ReverseRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class NodeServerTest {
  private static final int CALLS = 300;

  private static Status.Code code(Throwable thrown) {
    return ((StatusRuntimeException) thrown).getStatus().getCode();
  }

  @Test
  void tellsTheHandlerWhoCallsAndRunsItOnAVirtualThread() {
    List<Boolean> virtual = new CopyOnWriteArrayList<>();
    try (Node server =
            Node.start(
                caller -> true,
                Node.answering(
                    id -> {
                      virtual.add(Thread.currentThread().isVirtual());
                      return Caller.current().toString();
                    }));
        Node caller = Node.start(nobody -> false, Node.answering(id -> ""))) {
      caller.knows(server);
      assertThat(caller.describe(server)).isEqualTo(caller.id().toString());
      assertThat(virtual).containsExactly(true);
    }
  }

  @Test
  void refusesAnUnknownKeyBeforeAnyHandler() {
    AtomicInteger handled = new AtomicInteger();
    try (Node server =
            Node.start(caller -> false, Node.answering(id -> "" + handled.incrementAndGet()));
        Node stranger = Node.start(nobody -> false, Node.answering(id -> ""))) {
      stranger.knows(server);
      assertThatThrownBy(() -> stranger.describe(server))
          .satisfies(e -> assertThat(code(e)).isEqualTo(Status.Code.PERMISSION_DENIED))
          .hasMessageContaining(stranger.id().toString());
      assertThat(handled).hasValue(0);
    }
  }

  @Test
  void refusesAMethodThatTheCallerHasNoRightToBeforeItsHandler() {
    AtomicInteger handled = new AtomicInteger();
    Access rights =
        new Access() {
          @Override
          public boolean expects(NodeId caller) {
            return true;
          }

          @Override
          public boolean allows(NodeId caller, String method) {
            return method.equals(Node.DESCRIBE);
          }
        };
    try (Node server = Node.start(rights, Node.answering(id -> "" + handled.incrementAndGet()));
        Node caller = Node.start(nobody -> false, Node.answering(id -> ""))) {
      caller.knows(server);
      assertThat(caller.describe(server)).isEqualTo("1");
      assertThatThrownBy(
              () ->
                  caller
                      .interbank(server.id())
                      .reverse(ReverseRequest.newBuilder().setId("x").build()))
          .satisfies(e -> assertThat(code(e)).isEqualTo(Status.Code.PERMISSION_DENIED))
          .hasMessageContaining(Node.REVERSE);
      assertThat(handled).hasValue(1);
    }
  }

  @Test
  void obeysTheRuleOfASingleMethod() {
    Access noDescribe =
        new Access() {
          @Override
          public boolean expects(NodeId caller) {
            return true;
          }

          @Override
          public boolean allows(NodeId caller, String method) {
            return !method.endsWith("/Describe");
          }
        };
    try (Node server = Node.start(noDescribe, Node.answering(id -> "no"));
        Node caller = Node.start(nobody -> false, Node.answering(id -> ""))) {
      caller.knows(server);
      assertThatThrownBy(() -> caller.describe(server))
          .satisfies(e -> assertThat(code(e)).isEqualTo(Status.Code.PERMISSION_DENIED));
    }
  }

  @Test
  void hidesWhatABugSays() {
    try (Node server =
            Node.start(
                caller -> true,
                Node.answering(
                    id -> {
                      throw new IllegalStateException("secret");
                    }));
        Node caller = Node.start(nobody -> false, Node.answering(id -> ""))) {
      caller.knows(server);
      assertThatThrownBy(() -> caller.describe(server))
          .satisfies(e -> assertThat(code(e)).isEqualTo(Status.Code.INTERNAL))
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void passesOnTheStatusThatAHandlerGives() {
    try (Node server =
            Node.start(
                caller -> true,
                new InterbankGrpc.InterbankImplBase() {
                  @Override
                  public void describe(
                      DescribeRequest request,
                      StreamObserver<mutual.contracts.interbank.v1.DescribeResponse> observer) {
                    observer.onError(
                        Status.FAILED_PRECONDITION.withDescription("BUSY").asRuntimeException());
                  }
                });
        Node caller = Node.start(nobody -> false, Node.answering(id -> ""))) {
      caller.knows(server);
      assertThatThrownBy(() -> caller.describe(server))
          .satisfies(e -> assertThat(code(e)).isEqualTo(Status.Code.FAILED_PRECONDITION))
          .hasMessageContaining("BUSY");
    }
  }

  @Test
  void letsRunningCallsEndWhenItCloses() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Node server =
        Node.start(
            caller -> true,
            Node.answering(
                id -> {
                  entered.countDown();
                  await(leave);
                  return "done";
                }));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Node caller = Node.start(nobody -> false, Node.answering(id -> ""))) {
      caller.knows(server);
      Future<String> call = threads.submit(() -> caller.describe(server));
      entered.await();
      Future<?> closing = threads.submit(server::close);
      assertThatThrownBy(
              () -> {
                // Refused from the moment that closing has begun.
                while (true) {
                  caller
                      .interbank(server.id())
                      .withDeadlineAfter(200, TimeUnit.MILLISECONDS)
                      .reverse(ReverseRequest.getDefaultInstance());
                }
              })
          .isInstanceOf(StatusRuntimeException.class);
      assertThat(closing.isDone()).isFalse();
      leave.countDown();
      assertThat(call.get()).isEqualTo("done");
      closing.get();
    }
  }

  @Test
  void refusesARequestThatIsTooLarge() {
    try (Node server =
            Node.start(
                builder ->
                    builder
                        .access(caller -> true)
                        .limits(NodeLimits.DEFAULT.withRequestBytesMax(10_000))
                        .service(Node.answering(id -> "")),
                client -> client);
        Node caller = Node.start(nobody -> false, Node.answering(id -> ""))) {
      caller.knows(server);
      InterbankGrpc.InterbankBlockingStub stub = caller.interbank(server.id());
      stub.reverse(ReverseRequest.newBuilder().setId("x".repeat(9_000)).build());
      assertThatThrownBy(
              () -> stub.reverse(ReverseRequest.newBuilder().setId("x".repeat(20_000)).build()))
          .satisfies(e -> assertThat(code(e)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
      stub.reverse(ReverseRequest.newBuilder().setId("still serving").build());
    }
  }

  @Test
  void tellsListenersAndMetricsOfEachCall() {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (Node server =
            Node.start(
                builder ->
                    builder
                        .access(caller -> true)
                        .traffic(
                            (from, to, method, status, nanos) ->
                                heard.add(from.shortText() + to.shortText() + method + status))
                        .service(Node.answering(id -> "")),
                client -> client);
        Node caller = Node.start(nobody -> false, Node.answering(id -> ""))) {
      caller.knows(server);
      caller.describe(server);
      Await.until(() -> heard.size() == 1);
      assertThat(heard)
          .containsExactly(
              caller.id().shortText() + server.id().shortText() + Node.DESCRIBE + "OK");
      assertThat(
              server
                  .server()
                  .metrics()
                  .value("mutual_server_request_seconds", "method", Node.DESCRIBE, "status", "OK"))
          .isEqualTo(1);
      assertThat(caller.client().metrics().text())
          .contains("mutual_client_call_seconds_count{node=\"" + server.id().shortText());
    }
  }

  @Test
  void servesManyCallersAtOnce() throws Exception {
    AtomicInteger handled = new AtomicInteger();
    try (Node server =
            Node.start(caller -> true, Node.answering(id -> "" + handled.incrementAndGet()));
        Node caller = Node.start(nobody -> false, Node.answering(id -> ""));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      caller.knows(server);
      List<Future<String>> calls = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        calls.add(
            threads.submit(
                () ->
                    caller
                        .interbank(server.id())
                        .withDeadlineAfter(60, TimeUnit.SECONDS)
                        .describe(DescribeRequest.getDefaultInstance())
                        .getName()));
      }
      for (Future<String> call : calls) {
        assertThat(call.get()).isNotEmpty();
      }
      assertThat(handled).hasValue(CALLS);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Nobody opened the latch");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
