package mutual.middleware;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The inbound half of a {@link SecureChannel}: takes TLS records off the socket and opens them.
 *
 * <p>While it waits for a peer it holds room for one record only. What has piled up in the socket
 * is taken in one go, into a larger buffer that is given back once it is used up. Not safe for use
 * by several threads.
 */
final class RecordsIn {
  private static final int HEADER_BYTES = 5;
  private static final int LENGTH_AT = 3;

  /** Bytes of the largest record (RFC 8446, section 5.2) with its header. */
  static final int RECORD_BYTES_MAX = HEADER_BYTES + (1 << 14) + 256;

  /** Bytes taken off the socket in one go. */
  static final int READ_BYTES_MAX = 256 * 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  private final SSLEngine engine;
  private final SocketChannel channel;
  private final InputStream arrived;

  /** What {@link #records} looks into. */
  private ByteBuf held;

  /** From position to limit: bytes that have been read and not been opened. */
  private ByteBuffer records;

  /** A record's content that did not fit into what the caller offered; null if there is none. */
  private @Nullable ByteBuf rest;

  private @Nullable SSLException failure;

  RecordsIn(SSLEngine engine, SocketChannel channel, ByteBuffer alreadyRead) throws IOException {
    this.engine = engine;
    this.channel = channel;
    this.arrived = channel.socket().getInputStream();
    this.held = BulkTls.BUFFERS.directBuffer(Math.max(RECORD_BYTES_MAX, alreadyRead.remaining()));
    this.records = held.nioBuffer(0, held.capacity()).put(alreadyRead).flip();
  }

  /** Reads at least one byte, waiting for it; -1 once the peer has said that it ends the stream. */
  int read(ByteBuffer target) throws IOException {
    int count = readOn(target);
    if (!records.hasRemaining() && held.capacity() > RECORD_BYTES_MAX) {
      hold(Unpooled.EMPTY_BUFFER);
    }
    return count;
  }

  private int readOn(ByteBuffer target) throws IOException {
    int start = target.position();
    while (target.hasRemaining()) {
      if (rest != null) {
        return takeRest(rest, target);
      }
      SSLEngineResult result = unwrap(target);
      boolean tooSmall = result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW;
      if (tooSmall && target.position() == start) {
        result = openAside();
      }
      if (alarmed(result)) {
        failure = new SSLException("What arrived is not what the peer sent");
        throw failure;
      }
      int taken = target.position() - start;
      if (taken > 0 && result.getStatus() != SSLEngineResult.Status.OK) {
        return taken;
      }
      if (!advanced(result)) {
        return -1;
      }
    }
    return target.position() - start;
  }

  /** Opens the next record of a handshake, waiting for it if the handshake cannot go on without. */
  void readHandshake() throws IOException {
    SSLEngineResult result = openAside();
    // A look at nothing new may have ended the handshake.
    boolean more = engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_UNWRAP;
    if (more && !advanced(result)) {
      throw new EOFException("The peer has ended the connection");
    }
  }

  /** Goes on after a try to open a record; false if the peer has ended the stream. */
  private boolean advanced(SSLEngineResult result) throws IOException {
    switch (result.getStatus()) {
      case OK -> {
        if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
          fill();
        }
      }
      case BUFFER_UNDERFLOW -> fill();
      case CLOSED -> {
        return false;
      }
      // There is room for every record that may be: this one's header is a lie.
      case BUFFER_OVERFLOW -> throw new SSLException("A record is larger than may be");
    }
    return true;
  }

  /**
   * Says whether the engine met something bad: it keeps that to itself until its alert is sent,
   * which is the only thing that reading makes it want to send. Closing the channel sends it.
   */
  private static boolean alarmed(SSLEngineResult result) {
    return result.getStatus() == SSLEngineResult.Status.OK
        && result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP
        && result.bytesProduced() == 0;
  }

  private SSLEngineResult openAside() throws IOException {
    ByteBuf aside = BulkTls.BUFFERS.directBuffer(RECORD_BYTES_MAX);
    try {
      SSLEngineResult result = unwrap(aside.nioBuffer(0, RECORD_BYTES_MAX));
      if (result.bytesProduced() > 0) {
        rest = aside.writerIndex(result.bytesProduced()).retain();
      }
      return result;
    } finally {
      aside.release();
    }
  }

  /** The engine forgets why it failed, and would call that the proper end of the stream. */
  private SSLEngineResult unwrap(ByteBuffer target) throws IOException {
    if (failure != null) {
      throw new SSLException("The stream has failed before: " + failure.getMessage(), failure);
    }
    try {
      return engine.unwrap(records, target);
    } catch (SSLException e) {
      failure = e;
      throw e;
    }
  }

  private int takeRest(ByteBuf from, ByteBuffer target) {
    int count = Math.min(target.remaining(), from.readableBytes());
    int end = target.limit();
    from.readBytes(target.limit(target.position() + count));
    target.limit(end);
    if (!from.isReadable()) {
      from.release();
      rest = null;
    }
    return count;
  }

  /** Waits for more bytes from the peer. */
  private void fill() throws IOException {
    int left = records.remaining();
    if (left >= HEADER_BYTES && recordBytes() > RECORD_BYTES_MAX) {
      failure = new SSLException("The peer began a record of " + recordBytes() + " bytes");
      throw failure;
    }
    boolean burst = left + arrived.available() > RECORD_BYTES_MAX;
    int wanted = burst ? READ_BYTES_MAX : RECORD_BYTES_MAX;
    if (held.capacity() != wanted) {
      hold(BulkTls.BUFFERS.directBuffer(Math.max(wanted, left)));
    } else {
      records.compact();
    }
    int count = channel.read(records);
    records.flip();
    if (count < 0) {
      throw new EOFException("The peer broke off without ending the stream");
    }
  }

  /**
   * Throws away what has arrived, up to a limit: a socket closed with something unread tells its
   * peer so, who then loses what was still on its way there. The socket must not be in blocking
   * mode.
   */
  void discard() throws IOException {
    if (held.capacity() == 0) {
      hold(BulkTls.BUFFERS.directBuffer(RECORD_BYTES_MAX));
    }
    int discarded = 0;
    int count = 1;
    while (count > 0 && discarded < READ_BYTES_MAX) {
      count = channel.read(records.clear());
      discarded += count;
    }
  }

  /** Puts another buffer in place of the one held, and into it what that had left. */
  private void hold(ByteBuf other) {
    ByteBuffer moved = other.nioBuffer(0, other.capacity()).put(records);
    held.release();
    held = other;
    records = moved;
  }

  private int recordBytes() {
    return HEADER_BYTES + Short.toUnsignedInt(records.getShort(records.position() + LENGTH_AT));
  }

  /** Gives the buffers back; nothing may be read any more. */
  void release() {
    records = NOTHING;
    held.release();
    if (rest != null) {
      rest.release();
      rest = null;
    }
  }
}
