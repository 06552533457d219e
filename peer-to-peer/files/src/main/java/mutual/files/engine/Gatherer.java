package mutual.files.engine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Blocks of pieces that are not complete yet, in memory. Guarded by the session's lock. */
final class Gatherer {
  /** Pieces that may be gathered at once, however small. */
  static final int PIECES_MAX = 256;

  private static final int KEPT_BYTES_MAX = 8 << 20;

  private final int pieceBytes;
  private final Map<Integer, byte[]> pieces = new HashMap<>();
  private final ArrayDeque<byte[]> free = new ArrayDeque<>();

  Gatherer(int pieceBytes) {
    this.pieceBytes = pieceBytes;
  }

  /** Pieces that fit into so much memory; at least one. */
  int pieces(long bytes) {
    return Math.clamp(bytes / pieceBytes, 1, PIECES_MAX);
  }

  void store(int piece, int begin, ByteBuffer block) {
    byte[] bytes = pieces.computeIfAbsent(piece, _ -> fresh());
    block.get(bytes, begin, block.remaining());
  }

  private byte[] fresh() {
    byte[] kept = free.poll();
    return kept == null ? new byte[pieceBytes] : kept;
  }

  /** Takes a gathered piece out, to be given back by {@link #done}. */
  byte @Nullable [] take(int piece) {
    return pieces.remove(piece);
  }

  /** The bytes are needed no more. */
  void done(byte[] bytes) {
    if ((long) (free.size() + 1) * pieceBytes <= KEPT_BYTES_MAX) {
      free.push(bytes);
    }
  }

  void forget(int piece) {
    byte[] bytes = pieces.remove(piece);
    if (bytes != null) {
      done(bytes);
    }
  }
}
