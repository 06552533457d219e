package mutual.files.wire;

/** How much a peer may say at once. */
public final class WireLimits {
  /** What is asked for in one REQUEST, and what everybody answers. */
  public static final int BLOCK_BYTES = 16 << 10;

  /** The largest block that a peer may ask for. */
  public static final int REQUEST_BYTES_MAX = 128 << 10;

  /** The largest message, without its length prefix: the bitfield of two million pieces. */
  public static final int MESSAGE_BYTES_MAX = 256 << 10;

  /** The largest extension handshake or list of peers. */
  public static final int EXTENDED_BYTES_MAX = 64 << 10;

  /** Hashes in one answer to a HASH_REQUEST (BEP 52). */
  public static final int HASHES_MAX = 512;

  /** Proof hashes that an answer may carry besides: the depth of the largest file's tree. */
  public static final int PROOF_LAYERS_MAX = 40;

  /** Pieces in a torrent: as many as a bitfield of {@link #MESSAGE_BYTES_MAX} tells of. */
  public static final int PIECES_MAX = 2_000_000;

  private WireLimits() {}
}
