package mutual.files.wire;

import java.nio.ByteBuffer;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.Bencode;
import mutual.overlay.bencode.BencodeException;
import mutual.overlay.bencode.BencodeLimits;

/** The talk about the info dictionary, in parts of 16 KiB (BEP 9). */
public sealed interface MetadataMessage {
  /** Bytes of each part but the last. */
  int PART_BYTES = 16 << 10;

  /** Number of the part. */
  int part();

  /** Asks for a part. */
  record Ask(int part) implements MetadataMessage {}

  /** Gives a part, and tells how long the whole is. */
  record Give(int part, int totalBytes, ByteBuffer bytes) implements MetadataMessage {}

  /** Does not give a part. */
  record Refuse(int part) implements MetadataMessage {}

  /** A kind that is not known here. */
  record Other(int part) implements MetadataMessage {}

  /** Reads the payload of an EXTENDED message. */
  static MetadataMessage read(ByteBuffer payload) throws WireException {
    Bencode.Prefix prefix;
    try {
      prefix = Bencode.decodePrefix(payload.duplicate(), BencodeLimits.MESSAGE);
    } catch (BencodeException e) {
      throw new WireException("Not bencode: " + e.getMessage(), e);
    }
    if (!(prefix.value() instanceof BDictionary said)) {
      throw new WireException("Not a dictionary");
    }
    long part = said.integer("piece").orElse(-1);
    if (part < 0 || part > Integer.MAX_VALUE / PART_BYTES) {
      throw new WireException("Part " + part + " of the metadata");
    }
    int number = (int) part;
    long kind = said.integer("msg_type").orElse(-1);
    if (kind == 0) {
      return new Ask(number);
    }
    if (kind == 1) {
      long total = said.integer("total_size").orElse(0);
      ByteBuffer bytes =
          payload.slice(
              payload.position() + prefix.length(), payload.remaining() - prefix.length());
      if (total <= 0 || total > Integer.MAX_VALUE || bytes.remaining() > PART_BYTES) {
        throw new WireException("Metadata of " + total + " bytes");
      }
      return new Give(number, (int) total, bytes);
    }
    return kind == 2 ? new Refuse(number) : new Other(number);
  }

  /** The message under the receiver's number. */
  default PeerMessage.Extended message(int id) {
    BDictionary.Builder head = BDictionary.builder().put("piece", part());
    ByteBuffer tail = ByteBuffer.allocate(0);
    switch (this) {
      case Ask _ -> head.put("msg_type", 0);
      case Give give -> {
        head.put("msg_type", 1).put("total_size", give.totalBytes());
        tail = give.bytes().duplicate();
      }
      case Refuse _ -> head.put("msg_type", 2);
      case Other _ -> throw new IllegalStateException("Not ours to send");
    }
    byte[] encoded = Bencode.encode(head.build());
    ByteBuffer all = ByteBuffer.allocate(encoded.length + tail.remaining());
    return new PeerMessage.Extended(id, all.put(encoded).put(tail).flip());
  }
}
