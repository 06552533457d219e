package mutual.peer;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import mutual.files.engine.ContentEngine;
import mutual.middleware.NodeId;
import mutual.overlay.Overlay;
import mutual.overlay.dht.DhtNode;

/** A peer that runs: its overlay, its shares, and the doors for contacts, owner and browser. */
public final class PeerNode implements AutoCloseable {
  private PeerNode() {}

  /** Starts a peer with what its folder holds. */
  public static PeerNode start(PeerConfig config) {
    throw new UnsupportedOperationException();
  }

  /** Its key. */
  public NodeId id() {
    throw new UnsupportedOperationException();
  }

  /** What it wishes to be called. */
  public String name() {
    throw new UnsupportedOperationException();
  }

  public PeerConfig config() {
    throw new UnsupportedOperationException();
  }

  /** Contacts, invitations, links, addresses. */
  public Overlay overlay() {
    throw new UnsupportedOperationException();
  }

  /** What is shared and fetched. */
  public ContentEngine engine() {
    throw new UnsupportedOperationException();
  }

  /** Its node in the DHT; empty if it keeps out of it. */
  public Optional<DhtNode> dht() {
    throw new UnsupportedOperationException();
  }

  /** The port for other peers. */
  public int nodePort() {
    throw new UnsupportedOperationException();
  }

  /** The dashboard's address with its token: for the owner's eyes only. */
  public URI dashboard() {
    throw new UnsupportedOperationException();
  }

  /** What contacts offer, asked of all that are reachable at once; waits at most some seconds. */
  public List<ContactOffer> offers() {
    throw new UnsupportedOperationException();
  }

  /**
   * What may keep this peer from being reached or from reaching others, and what to do about it.
   */
  public List<Finding> examine() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
