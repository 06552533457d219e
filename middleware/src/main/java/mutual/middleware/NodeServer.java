package mutual.middleware;

import io.grpc.BindableService;
import java.net.InetAddress;
import java.util.Set;
import java.util.function.BooleanSupplier;
import mutual.middleware.web.WebRoutes;

/** A node's doors. */
public final class NodeServer implements AutoCloseable {
  private NodeServer() {}

  /** Starts the description of a server. */
  public static Builder builder(Identity identity) {
    return new Builder(identity);
  }

  /** The port that nodes connect to. */
  public int nodePort() {
    throw new UnsupportedOperationException();
  }

  /** The port that browsers connect to. */
  public int peoplePort() {
    throw new UnsupportedOperationException();
  }

  /** What this node counts. */
  public Metrics metrics() {
    throw new UnsupportedOperationException();
  }

  /** Stops taking requests, lets the running ones end, and frees the ports. */
  @Override
  public void close() {}

  /** What a server is to be. */
  public static final class Builder {
    Builder(Identity identity) {}

    /** The port for nodes; 0 (the default) takes a free one. */
    public Builder nodePort(int port) {
      return this;
    }

    /** The address the node port listens at; the loopback address unless said otherwise. */
    public Builder bind(InetAddress address) {
      return this;
    }

    /** Opens the port for people's browsers with these pages; port 0 takes a free one. */
    public Builder people(int port, WebRoutes pages) {
      return this;
    }

    /** The address the people port listens at; the loopback address unless said otherwise. */
    public Builder bindPeople(InetAddress address) {
      return this;
    }

    /** Further host names that browsers may use; loopback names always work. */
    public Builder hostNames(Set<String> names) {
      return this;
    }

    /** Who may call; nobody unless said. */
    public Builder access(Access access) {
      return this;
    }

    /** Adds a gRPC service that everyone may call whom the server's access allows it. */
    public Builder service(BindableService service) {
      return this;
    }

    /** Adds a gRPC service with a rule of its own beside the server's. */
    public Builder service(BindableService service, Access access) {
      return this;
    }

    /** What the server accepts from the outside. */
    public Builder limits(NodeLimits limits) {
      return this;
    }

    /** Who hears of each call that comes in. */
    public Builder traffic(TrafficListener listener) {
      return this;
    }

    /** Where to count; a table of its own unless said. */
    public Builder metrics(Metrics metrics) {
      return this;
    }

    /** Says whether the node can do its work; asked by health checks. */
    public Builder healthy(BooleanSupplier check) {
      return this;
    }

    /** Opens the ports. */
    public NodeServer start() {
      throw new UnsupportedOperationException();
    }
  }
}
