package mutual.files.engine;

import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_SNDBUF;

import java.util.Collection;
import mutual.files.swarm.SwarmPeer;

/**
 * How much the system may hold of what one connection carries one way, on a slow line.
 *
 * <p>Left alone, it holds as much as keeps the fastest line full. In front of a slow one, what is
 * said later waits behind all of that, and what many peers send at once does not fit into the
 * line's own queue and is sent again. So each peer is given little at a time, and takes little at a
 * time: all of them together what the line carries in a moment, besides what is on its way.
 *
 * <p>A size once set is never left to the system again, and it may set a limit to sizes. So nothing
 * is set before a connection was seen to be slow.
 */
final class SystemBuffer {
  /** Seconds that what goes to a peer may wait in the system. */
  private static final double SENDING_SECONDS = 0.2;

  /** Seconds that what comes from all peers may wait in front of the line. */
  private static final double RECEIVING_SECONDS = 0.15;

  /** By how much a size grows that alone keeps a peer from being faster. */
  private static final double GROWTH = 1.5;

  static final int BYTES_MIN = 32 << 10;
  private static final int BYTES_MAX = 4 << 20;

  /** What needs more is not slow. */
  static final int SLOW_BYTES_MAX = 128 << 10;

  /** A connection is measured for so long before anything is set. */
  private static final long MEASURED_NANOS = 2_000_000_000L;

  /** One that has carried nothing for so long rests, and is then measured anew. */
  private static final long REST_NANOS = 500_000_000L;

  private long moved;
  private long movedNanos;
  private long sinceNanos;
  private int bytes;

  /**
   * Sets the sizes that suit what the connections of a share carry now, where that is called for.
   */
  static void adapt(Collection<PeerConnection> connections, long now) {
    Flow coming = new Flow();
    for (PeerConnection connection : connections) {
      SwarmPeer peer = connection.peer;
      if (peer != null) {
        coming.add(peer.downRate(now), peer.quickestAnswer());
      }
    }
    for (PeerConnection connection : connections) {
      SwarmPeer peer = connection.peer;
      if (peer != null) {
        double held = peer.upRate(now) * SENDING_SECONDS;
        if (connection.sending.change(peer.sent(), held, now)) {
          connection.carrier.holdAtMost(SO_SNDBUF, connection.sending.bytes);
        }
        double wanted = coming.wanted(peer.downRate(now), peer.quickestAnswer());
        if (connection.receiving.change(peer.received(), wanted, now)) {
          connection.carrier.holdAtMost(SO_RCVBUF, connection.receiving.bytes);
        }
      }
    }
  }

  /** What comes from several peers at once. */
  static final class Flow {
    private double rate;
    private double squares;
    private double underWay;

    /** Adds a peer that sends so many bytes a second, and whose quickest answer took so long. */
    void add(double bytesPerSecond, double answerSeconds) {
      rate += bytesPerSecond;
      squares += bytesPerSecond * bytesPerSecond;
      underWay += bytesPerSecond * answerSeconds;
    }

    /**
     * Bytes that one of these peers may have under way: the same for all, so that none is slow
     * because it was slow before. As many as are not to wait anywhere, and some that may; shared
     * among as many as there would be if all were equally fast, so that one that brings nearly all
     * gets nearly all. More only for one that is so far away that it needs them.
     */
    double wanted(double bytesPerSecond, double answerSeconds) {
      double peers = squares == 0 ? 1 : rate * rate / squares;
      double each = (underWay + rate * RECEIVING_SECONDS) / peers;
      return Math.max(each, bytesPerSecond * answerSeconds * GROWTH);
    }
  }

  /**
   * Looks at what the connection has carried.
   *
   * @param total bytes that it carried this way since it began
   * @param wanted bytes that the system should hold
   * @return whether the size is to be set to {@link #bytes()}
   */
  boolean change(long total, double wanted, long now) {
    if (total != moved) {
      if (moved == 0 || now - movedNanos > REST_NANOS) {
        sinceNanos = now;
      }
      moved = total;
      movedNanos = now;
    }
    boolean measured = now - sinceNanos >= MEASURED_NANOS && now - movedNanos <= REST_NANOS;
    int target = (int) Math.clamp(wanted, BYTES_MIN, BYTES_MAX);
    if (moved == 0
        || !measured
        || (bytes == 0 && target > SLOW_BYTES_MAX)
        || Math.abs(target - bytes) <= bytes / 4) {
      return false;
    }
    bytes = target;
    return true;
  }

  /** The size; 0 while it is the system's own choice. */
  int bytes() {
    return bytes;
  }
}
