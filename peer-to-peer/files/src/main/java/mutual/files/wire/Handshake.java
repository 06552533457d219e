package mutual.files.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first 68 bytes on a connection between peers (BEP 3): a fixed name, 64 bits that announce
 * extensions, the info hash (of v2: its first 20 bytes) and the sender's id.
 */
public final class Handshake {
  /** Length of the message. */
  public static final int BYTES = 68;

  /** The first byte, by which the protocol is told from TLS on one port. */
  public static final int FIRST_BYTE = 19;

  private static final byte[] NAME = "BitTorrent protocol".getBytes(StandardCharsets.US_ASCII);
  private static final int HASH_BYTES = 20;
  private static final long EXTENSIONS = 1L << 20;
  private static final long DHT = 1L;
  private static final long FAST = 1L << 2;
  private static final long V2 = 1L << 4;

  private final long reserved;
  private final byte[] infoHash;
  private final PeerId peerId;

  private Handshake(long reserved, byte[] infoHash, PeerId peerId) {
    this.reserved = reserved;
    this.infoHash = infoHash;
    this.peerId = peerId;
  }

  /** What this program sends: fast extension and extension protocol always, the others as told. */
  public static Handshake ours(byte[] infoHash, PeerId peerId, boolean dht, boolean v2) {
    if (infoHash.length != HASH_BYTES) {
      throw new IllegalArgumentException("20 bytes of info hash are sent, not " + infoHash.length);
    }
    long reserved = EXTENSIONS | FAST | (dht ? DHT : 0) | (v2 ? V2 : 0);
    return new Handshake(reserved, infoHash.clone(), peerId);
  }

  /** Reads 68 bytes. */
  public static Handshake read(ByteBuffer in) throws WireException {
    if (in.remaining() < BYTES) {
      throw new IllegalArgumentException("A handshake is 68 bytes, not " + in.remaining());
    }
    int length = in.get() & 0xff;
    byte[] name = new byte[NAME.length];
    in.get(name);
    if (length != FIRST_BYTE || !Arrays.equals(name, NAME)) {
      throw new WireException("Not a BitTorrent handshake");
    }
    long reserved = in.getLong();
    byte[] hash = new byte[HASH_BYTES];
    in.get(hash);
    byte[] id = new byte[PeerId.BYTES];
    in.get(id);
    return new Handshake(reserved, hash, PeerId.of(id));
  }

  /** Writes the 68 bytes. */
  public void write(ByteBuffer out) {
    out.put((byte) FIRST_BYTE).put(NAME).putLong(reserved).put(infoHash).put(peerId.bytes());
  }

  /** The info hash, cut to 20 bytes. */
  public byte[] infoHash() {
    return infoHash.clone();
  }

  /** What the sender calls itself. */
  public PeerId peerId() {
    return peerId;
  }

  /** Whether the sender speaks the extension protocol (BEP 10). */
  public boolean extensions() {
    return (reserved & EXTENSIONS) != 0;
  }

  /** Whether the sender is in the DHT and tells its port (BEP 5). */
  public boolean dht() {
    return (reserved & DHT) != 0;
  }

  /** Whether the sender speaks the fast extension (BEP 6). */
  public boolean fast() {
    return (reserved & FAST) != 0;
  }

  /** Whether the sender takes up v2 of a hybrid torrent (BEP 52). */
  public boolean v2() {
    return (reserved & V2) != 0;
  }

  /** The 64 bits as they are on the wire. */
  public long reserved() {
    return reserved;
  }
}
