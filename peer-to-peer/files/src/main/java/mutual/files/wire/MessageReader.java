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
import org.jspecify.annotations.Nullable;

/** Reads messages out of a buffer as they become complete, copying nothing. */
public final class MessageReader {
  private static final int PREFIX_BYTES = 4;
  private static final int BLOCK_PLACE_BYTES = 8;
  private static final int HASH_BYTES = 32;

  private MessageReader() {}

  /**
   * The next message, or null while it is incomplete; then the buffer is as before and {@link
   * #bytesMissing} tells how large it must be able to become.
   */
  public static @Nullable PeerMessage next(ByteBuffer in) throws WireException {
    if (in.remaining() < PREFIX_BYTES) {
      return null;
    }
    int length = in.getInt(in.position());
    if (length < 0 || length > WireLimits.MESSAGE_BYTES_MAX) {
      throw new WireException("A message of " + Integer.toUnsignedString(length) + " bytes");
    }
    if (in.remaining() - PREFIX_BYTES < length) {
      return null;
    }
    int start = in.position() + PREFIX_BYTES;
    in.position(start + length);
    return length == 0 ? new KeepAlive() : read(in.slice(start, length));
  }

  /** Bytes of the first message in the buffer that have not come yet; at least 1. */
  public static int bytesMissing(ByteBuffer in) {
    return in.remaining() < PREFIX_BYTES
        ? PREFIX_BYTES - in.remaining()
        : Math.max(1, PREFIX_BYTES + in.getInt(in.position()) - in.remaining());
  }

  private static PeerMessage read(ByteBuffer body) throws WireException {
    int id = body.get() & 0xff;
    return switch (id) {
      case MessageId.CHOKE -> only(body, new Choke());
      case MessageId.UNCHOKE -> only(body, new Unchoke());
      case MessageId.INTERESTED -> only(body, new Interested());
      case MessageId.NOT_INTERESTED -> only(body, new NotInterested());
      case MessageId.HAVE -> new Have(piece(body));
      case MessageId.BITFIELD -> new Bitfield(body.slice());
      case MessageId.REQUEST -> {
        long place = place(body);
        yield new Request((int) (place >> 32), (int) place, blockLength(body));
      }
      case MessageId.PIECE -> block(body);
      case MessageId.CANCEL -> {
        long place = place(body);
        yield new Cancel((int) (place >> 32), (int) place, blockLength(body));
      }
      case MessageId.PORT -> {
        exactly(body, 2);
        yield new Port(body.getShort() & 0xffff);
      }
      case MessageId.SUGGEST -> new Suggest(piece(body));
      case MessageId.HAVE_ALL -> only(body, new HaveAll());
      case MessageId.HAVE_NONE -> only(body, new HaveNone());
      case MessageId.REJECT -> {
        long place = place(body);
        yield new Reject((int) (place >> 32), (int) place, blockLength(body));
      }
      case MessageId.ALLOWED_FAST -> new AllowedFast(piece(body));
      case MessageId.EXTENDED -> extended(body);
      case MessageId.HASH_REQUEST -> {
        exactly(body, HashRange.BYTES);
        yield new HashRequest(range(body));
      }
      case MessageId.HASHES -> hashes(body);
      case MessageId.HASH_REJECT -> {
        exactly(body, HashRange.BYTES);
        yield new HashReject(range(body));
      }
      default -> new Unknown(id);
    };
  }

  private static PeerMessage only(ByteBuffer body, PeerMessage message) throws WireException {
    exactly(body, 0);
    return message;
  }

  private static void exactly(ByteBuffer body, int bytes) throws WireException {
    if (body.remaining() != bytes) {
      throw new WireException(
          "Message " + body.get(0) + " has " + body.remaining() + " bytes instead of " + bytes);
    }
  }

  private static int piece(ByteBuffer body) throws WireException {
    exactly(body, 4);
    return number(body, WireLimits.PIECES_MAX - 1);
  }

  private static long place(ByteBuffer body) throws WireException {
    exactly(body, 12);
    int piece = number(body, WireLimits.PIECES_MAX - 1);
    return ((long) piece << 32) | number(body, Integer.MAX_VALUE);
  }

  private static int blockLength(ByteBuffer body) throws WireException {
    int length = number(body, WireLimits.REQUEST_BYTES_MAX);
    if (length == 0) {
      throw new WireException("A block of no bytes");
    }
    return length;
  }

  private static int number(ByteBuffer body, int max) throws WireException {
    int value = body.getInt();
    if (value < 0 || value > max) {
      throw new WireException(Integer.toUnsignedString(value) + " is more than " + max);
    }
    return value;
  }

  private static PeerMessage block(ByteBuffer body) throws WireException {
    if (body.remaining() <= BLOCK_PLACE_BYTES
        || body.remaining() > BLOCK_PLACE_BYTES + WireLimits.REQUEST_BYTES_MAX) {
      throw new WireException("A block in " + body.remaining() + " bytes");
    }
    int piece = number(body, WireLimits.PIECES_MAX - 1);
    int begin = number(body, Integer.MAX_VALUE);
    return new Piece(piece, begin, body.slice());
  }

  private static PeerMessage extended(ByteBuffer body) throws WireException {
    if (!body.hasRemaining() || body.remaining() > WireLimits.EXTENDED_BYTES_MAX) {
      throw new WireException("An extension's message of " + body.remaining() + " bytes");
    }
    return new Extended(body.get() & 0xff, body.slice());
  }

  private static PeerMessage hashes(ByteBuffer body) throws WireException {
    if (body.remaining() < HashRange.BYTES) {
      throw new WireException("Hashes in " + body.remaining() + " bytes");
    }
    HashRange range = range(body);
    int bytes = body.remaining();
    if (bytes % HASH_BYTES != 0
        || bytes / HASH_BYTES < range.length()
        || bytes / HASH_BYTES > range.length() + WireLimits.PROOF_LAYERS_MAX) {
      throw new WireException(bytes + " bytes for " + range.length() + " hashes");
    }
    return new Hashes(range, body.slice());
  }

  private static HashRange range(ByteBuffer body) throws WireException {
    byte[] root = new byte[HashRange.ROOT_BYTES];
    body.get(root);
    int baseLayer = number(body, WireLimits.PROOF_LAYERS_MAX);
    int index = number(body, Integer.MAX_VALUE);
    int length = number(body, WireLimits.HASHES_MAX);
    int proofLayers = number(body, WireLimits.PROOF_LAYERS_MAX);
    if (Integer.bitCount(length) != 1 || index % length != 0) {
      throw new WireException("Hashes from " + index + ", " + length + " of them");
    }
    return new HashRange(root, baseLayer, index, length, proofLayers);
  }
}
