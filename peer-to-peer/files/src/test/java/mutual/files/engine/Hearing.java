package mutual.files.engine;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import mutual.files.wire.MessageReader;
import mutual.files.wire.PeerMessage;
import mutual.files.wire.WireException;
import org.jspecify.annotations.Nullable;

/** What an engine says over a bare connection of any kind. */
final class Hearing {
  /** Where its bytes come from. */
  interface Source {
    int read(ByteBuffer target) throws IOException;
  }

  private static final int BUFFER_BYTES = 1 << 20;

  private final Source source;
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

  Hearing(Source source) {
    this.source = source;
  }

  /** Fills a buffer with what is no message; false if the engine closes before. */
  boolean fill(ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      if (read(target) < 0) {
        return false;
      }
    }
    return true;
  }

  private int read(ByteBuffer target) throws IOException {
    try {
      return source.read(target);
    } catch (EOFException | SocketException e) {
      return -1; // Reset, since not all that was sent had been read.
    }
  }

  /** The engine's next message; null if it has closed. */
  @Nullable PeerMessage next() throws IOException {
    while (true) {
      try {
        PeerMessage message = MessageReader.next(in);
        if (message != null) {
          return message;
        }
      } catch (WireException e) {
        throw new AssertionError("The engine itself breaks the protocol", e);
      }
      in.compact();
      int count = read(in);
      in.flip();
      if (count < 0) {
        return null;
      }
    }
  }

  /** Reads until the engine closes; the test's own time is the bound. */
  void awaitClosed() throws IOException {
    while (next() != null) {
      // What it says meanwhile does not matter.
    }
  }
}
