package mutual.files.wire;

import java.nio.ByteBuffer;
import mutual.files.wire.PeerMessage.AllowedFast;
import mutual.files.wire.PeerMessage.Bitfield;
import mutual.files.wire.PeerMessage.Cancel;
import mutual.files.wire.PeerMessage.Choke;
import mutual.files.wire.PeerMessage.Extended;
import mutual.files.wire.PeerMessage.HashReject;
import mutual.files.wire.PeerMessage.HashRequest;
import mutual.files.wire.PeerMessage.Hashes;
import mutual.files.wire.PeerMessage.Have;
import mutual.files.wire.PeerMessage.HaveAll;
import mutual.files.wire.PeerMessage.HaveNone;
import mutual.files.wire.PeerMessage.Interested;
import mutual.files.wire.PeerMessage.KeepAlive;
import mutual.files.wire.PeerMessage.NotInterested;
import mutual.files.wire.PeerMessage.Piece;
import mutual.files.wire.PeerMessage.Port;
import mutual.files.wire.PeerMessage.Reject;
import mutual.files.wire.PeerMessage.Request;
import mutual.files.wire.PeerMessage.Suggest;
import mutual.files.wire.PeerMessage.Unchoke;
import mutual.files.wire.PeerMessage.Unknown;

/** Writes messages into a buffer that has room for {@link #bytes}. */
public final class MessageWriter {
  /** What comes before the bytes of a block: length, id, piece, begin. */
  public static final int PIECE_HEADER_BYTES = 13;

  private static final int PREFIX_AND_ID_BYTES = 5;

  private MessageWriter() {}

  /** How long the message is on the wire, its length prefix included. */
  public static int bytes(PeerMessage message) {
    return switch (message) {
      case KeepAlive() -> PREFIX_AND_ID_BYTES - 1;
      case Choke(), Unchoke(), Interested(), NotInterested(), HaveAll(), HaveNone() ->
          PREFIX_AND_ID_BYTES;
      case Have(_), Suggest(_), AllowedFast(_) -> PREFIX_AND_ID_BYTES + 4;
      case Bitfield(ByteBuffer bits) -> PREFIX_AND_ID_BYTES + bits.remaining();
      case Request(_, _, _), Cancel(_, _, _), Reject(_, _, _) -> PREFIX_AND_ID_BYTES + 12;
      case Piece(_, _, ByteBuffer block) -> PIECE_HEADER_BYTES + block.remaining();
      case Port(_) -> PREFIX_AND_ID_BYTES + 2;
      case HashRequest(_), HashReject(_) -> PREFIX_AND_ID_BYTES + HashRange.BYTES;
      case Hashes(_, ByteBuffer hashes) ->
          PREFIX_AND_ID_BYTES + HashRange.BYTES + hashes.remaining();
      case Extended(_, ByteBuffer payload) -> PREFIX_AND_ID_BYTES + 1 + payload.remaining();
      case Unknown(_) -> PREFIX_AND_ID_BYTES;
    };
  }

  /** Writes all of the message; its buffers are left as they were. */
  public static void write(PeerMessage message, ByteBuffer out) {
    out.putInt(bytes(message) - 4);
    switch (message) {
      case KeepAlive() -> {}
      case Choke() -> id(out, MessageId.CHOKE);
      case Unchoke() -> id(out, MessageId.UNCHOKE);
      case Interested() -> id(out, MessageId.INTERESTED);
      case NotInterested() -> id(out, MessageId.NOT_INTERESTED);
      case Have(int piece) -> id(out, MessageId.HAVE).putInt(piece);
      case Bitfield(ByteBuffer bits) -> id(out, MessageId.BITFIELD).put(bits.duplicate());
      case Request(int piece, int begin, int length) ->
          block(id(out, MessageId.REQUEST), piece, begin, length);
      case Piece(int piece, int begin, ByteBuffer block) ->
          id(out, MessageId.PIECE).putInt(piece).putInt(begin).put(block.duplicate());
      case Cancel(int piece, int begin, int length) ->
          block(id(out, MessageId.CANCEL), piece, begin, length);
      case Port(int port) -> id(out, MessageId.PORT).putShort((short) port);
      case Suggest(int piece) -> id(out, MessageId.SUGGEST).putInt(piece);
      case HaveAll() -> id(out, MessageId.HAVE_ALL);
      case HaveNone() -> id(out, MessageId.HAVE_NONE);
      case Reject(int piece, int begin, int length) ->
          block(id(out, MessageId.REJECT), piece, begin, length);
      case AllowedFast(int piece) -> id(out, MessageId.ALLOWED_FAST).putInt(piece);
      case Extended(int number, ByteBuffer payload) ->
          id(out, MessageId.EXTENDED).put((byte) number).put(payload.duplicate());
      case HashRequest(HashRange range) -> range(id(out, MessageId.HASH_REQUEST), range);
      case Hashes(HashRange range, ByteBuffer hashes) ->
          range(id(out, MessageId.HASHES), range).put(hashes.duplicate());
      case HashReject(HashRange range) -> range(id(out, MessageId.HASH_REJECT), range);
      case Unknown(int number) -> id(out, number);
    }
  }

  /** Writes what comes before a block's bytes, so that they can be sent from where they lie. */
  public static void pieceHeader(int piece, int begin, int length, ByteBuffer out) {
    out.putInt(PIECE_HEADER_BYTES - 4 + length);
    id(out, MessageId.PIECE).putInt(piece).putInt(begin);
  }

  private static ByteBuffer id(ByteBuffer out, int id) {
    return out.put((byte) id);
  }

  private static void block(ByteBuffer out, int piece, int begin, int length) {
    out.putInt(piece).putInt(begin).putInt(length);
  }

  private static ByteBuffer range(ByteBuffer out, HashRange range) {
    return out.put(range.root())
        .putInt(range.baseLayer())
        .putInt(range.index())
        .putInt(range.length())
        .putInt(range.proofLayers());
  }
}
