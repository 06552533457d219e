package mutual.files.swarm;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A set of pieces of one torrent. Not safe for use by several threads at once. */
public final class PieceSet {
  private final int pieces;
  private final long[] words;
  private int count;

  /** An empty set of a torrent with so many pieces. */
  public PieceSet(int pieces) {
    this.pieces = pieces;
    this.words = new long[(pieces + 63) >>> 6];
  }

  private PieceSet(PieceSet other) {
    this.pieces = other.pieces;
    this.words = other.words.clone();
    this.count = other.count;
  }

  /** A set with every piece. */
  public static PieceSet full(int pieces) {
    PieceSet set = new PieceSet(pieces);
    set.addAll();
    return set;
  }

  /**
   * Reads a BITFIELD's bytes.
   *
   * @return null if they are too few or too many or have a bit where there is no piece
   */
  public static @Nullable PieceSet read(ByteBuffer bits, int pieces) {
    if (bits.remaining() != (pieces + 7) >>> 3) {
      return null;
    }
    PieceSet set = new PieceSet(pieces);
    for (int i = 0; i < bits.remaining(); i++) {
      long octet = Integer.toUnsignedLong(Integer.reverse(bits.get(bits.position() + i)) >>> 24);
      set.words[i >>> 3] |= octet << ((i & 7) << 3);
    }
    for (long word : set.words) {
      set.count += Long.bitCount(word);
    }
    int spare = pieces & 63;
    if (spare != 0 && set.words[set.words.length - 1] >>> spare != 0) {
      return null;
    }
    return set;
  }

  /** The bytes of a BITFIELD. */
  public ByteBuffer toBits() {
    byte[] bytes = new byte[(pieces + 7) >>> 3];
    for (int i = 0; i < bytes.length; i++) {
      int octet = (int) (words[i >>> 3] >>> ((i & 7) << 3)) & 0xff;
      bytes[i] = (byte) (Integer.reverse(octet) >>> 24);
    }
    return ByteBuffer.wrap(bytes);
  }

  /** Pieces that the torrent has. */
  public int pieces() {
    return pieces;
  }

  /** Pieces that the set has. */
  public int count() {
    return count;
  }

  /** Whether every piece is in the set. */
  public boolean isFull() {
    return count == pieces;
  }

  /** Whether the piece is in the set. */
  public boolean has(int piece) {
    return (words[piece >>> 6] >>> piece & 1) != 0;
  }

  /** Adds the piece; false if it was there. */
  public boolean add(int piece) {
    if (piece < 0 || piece >= pieces) {
      throw new IllegalArgumentException("No piece " + piece);
    }
    if (has(piece)) {
      return false;
    }
    words[piece >>> 6] |= 1L << piece;
    count++;
    return true;
  }

  /** Takes the piece out; false if it was not there. */
  public boolean remove(int piece) {
    if (!has(piece)) {
      return false;
    }
    words[piece >>> 6] &= ~(1L << piece);
    count--;
    return true;
  }

  /** Adds every piece. */
  public void addAll() {
    Arrays.fill(words, -1L);
    if ((pieces & 63) != 0) {
      words[words.length - 1] = (1L << pieces) - 1;
    }
    count = pieces;
  }

  /** The first piece from here on that is not in the set, or the number of pieces. */
  public int nextMissing(int from) {
    for (int word = from >>> 6; word < words.length; word++) {
      long open = ~words[word];
      if (word == from >>> 6) {
        open &= -1L << from;
      }
      if (open != 0) {
        return Math.min(pieces, (word << 6) + Long.numberOfTrailingZeros(open));
      }
    }
    return pieces;
  }

  /** Hands over every piece of the set, in order. */
  public void forEach(IntConsumer consumer) {
    for (int word = 0; word < words.length; word++) {
      for (long left = words[word]; left != 0; left &= left - 1) {
        consumer.accept((word << 6) + Long.numberOfTrailingZeros(left));
      }
    }
  }

  /** A set with the same pieces that changes on its own. */
  public PieceSet copy() {
    return new PieceSet(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PieceSet that
        && pieces == that.pieces
        && Arrays.equals(words, that.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return count + " of " + pieces + " pieces";
  }
}
