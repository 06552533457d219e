package mutual.files.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import mutual.files.swarm.TokenBucket;
import mutual.files.wire.MessageReader;
import mutual.files.wire.WireException;
import mutual.files.wire.WireLimits;

/**
 * What comes from a peer and is not taken yet, and how fast more may come: blocks as fast as the
 * share's limit lets them, all else as fast as a peer may talk.
 */
final class Intake {
  /** Who takes what has come. */
  interface Taker {
    /**
     * Takes every complete message out of a buffer.
     *
     * @return bytes of blocks among them
     */
    int take(ByteBuffer in) throws WireException;

    /** Counts blocks that came; nanoseconds for which nothing more is to be read. */
    long downloaded(int blockBytes, long nowNanos);
  }

  /** Bytes per second that a peer may say besides blocks; one that says more is read slowly. */
  static final long TALK_BYTES_PER_SECOND_MAX = 4 << 20;

  private static final int BYTES_FIRST = 16 << 10;
  private static final int BYTES_MAX = 2 * (WireLimits.MESSAGE_BYTES_MAX + 4);

  private final Taker taker;
  private final TokenBucket talk;
  private final Pace pace = new Pace();
  private ByteBuffer in = ByteBuffer.allocateDirect(BYTES_FIRST);

  /** Bytes that were read before and are part of a message that has not ended. */
  private int waiting;

  Intake(Taker taker, long nowNanos) {
    this.taker = taker;
    talk = new TokenBucket(TALK_BYTES_PER_SECOND_MAX, nowNanos);
  }

  /** Waits for some bytes; how many, or -1 at the end of the stream. */
  int read(Carrier carrier) throws IOException {
    return carrier.read(in);
  }

  /** Takes what was read; nanoseconds for which nothing more is to be read. */
  long take(long nowNanos) throws WireException {
    boolean full = !in.hasRemaining();
    int fresh = in.position() - waiting;
    in.flip();
    int blockBytes = taker.take(in);
    // Only whole messages: part of a block is not known for one yet.
    talk.take(in.position() - blockBytes, nowNanos);
    long wait = talk.waitNanos(nowNanos);
    if (blockBytes > 0) {
      wait = Math.max(wait, taker.downloaded(blockBytes, nowNanos));
    }
    waiting = in.remaining();
    int missing = waiting == 0 ? 0 : MessageReader.bytesMissing(in);
    wait = Math.max(wait, pace.read(fresh, in.position() > 0, missing, nowNanos));
    in = withRoom(in, full);
    return wait;
  }

  /** Makes room behind what is left unread; more of it if the last reading filled all. */
  private static ByteBuffer withRoom(ByteBuffer in, boolean full) throws WireException {
    int needed = in.remaining() + MessageReader.bytesMissing(in);
    int capacity = full ? Math.min(BYTES_MAX, in.capacity() * 4) : in.capacity();
    if (needed > capacity) {
      capacity = Math.min(BYTES_MAX, Math.max(needed, 2 * in.capacity()));
    }
    if (needed > capacity) {
      throw new WireException("A message of " + needed + " bytes");
    }
    return capacity == in.capacity() ? in.compact() : ByteBuffer.allocateDirect(capacity).put(in);
  }
}
