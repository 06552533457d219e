package mutual.files.torrent;

/** How much of a torrent we take from a stranger. */
public final class TorrentLimits {
  /** Bytes of a torrent file. */
  public static final int TORRENT_BYTES_MAX = 64 << 20;

  /** Bytes of an info dictionary, also when it comes from peers. */
  public static final int INFO_BYTES_MAX = 32 << 20;

  public static final int FILES_MAX = 200_000;
  public static final int PIECES_MAX = 1 << 21;

  /** Bytes of a piece; one has to fit into memory to be hashed. */
  public static final int PIECE_LENGTH_BYTES_MAX = 64 << 20;

  /** Bytes of a piece in version 1; version 2 wants at least a block. */
  public static final int PIECE_LENGTH_BYTES_MIN = 1 << 10;

  /** Names in a path. */
  public static final int PATH_NAMES_MAX = 64;

  /** Bytes of a path in UTF-8, slashes included. */
  public static final int PATH_BYTES_MAX = 2048;

  public static final int TRACKERS_MAX = 256;
  public static final int WEB_SEEDS_MAX = 64;
  public static final int MAGNET_CHARACTERS_MAX = 64 << 10;
  public static final int MAGNET_PEERS_MAX = 64;

  private TorrentLimits() {}
}
