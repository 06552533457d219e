package mutual.files.engine;

import mutual.files.torrent.PieceMap;

/**
 * How fast a peer's messages come that do not come at once, and so how long the rest of one will
 * take. Whoever waits for it reads a block in a few goes, instead of being woken for each packet.
 */
final class Pace {
  /** Waiting for less costs more than it saves. */
  static final long WAIT_NANOS_MIN = 1_000_000;

  /** A connection that has become faster is waited for no longer than this. */
  static final long WAIT_NANOS_MAX = 50_000_000;

  /**
   * The part of the expected time that is waited. Were it all of it, a connection that has become
   * faster would never be seen to be.
   */
  private static final double PART = 7 / 8.0;

  private boolean begun;
  private long begunNanos;
  private long bytesSince;
  private double nanosPerByte;

  /**
   * Notes what was read.
   *
   * @param bytes how much it was
   * @param ended whether a message ended in it
   * @param missing bytes of the message that has begun and not ended; 0 if none has
   * @return nanoseconds after which most of what is missing will be there; 0 if that is soon
   */
  long read(int bytes, boolean ended, int missing, long nowNanos) {
    bytesSince += bytes;
    if (ended) {
      if (begun) {
        nanosPerByte = (nowNanos - begunNanos) / (double) bytesSince;
      } else if (bytes >= PieceMap.BLOCK_BYTES) {
        nanosPerByte = 0; // A whole block came at once: there is nothing to wait for.
      }
      begun = false;
    }
    if (missing > 0 && !begun) {
      begun = true;
      begunNanos = nowNanos;
      bytesSince = 0;
    }
    long nanos = (long) Math.min(WAIT_NANOS_MAX, missing * nanosPerByte * PART);
    return nanos < WAIT_NANOS_MIN ? 0 : nanos;
  }
}
