package mutual.middleware;

import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import mutual.contracts.interbank.v1.DescribeRequest;
import mutual.contracts.interbank.v1.DescribeResponse;
import mutual.contracts.interbank.v1.InterbankGrpc;
import mutual.contracts.interbank.v1.ReverseRequest;
import mutual.contracts.interbank.v1.ReverseResponse;

/** A server and a client with one identity, as every test needs them. */
record Node(Identity identity, NodeServer server, NodeClient client, Directory directory)
    implements AutoCloseable {
  static final String DESCRIBE = "mutual.interbank.v1.Interbank/Describe";
  static final String REVERSE = "mutual.interbank.v1.Interbank/Reverse";

  /** Held, because the logging framework forgets levels of loggers that nobody holds. */
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("com.linecorp"), Logger.getLogger("mutual.access"));

  static {
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
  }

  static Node start(Access access, BindableService service) {
    return start(builder -> builder.access(access).service(service), client -> client);
  }

  static Node start(
      Function<NodeServer.Builder, NodeServer.Builder> server,
      Function<NodeClient.Builder, NodeClient.Builder> client) {
    Identity identity = Identity.ephemeral();
    Directory directory = Directory.inMemory();
    NodeServer started = server.apply(NodeServer.builder(identity)).start();
    return new Node(
        identity,
        started,
        client.apply(NodeClient.builder(identity, directory)).build(),
        directory);
  }

  NodeId id() {
    return identity.id();
  }

  NodeAddress address() {
    return new NodeAddress(InetAddress.getLoopbackAddress().getHostAddress(), server.nodePort());
  }

  void knows(Node other) {
    directory.put(other.id(), List.of(other.address()));
  }

  InterbankGrpc.InterbankBlockingStub interbank(NodeId node) {
    return client.stub(node, InterbankGrpc::newBlockingStub);
  }

  String describe(Node other) {
    return interbank(other.id()).describe(DescribeRequest.getDefaultInstance()).getName();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }

  /** An interbank service that answers with whatever a function says. */
  static InterbankGrpc.InterbankImplBase answering(Function<String, String> name) {
    return new InterbankGrpc.InterbankImplBase() {
      @Override
      public void describe(DescribeRequest request, StreamObserver<DescribeResponse> observer) {
        observer.onNext(DescribeResponse.newBuilder().setName(name.apply("")).build());
        observer.onCompleted();
      }

      @Override
      public void reverse(ReverseRequest request, StreamObserver<ReverseResponse> observer) {
        var _ = name.apply(request.getId());
        observer.onNext(ReverseResponse.getDefaultInstance());
        observer.onCompleted();
      }
    };
  }
}
