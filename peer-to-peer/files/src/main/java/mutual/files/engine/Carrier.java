package mutual.files.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Optional;
import mutual.middleware.NodeId;

/**
 * The bytes between two members, whatever carries them. One thread reads while another writes; any
 * may close, which ends both.
 */
interface Carrier extends AutoCloseable {
  /** Waits for bytes; -1 at the end. */
  int read(ByteBuffer target) throws IOException;

  /** Writes all that remains. */
  void write(ByteBuffer source) throws IOException;

  /** Where the other end is. */
  InetSocketAddress remote();

  /** The other end's key, proven; empty if nothing proves one. */
  Optional<NodeId> node();

  /**
   * Lets the system hold about so many bytes one way. Not within this host, where no line is narrow
   * and a single segment takes 64 KiB: TCP hands that over in halves, with a fifth of a second
   * between them, if the other end has no room for the whole.
   *
   * @param buffer {@code SO_SNDBUF} for what is written and not yet taken, or {@code SO_RCVBUF} for
   *     what has come, so that the other end sends no more
   */
  void holdAtMost(SocketOption<Integer> buffer, int bytes);

  /** Ends the connection; never waits. */
  @Override
  void close();
}
