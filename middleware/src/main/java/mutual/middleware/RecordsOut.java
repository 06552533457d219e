package mutual.middleware;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;

/**
 * The outbound half of a {@link SecureChannel}: seals bytes into TLS records and writes many of
 * them to the socket at once. It holds no memory between two calls. Not safe for use by several
 * threads.
 */
final class RecordsOut {
  /** Bytes of records that go to the socket in one write. */
  static final int WRITE_BYTES_MAX = 256 * 1024;

  /** Bytes of content in one record (RFC 8446, section 5.1). */
  private static final int CONTENT_BYTES_MAX = 1 << 14;

  /** Bytes that sealing adds to one record, with some to spare. */
  private static final int SEAL_BYTES_MAX = 128;

  /** Bytes of the tickets that a server sends along with its first record. */
  private static final int TICKET_BYTES = 4096;

  /** Bytes of a flight of a handshake: a certificate, signatures, tickets. */
  private static final int FLIGHT_BYTES_MAX = RecordsIn.RECORD_BYTES_MAX;

  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  private final SSLEngine engine;
  private final SocketChannel channel;

  RecordsOut(SSLEngine engine, SocketChannel channel) {
    this.engine = engine;
    this.channel = channel;
  }

  /** Writes everything, waiting for the peer to take it. */
  void write(ByteBuffer... sources) throws IOException {
    ByteBuf held = BulkTls.BUFFERS.directBuffer(sealedBytes(sources));
    try {
      ByteBuffer records = held.nioBuffer(0, held.capacity());
      for (ByteBuffer source : sources) {
        while (source.hasRemaining()) {
          makeRoom(source, records);
          wrap(source, records);
        }
      }
      flush(records);
    } finally {
      held.release();
    }
  }

  /** What does not fit would stay in the engine, unsent. */
  private void makeRoom(ByteBuffer source, ByteBuffer records) throws IOException {
    int content = Math.min(source.remaining(), CONTENT_BYTES_MAX);
    if (records.remaining() < content + SEAL_BYTES_MAX) {
      flush(records);
    }
  }

  private void wrap(ByteBuffer source, ByteBuffer records) throws IOException {
    SSLEngineResult result = engine.wrap(source, records);
    while (result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP) {
      flush(records);
      result = engine.wrap(NOTHING, records);
    }
    if (result.getStatus() != SSLEngineResult.Status.OK) {
      throw new IOException("The connection has ended");
    }
  }

  private static int sealedBytes(ByteBuffer... sources) {
    long bytes = TICKET_BYTES;
    for (ByteBuffer source : sources) {
      long records = source.remaining() / CONTENT_BYTES_MAX + 1L;
      bytes += source.remaining() + records * SEAL_BYTES_MAX;
    }
    return (int) Math.min(bytes, WRITE_BYTES_MAX);
  }

  private void flush(ByteBuffer records) throws IOException {
    records.flip();
    while (records.hasRemaining()) {
      channel.write(records);
    }
    records.clear();
  }

  /** Writes what a handshake has to say now; returns how many bytes that were. */
  int writeHandshake() throws IOException {
    ByteBuf held = BulkTls.BUFFERS.directBuffer(FLIGHT_BYTES_MAX);
    try {
      ByteBuffer records = held.nioBuffer(0, FLIGHT_BYTES_MAX);
      SSLEngineResult result = engine.wrap(NOTHING, records);
      flush(records);
      if (result.getStatus() != SSLEngineResult.Status.OK) {
        throw new IOException("The connection has ended");
      }
      return result.bytesProduced();
    } finally {
      held.release();
    }
  }

  /**
   * Says that nothing more will come (close_notify), as far as the socket takes that without
   * waiting: it must not be in blocking mode.
   */
  void end() throws IOException {
    engine.closeOutbound();
    ByteBuf held = BulkTls.BUFFERS.directBuffer(FLIGHT_BYTES_MAX);
    try {
      ByteBuffer records = held.nioBuffer(0, FLIGHT_BYTES_MAX);
      engine.wrap(NOTHING, records);
      channel.write(records.flip());
    } finally {
      held.release();
    }
  }
}
