package mutual.journal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.agrona.DirectBuffer;

/**
 * A deterministic state machine whose only inputs are the committed entries of a log, in order.
 *
 * <p>The same entries give the same state and the same replies on every machine and at every
 * replay: no clock, randomness, thread, file or socket, and no iteration order that depends on any
 * of them. Calls come from one thread at a time.
 *
 * @param <R> what a command is answered with. Replies stay within the process that asked, so they
 *     are plain objects.
 */
public interface Core<R> {
  /**
   * Applies one committed command.
   *
   * <p>Whatever a client could send gets a reply, refusals included. An exception is a bug and
   * stops the log: state may be half changed, and only replaying from the last good snapshot with
   * repaired code leads on.
   *
   * @param timestampMillis the entry's time, milliseconds since 1970 UTC; never less than that of
   *     the entry before.
   * @param command holds the command in {@code offset} to {@code offset + length}; valid only
   *     during the call.
   */
  R apply(long timestampMillis, DirectBuffer command, int offset, int length);

  /**
   * Writes the whole state, so that {@link #readSnapshot} on a new core gives an equal one, bit for
   * bit.
   */
  void writeSnapshot(DataOutput out) throws IOException;

  /**
   * Fills a new, empty core with the state of a snapshot. Fails with an {@link IOException} on
   * anything malformed.
   */
  void readSnapshot(DataInput in) throws IOException;
}
