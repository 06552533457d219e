package mutual.files.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
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

  /** Lets the system hold about so many bytes that are written and not yet sent. */
  void holdAtMost(int bytes);

  /** Lets the system hold about so many bytes that have come, and the other end send no more. */
  void takeAtMost(int bytes);

  /** Ends the connection; never waits. */
  @Override
  void close();
}
