package mutual.files.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import mutual.files.swarm.TokenBucket;
import mutual.files.wire.MessageReader;
import mutual.files.wire.WireException;
import mutual.files.wire.WireLimits;

/** Reads what a peer says until the connection ends. */
final class PeerReader implements Runnable {
  private static final int BYTES_FIRST = 16 << 10;
  private static final int BYTES_MAX = 2 * (WireLimits.MESSAGE_BYTES_MAX + 4);

  /** Bytes per second that a peer may say besides blocks; one that says more is read slowly. */
  private static final long TALK_BYTES_PER_SECOND_MAX = 4 << 20;

  private final PeerConnection connection;
  private final ShareSession session;
  private final TokenBucket talk = new TokenBucket(TALK_BYTES_PER_SECOND_MAX, System.nanoTime());

  PeerReader(PeerConnection connection, ShareSession session) {
    this.connection = connection;
    this.session = session;
  }

  @Override
  public void run() {
    try {
      read();
    } catch (WireException e) {
      connection.close(e.getMessage() == null ? "it breaks the protocol" : e.getMessage());
    } catch (IOException e) {
      connection.closeAfter(e);
    } finally {
      connection.close("it has closed the connection");
      session.members().left(connection);
    }
  }

  private void read() throws IOException, WireException {
    ByteBuffer in = ByteBuffer.allocateDirect(BYTES_FIRST);
    while (!connection.closed()) {
      int count = connection.carrier.read(in);
      if (count < 0) {
        return;
      }
      long now = System.nanoTime();
      connection.heardNanos = now;
      boolean full = !in.hasRemaining();
      in.flip();
      int blockBytes = session.members().take(connection, in);
      // Only whole messages: part of a block is not known for one yet.
      talk.take(in.position() - blockBytes, now);
      long wait = talk.waitNanos(now);
      if (blockBytes > 0) {
        wait = Math.max(wait, session.downloaded(blockBytes, now));
      }
      in = withRoom(in, full);
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
    }
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
