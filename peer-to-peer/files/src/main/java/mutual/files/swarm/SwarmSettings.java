package mutual.files.swarm;

/**
 * How a member of a swarm behaves.
 *
 * @param uploadSlots peers that are given to at once, the optimistic one included
 * @param sequential whether pieces are fetched in their order instead of rarest first
 * @param piecesOpenMax pieces that may be gathered at once
 * @param suggest whether, while seeding, each peer is shown other pieces that nobody has yet
 */
public record SwarmSettings(
    int uploadSlots, boolean sequential, int piecesOpenMax, boolean suggest) {
  /** What a share begins with. */
  public static final SwarmSettings DEFAULT = new SwarmSettings(8, false, 64, true);

  public SwarmSettings {
    if (uploadSlots < 1 || piecesOpenMax < 1) {
      throw new IllegalArgumentException("At least one slot and one piece are needed");
    }
  }

  /** The same with another order. */
  public SwarmSettings inOrder(boolean inOrder) {
    return new SwarmSettings(uploadSlots, inOrder, piecesOpenMax, suggest);
  }

  /** The same with another bound of pieces that are gathered at once. */
  public SwarmSettings openAtMost(int pieces) {
    return new SwarmSettings(uploadSlots, sequential, pieces, suggest);
  }

  /** The same with other slots. */
  public SwarmSettings slots(int slots) {
    return new SwarmSettings(slots, sequential, piecesOpenMax, suggest);
  }
}
