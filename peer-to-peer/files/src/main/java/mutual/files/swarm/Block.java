package mutual.files.swarm;

import mutual.files.wire.WireLimits;

/** A block's place as one number: the piece above, its first byte in the piece below. */
final class Block {
  static final int BYTES = WireLimits.BLOCK_BYTES;

  private Block() {}

  static long of(int piece, int index) {
    return (long) piece << 32 | (long) index * BYTES;
  }

  static int piece(long block) {
    return (int) (block >> 32);
  }

  static int begin(long block) {
    return (int) block;
  }

  static int index(long block) {
    return (int) block / BYTES;
  }

  static int count(int pieceBytes) {
    return (pieceBytes + BYTES - 1) / BYTES;
  }
}
