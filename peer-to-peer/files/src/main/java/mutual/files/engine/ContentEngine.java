package mutual.files.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mutual.files.torrent.InfoHash;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.Metainfo;
import mutual.files.torrent.TorrentMaker;
import mutual.middleware.Identity;
import mutual.middleware.NodeId;
import mutual.overlay.dht.DhtNode;

/**
 * Everything that this node shares and fetches, behind one TCP port.
 *
 * <pre>{@code
 * try (ContentEngine engine =
 *     ContentEngine.start(EngineConfig.in(folder), identity, contacts, Optional.of(dht))) {
 *   Share film = engine.fetch(Magnet.parse(link), FetchPlan.into(downloads));
 *   ...
 * }
 * }</pre>
 */
public final class ContentEngine implements AutoCloseable {
  /** Opens the port and goes on with the shares that the folder holds. */
  public static ContentEngine start(
      EngineConfig config, Identity identity, PrivatePeers contacts, Optional<DhtNode> dht)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The TCP port. */
  public int port() {
    throw new UnsupportedOperationException();
  }

  /** All shares, the oldest first. */
  public List<Share> shares() {
    throw new UnsupportedOperationException();
  }

  /** The share that a hash names. */
  public Optional<Share> find(InfoHash hash) {
    throw new UnsupportedOperationException();
  }

  /**
   * Begins to read a file or folder of this node's own, to share it; returns at once. If the same
   * content is shared already, that share gets the audience.
   */
  public ShareMaking share(Path source, TorrentMaker.Format format, Audience audience) {
    throw new UnsupportedOperationException();
  }

  /** What is being read to be shared. */
  public List<ShareMaking> making() {
    throw new UnsupportedOperationException();
  }

  /** Fetches public content; if it is here already, returns that share. */
  public Share fetch(Magnet magnet, FetchPlan plan) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Fetches public content that a torrent file describes. */
  public Share fetch(Metainfo torrent, FetchPlan plan) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Fetches a contact's share by TLS, from nobody else. */
  public Share fetch(PrivateLink link, FetchPlan plan) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Forgets a share; with its content, if wanted, unless that is this node's own. */
  public void remove(Share share, boolean withContent) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** What a peer, whose key is proven, may fetch from this node; public shares included. */
  public List<Share> offersFor(NodeId peer) {
    throw new UnsupportedOperationException();
  }

  /** Looks again who may fetch what, since contacts or groups have changed. */
  public void recheckAccess() {
    throw new UnsupportedOperationException();
  }

  /** Bytes per second that all shares may give; 0 for no limit. */
  public long upLimitBytesPerSecond() {
    throw new UnsupportedOperationException();
  }

  /** Bytes per second that all shares may fetch; 0 for no limit. */
  public long downLimitBytesPerSecond() {
    throw new UnsupportedOperationException();
  }

  /** Limits all shares together; 0 lifts a limit. Kept over restarts. */
  public void limits(long upBytesPerSecond, long downBytesPerSecond) {
    throw new UnsupportedOperationException();
  }

  /** Who hears that shares have come, gone or changed their state; must not block. */
  public void onChange(Runnable listener) {
    throw new UnsupportedOperationException();
  }

  /**
   * Why the local network cannot be searched for public shares; empty if it can or is not to be.
   */
  public String lanTrouble() {
    throw new UnsupportedOperationException();
  }

  /**
   * The first moment since the start at which somebody from outside connected; empty if nobody has.
   */
  public Optional<java.time.Instant> reachedFromOutside() {
    throw new UnsupportedOperationException();
  }

  /** Settles what is on the disk, says goodbye to trackers, and frees the port. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
