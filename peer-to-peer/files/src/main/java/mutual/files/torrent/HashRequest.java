package mutual.files.torrent;

/**
 * A question for a range of hashes of one file's tree, with the proof that they belong to it (BEP
 * 52, messages 21 to 23).
 *
 * @param piecesRoot the file's root
 * @param baseLayer layers above the leaves: 0 asks for the digests of blocks
 * @param index first hash asked for in that layer; a multiple of the length
 * @param length hashes asked for; a power of two, at least 2
 * @param proofLayers layers above the base of which an uncle is wanted; those that can be computed
 *     from the range itself are counted but left out of the answer
 */
public record HashRequest(
    Hash256 piecesRoot, int baseLayer, int index, int length, int proofLayers) {
  /** Hashes that we ask for at once, as BEP 52 advises. */
  public static final int LENGTH_MAX = 512;

  /** Hashes that we answer at once: the leaves of a piece of 128 MiB. */
  public static final int ANSWERED_LENGTH_MAX = 8192;

  /** Whether a tree of a height (layers above its leaves) has what is asked for. */
  public boolean fits(int height) {
    if (baseLayer < 0 || baseLayer >= height || index < 0 || proofLayers < 0) {
      return false;
    }
    long nodes = 1L << (height - baseLayer);
    return length >= 2
        && length <= ANSWERED_LENGTH_MAX
        && Integer.bitCount(length) == 1
        && index % length == 0
        && (long) index + length <= nodes
        && proofLayers < height - baseLayer;
  }

  /** Uncles in the answer. */
  public int uncles() {
    return Math.max(0, proofLayers - (rangeLayers() - 1));
  }

  /** Layers from the base to the one node above the whole range. */
  int rangeLayers() {
    return Integer.numberOfTrailingZeros(Integer.highestOneBit(length));
  }
}
