package mutual.files.wire;

import java.nio.ByteBuffer;

/**
 * What one peer says to another after the handshake.
 *
 * <p>Numbers are as the peer sent them: only what can be told without knowing the torrent has been
 * checked. Buffers of a received message are views of what was read from the network, and are gone
 * when the next message is read.
 */
public sealed interface PeerMessage {

  /** Nothing, said to keep the connection. */
  record KeepAlive() implements PeerMessage {}

  /** "I will not answer your requests now." */
  record Choke() implements PeerMessage {}

  /** "Ask." */
  record Unchoke() implements PeerMessage {}

  /** "You have what I want." */
  record Interested() implements PeerMessage {}

  /** "You have nothing that I want." */
  record NotInterested() implements PeerMessage {}

  /** "I have one piece more." */
  record Have(int piece) implements PeerMessage {}

  /** Which pieces the sender has, the highest bit of the first byte for piece 0. */
  record Bitfield(ByteBuffer bits) implements PeerMessage {}

  /** Asks for a block. */
  record Request(int piece, int begin, int length) implements PeerMessage {}

  /** A block. */
  record Piece(int piece, int begin, ByteBuffer block) implements PeerMessage {}

  /** Takes a request back. */
  record Cancel(int piece, int begin, int length) implements PeerMessage {}

  /** The UDP port of the sender's DHT node (BEP 5). */
  record Port(int port) implements PeerMessage {}

  /** "This piece is cheap for me or rare" (BEP 6). */
  record Suggest(int piece) implements PeerMessage {}

  /** A full bitfield (BEP 6). */
  record HaveAll() implements PeerMessage {}

  /** An empty bitfield (BEP 6). */
  record HaveNone() implements PeerMessage {}

  /** "I will not answer that request" (BEP 6). */
  record Reject(int piece, int begin, int length) implements PeerMessage {}

  /** "This piece you may ask for although you are choked" (BEP 6). */
  record AllowedFast(int piece) implements PeerMessage {}

  /** Asks for hashes of a file's Merkle tree (BEP 52). */
  record HashRequest(HashRange range) implements PeerMessage {}

  /** Hashes of a file's Merkle tree, then the proof that leads from them to the root (BEP 52). */
  record Hashes(HashRange range, ByteBuffer hashes) implements PeerMessage {}

  /** "I will not answer that request for hashes" (BEP 52). */
  record HashReject(HashRange range) implements PeerMessage {}

  /** A message of the extension protocol: its number, 0 for the handshake, and bytes (BEP 10). */
  record Extended(int id, ByteBuffer payload) implements PeerMessage {}

  /** A message of an extension that is not known here; left unread. */
  record Unknown(int id) implements PeerMessage {}
}
