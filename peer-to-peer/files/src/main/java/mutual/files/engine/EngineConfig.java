package mutual.files.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * How an engine is to be.
 *
 * @param folder where shares are kept over restarts
 * @param bind address and TCP port to listen at; port 0 takes a free one
 * @param lan whether public shares are announced on the local network (BEP 14)
 * @param connectionsMax with strangers, over all shares; those with contacts are counted apart
 * @param connectionsPerShareMax with strangers, for one share
 */
public record EngineConfig(
    Path folder,
    InetSocketAddress bind,
    boolean lan,
    int connectionsMax,
    int connectionsPerShareMax) {
  /** Connections with contacts by TLS, over all shares. */
  public static final int CONTACT_CONNECTIONS_MAX = 128;

  /** Listens on every address, at a free port. */
  public static EngineConfig in(Path folder) {
    return new EngineConfig(folder, new InetSocketAddress(0), false, 200, 60);
  }

  public EngineConfig withPort(int port) {
    return new EngineConfig(
        folder,
        new InetSocketAddress(bind.getAddress(), port),
        lan,
        connectionsMax,
        connectionsPerShareMax);
  }

  public EngineConfig withAddress(InetAddress address) {
    return new EngineConfig(
        folder,
        new InetSocketAddress(address, bind.getPort()),
        lan,
        connectionsMax,
        connectionsPerShareMax);
  }

  public EngineConfig withLan(boolean announced) {
    return new EngineConfig(folder, bind, announced, connectionsMax, connectionsPerShareMax);
  }
}
