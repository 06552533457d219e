package mutual.files.swarm;

/** How the content is cut into pieces. */
public interface SwarmShape {
  /** How many there are. */
  int pieces();

  /** Bytes of a piece that are asked for and checked; at least 1. */
  int bytes(int piece);

  /**
   * Bytes of a piece that others may ask for: those of padding included, which some ask for where a
   * file ends within a piece.
   */
  default int servedBytes(int piece) {
    return bytes(piece);
  }

  /** Pieces of one size, the last of which may be shorter. */
  record Even(long totalBytes, int pieceBytes) implements SwarmShape {
    @Override
    public int pieces() {
      return Math.toIntExact((totalBytes + pieceBytes - 1) / pieceBytes);
    }

    @Override
    public int bytes(int piece) {
      return (int) Math.min(pieceBytes, totalBytes - (long) piece * pieceBytes);
    }
  }
}
