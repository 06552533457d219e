package mutual.peer.pages;

import mutual.middleware.Identity;
import mutual.middleware.NodeServer;

/** A dashboard that is served. */
final class Running implements AutoCloseable {
  final HandMadeSource source;
  final DashboardKeys keys = new DashboardKeys();
  private final NodeServer server;

  Running(HandMadeSource source) {
    this.source = source;
    server =
        NodeServer.builder(Identity.ephemeral()).people(0, Dashboard.routes(source, keys)).start();
  }

  int port() {
    return server.peoplePort().orElseThrow();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** The address that opens the dashboard once. */
  String link() {
    return url("/?token=" + keys.token());
  }

  @Override
  public void close() {
    server.close();
  }
}
