package mutual.files.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import mutual.files.wire.MessageWriter;
import mutual.files.wire.WireLimits;
import org.jspecify.annotations.Nullable;

/** Writes what waits for a peer until the connection ends. */
final class PeerWriter implements Runnable {
  /** Bytes written at once. */
  static final int BYTES = 384 << 10;

  /** What a block may need in the buffer. */
  static final int BLOCK_ROOM_BYTES =
      MessageWriter.PIECE_HEADER_BYTES + WireLimits.REQUEST_BYTES_MAX;

  /**
   * Bytes that the system may hold for a peer whose speed is not known yet. More would only make
   * what is said later, such as requests, wait behind blocks.
   */
  static final int HELD_BYTES_FIRST = 256 << 10;

  private final PeerConnection connection;
  private final ShareSession session;

  PeerWriter(PeerConnection connection, ShareSession session) {
    this.connection = connection;
    this.session = session;
  }

  @Override
  public void run() {
    Buffers buffers = session.workshop().outgoing();
    @Nullable ByteBuffer out = null;
    try {
      while (connection.awaitWork(session)) {
        out = out == null ? buffers.take() : out.clear();
        connection.fill(out);
        int sent = session.fillBlocks(connection, out);
        connection.writingNanos = System.nanoTime();
        connection.carrier.write(out.flip());
        connection.writingNanos = 0;
        if (sent > 0) {
          session.uploaded(connection, sent);
        }
        if (connection.quiet()) {
          buffers.give(out);
          out = null;
        }
      }
    } catch (IOException e) {
      connection.closeAfter(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connection.close("it cannot be written to");
      if (out != null) {
        buffers.give(out);
      }
    }
  }
}
