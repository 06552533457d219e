package mutual.bankserver;

import java.util.function.Function;
import mutual.middleware.NodeId;
import mutual.middleware.web.WebRoutes;

/**
 * A bank in operation: its core on its log, its database, its API on the node port, and its pages
 * on the people port.
 */
public final class BankServer implements AutoCloseable {
  private final BankServerConfig config;

  private BankServer(BankServerConfig config) {
    this.config = config;
  }

  /** Starts the bank, and founds it at its first start. Returns when both ports answer. */
  public static BankServer start(BankServerConfig config) {
    return start(config, _ -> new WebRoutes());
  }

  /**
   * @param pages what the people port serves
   */
  public static BankServer start(BankServerConfig config, Function<BankServer, WebRoutes> pages) {
    return new BankServer(config);
  }

  public BankServerConfig config() {
    return config;
  }

  /** The bank's key: how machines, partners and programs know it. */
  public NodeId nodeId() {
    throw new UnsupportedOperationException();
  }

  /** The port that the node port really is at. */
  public int nodePort() {
    throw new UnsupportedOperationException();
  }

  public int peoplePort() {
    throw new UnsupportedOperationException();
  }

  /** What may be done. */
  public BankOffice office() {
    throw new UnsupportedOperationException();
  }

  /** What there is to read. */
  public BankBooks books() {
    throw new UnsupportedOperationException();
  }

  /** Who may use the pages. */
  public Operators operators() {
    throw new UnsupportedOperationException();
  }

  /** What changes, as it changes. */
  public ChangeFeed changes() {
    throw new UnsupportedOperationException();
  }

  /** Stops: running requests are answered first, and what was answered is durable. */
  @Override
  public void close() {}
}
