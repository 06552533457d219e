package mutual.middleware;

import io.grpc.Channel;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/** Calls other nodes by their key. */
public final class NodeClient implements AutoCloseable {
  private NodeClient() {}

  /** Starts the description of a client. */
  public static Builder builder(Identity identity, Directory directory) {
    return new Builder();
  }

  /** A channel to a node at whichever of its addresses answers; cheap, and needs no closing. */
  public Channel channel(NodeId node) {
    throw new UnsupportedOperationException();
  }

  /** A stub, such as {@code client.stub(bank, AccountsGrpc::newBlockingStub)}. */
  public <S> S stub(NodeId node, Function<Channel, S> factory) {
    return factory.apply(channel(node));
  }

  @Override
  public void close() {}

  /** What a client is to be. */
  public static final class Builder {
    /** Time for a call that names no deadline itself; 10 seconds unless said. */
    public Builder deadline(Duration deadline) {
      return this;
    }

    /**
     * Full names of methods that may be repeated, such as {@code
     * mutual.interbank.v1.Interbank/Confirm}, beside those whose contract has an idempotency level.
     */
    public Builder idempotent(Set<String> methods) {
      return this;
    }

    /** Who hears of each call that goes out. */
    public Builder traffic(TrafficListener listener) {
      return this;
    }

    /** Where to count; a table of its own unless said. */
    public Builder metrics(Metrics metrics) {
      return this;
    }

    /** Makes the client. */
    public NodeClient build() {
      throw new UnsupportedOperationException();
    }
  }
}
