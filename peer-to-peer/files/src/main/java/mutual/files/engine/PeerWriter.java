package mutual.files.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import mutual.files.torrent.PieceMap;
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

  /** Bytes of blocks that go in one go at first, and at least. */
  private static final int BATCH_BYTES_FIRST = 64 << 10;

  private static final int BATCH_BYTES_MIN = PieceMap.BLOCK_BYTES;

  /** A batch that is written sooner may be larger, one that takes longer is to be smaller. */
  private static final long BATCH_NANOS_MIN = 25_000_000;

  private static final long BATCH_NANOS_MAX = 100_000_000;

  private final PeerConnection connection;
  private final ShareSession session;
  private int batchBytes = BATCH_BYTES_FIRST;

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
        out.limit(Math.min(BYTES, out.position() + batchBytes + BLOCK_ROOM_BYTES));
        int sent = session.fillBlocks(connection, out);
        long begun = System.nanoTime();
        connection.writingNanos = begun;
        connection.carrier.write(out.flip());
        connection.writingNanos = 0;
        if (sent > 0) {
          adapt(sent, System.nanoTime() - begun);
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

  /** What is said meanwhile, such as requests, waits until a batch is written. */
  private void adapt(int sent, long nanos) {
    if (nanos > BATCH_NANOS_MAX) {
      batchBytes = Math.max(BATCH_BYTES_MIN, batchBytes / 2);
    } else if (nanos < BATCH_NANOS_MIN && sent >= batchBytes) {
      batchBytes = Math.min(BYTES, batchBytes * 2);
    }
  }
}
