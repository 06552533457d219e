package mutual.files.engine;

import java.util.OptionalLong;

/**
 * How a share stands at one moment.
 *
 * @param state what it is doing
 * @param trouble a sentence that says what is wrong and what to do; empty unless the state is
 *     TROUBLE
 * @param contentBytes all bytes of the content; 0 until its description is here
 * @param wantedBytes bytes that are wanted
 * @param hereBytes bytes that are wanted and here, verified
 * @param checkedBytes while CHECKING: bytes read so far, of {@code checkTotalBytes}
 * @param checkTotalBytes while CHECKING: bytes to read
 * @param downBytesPerSecond of blocks
 * @param upBytesPerSecond of blocks
 * @param receivedBytes of blocks, over all runs of this node
 * @param sentBytes of blocks, over all runs
 * @param secondsLeft until all that is wanted is here, at the present rate; empty if nobody knows
 * @param peers peers that are connected
 * @param seeds those of them that have everything
 * @param candidates addresses known to be tried
 */
public record ShareStatus(
    State state,
    String trouble,
    long contentBytes,
    long wantedBytes,
    long hereBytes,
    long checkedBytes,
    long checkTotalBytes,
    double downBytesPerSecond,
    double upBytesPerSecond,
    long receivedBytes,
    long sentBytes,
    OptionalLong secondsLeft,
    int peers,
    int seeds,
    int candidates) {
  /** What a share is doing. */
  public enum State {
    /** Fetching the description of the content from peers (BEP 9). */
    DESCRIPTION,
    /** Reading what is on the disk. */
    CHECKING,
    /** Fetching content. */
    FETCHING,
    /** All that is wanted is here; given to who asks. */
    COMPLETE,
    /** Its owner has paused it. */
    PAUSED,
    /** Something outside keeps it from going on; it is tried again by itself. */
    TROUBLE
  }

  /** From 0 to 1: how much of what is wanted is here. */
  public double progress() {
    return wantedBytes == 0 ? (state == State.COMPLETE ? 1 : 0) : (double) hereBytes / wantedBytes;
  }
}
