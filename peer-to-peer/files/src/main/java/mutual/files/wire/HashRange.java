package mutual.files.wire;

import java.util.Arrays;

/**
 * A run of hashes in one layer of a file's Merkle tree (BEP 52).
 *
 * @param root the file's root, 32 bytes
 * @param baseLayer the layer, counted from the blocks of 16 KiB, which are 0
 * @param index of the first hash in its layer
 * @param length hashes wanted; a power of two
 * @param proofLayers layers above, counted from the base layer, for which uncles are wanted
 */
public record HashRange(byte[] root, int baseLayer, int index, int length, int proofLayers) {
  static final int ROOT_BYTES = 32;
  static final int BYTES = ROOT_BYTES + 16;

  @Override
  public boolean equals(Object other) {
    return other instanceof HashRange that
        && Arrays.equals(root, that.root)
        && baseLayer == that.baseLayer
        && index == that.index
        && length == that.length
        && proofLayers == that.proofLayers;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(root) + 31 * (baseLayer + 31 * (index + 31 * length));
  }
}
