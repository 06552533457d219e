package mutual.files.swarm;

import mutual.files.wire.PeerMessage;

/**
 * What a {@link Swarm} wants done. Calls come from within a call to the swarm, and must neither
 * block nor call it.
 */
public interface SwarmEffects {
  /** Sends a message; order among those to one peer is kept. Blocks are not sent by this. */
  void send(SwarmPeer peer, PeerMessage message);

  /** Something waits for {@link Swarm#nextUpload}. */
  void uploadWaits(SwarmPeer peer);

  /** Keeps a block of a piece that is being gathered; its bytes are gone after the call. */
  void store(SwarmPeer peer, PeerMessage.Piece block);

  /** Every block of the piece has come: check it, then call {@link Swarm#pieceChecked}. */
  void gathered(int piece);

  /** What was gathered of the piece is not wanted any more. */
  void forgotten(int piece);

  /** Closes the connection. The swarm has forgotten the peer already. */
  void close(SwarmPeer peer, String reason);

  /** It is proven that this one sent wrong bytes; never talk to it again. */
  void banned(Object identity, String reason);
}
