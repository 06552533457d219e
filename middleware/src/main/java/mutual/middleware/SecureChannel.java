package mutual.middleware;

import io.netty.util.ReferenceCountUtil;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of bytes both ways between two nodes over TCP, under TLS 1.3 (RFC 8446) in which both
 * ends have proven their keys: {@link NodeCertificate} and {@link NodeTls} say how. What bulk
 * content travels on.
 *
 * <p>One thread may read while another writes, and any may close; further readers and writers wait
 * their turn. Calls block and are meant for virtual threads; interrupting a thread that waits for
 * the socket closes the channel. A quiet channel holds room for one record, about 17 KiB.
 *
 * <p>The end is an end for both directions: once a peer has said close_notify, {@link #read}
 * returns -1 and nothing can be written any more. A stream that stops without it was cut off, by
 * whomever: that is an {@link EOFException}, never a proper end.
 *
 * <p>A server sees the client's certificate last: a client whose key the server does not take
 * learns that when it first reads, with an {@link SSLException}.
 */
public final class SecureChannel implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SecureChannel.class);

  private final SocketChannel channel;
  private final SSLEngine engine;
  private final RecordsIn in;
  private final RecordsOut out;
  private final NodeId peer;
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicBoolean closed = new AtomicBoolean();

  SecureChannel(
      SocketChannel channel, SSLEngine engine, RecordsIn in, RecordsOut out, NodeId peer) {
    this.channel = channel;
    this.engine = engine;
    this.in = in;
    this.out = out;
    this.peer = peer;
  }

  /**
   * Makes an open connection, in blocking mode, a secure one, as its client. The connection is
   * closed if that fails.
   *
   * @throws WrongNodeException if another node answers, which has then seen nothing of ours
   * @throws SSLHandshakeException if what answers does not speak this protocol
   * @throws SocketTimeoutException if the handshake takes longer than it may
   */
  public static SecureChannel connect(
      Identity self, NodeId expected, SocketChannel open, Duration handshakeTimeout)
      throws IOException, WrongNodeException {
    return BulkHandshake.run(
        open, self.bulkTls().client(expected), expected, ByteBuffer.allocate(0), handshakeTimeout);
  }

  /**
   * Makes an open connection, in blocking mode, a secure one, as its server. Any node may be at the
   * other end: {@link #peer} says which. The connection is closed if that fails.
   *
   * @param alreadyRead what has been taken off the connection to see what it is; TLS begins with
   *     the byte 0x16
   * @throws SSLHandshakeException if the client proves no key or does not speak this protocol
   * @throws SocketTimeoutException if the handshake takes longer than it may
   */
  public static SecureChannel accept(
      Identity self, SocketChannel open, ByteBuffer alreadyRead, Duration handshakeTimeout)
      throws IOException {
    try {
      return BulkHandshake.run(open, self.bulkTls().server(), null, alreadyRead, handshakeTimeout);
    } catch (WrongNodeException e) {
      throw new IllegalStateException("A server expects no certain node", e);
    }
  }

  /** The node at the other end: it has proven that it holds this key. */
  public NodeId peer() {
    return peer;
  }

  /**
   * Reads at least one byte, waiting for it, and as many more as have arrived and fit; returns how
   * many, or -1 once the peer has ended the stream. A direct buffer of 256 KiB is fastest.
   *
   * @throws EOFException if the connection broke off before the peer ended the stream
   * @throws SSLException if what arrived is not what the peer sent
   * @throws ClosedChannelException if this end is or gets closed
   */
  public int read(ByteBuffer target) throws IOException {
    reading.lock();
    try {
      requireOpen();
      return in.read(target);
    } catch (EOFException e) {
      requireOpen(); // Closing this end wakes a reader in the same way.
      throw e;
    } finally {
      reading.unlock();
    }
  }

  /**
   * Writes all bytes of these buffers, one after the other, waiting for the peer to take them. Many
   * bytes at a time are fastest: each call ends with a write to the socket.
   *
   * @throws ClosedChannelException if this end is or gets closed
   * @throws IOException if the peer has ended the connection or it broke
   */
  public void write(ByteBuffer... sources) throws IOException {
    writing.lock();
    try {
      requireOpen();
      out.write(sources);
    } finally {
      writing.unlock();
    }
  }

  SSLSession session() {
    return engine.getSession();
  }

  boolean someoneReads() {
    return reading.isLocked();
  }

  boolean someoneWrites() {
    return writing.isLocked();
  }

  private void requireOpen() throws ClosedChannelException {
    if (closed.get()) {
      throw new ClosedChannelException();
    }
  }

  /**
   * Ends the stream at once: says close_notify if the socket takes it and nobody is in the midst of
   * a write, wakes whoever waits in a read or a write, and frees everything. Does not wait for the
   * peer: what it has sent and nobody has read is lost.
   */
  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try (channel) {
      if (writing.tryLock()) {
        try {
          sayEnd();
        } catch (IOException e) {
          LOG.debug("The peer cannot be told that the stream ends", e);
        } finally {
          writing.unlock();
        }
      }
    } finally {
      release();
    }
  }

  /** Whoever is in the midst of a read or a write comes out: the socket is closed. */
  private void release() {
    reading.lock();
    try {
      writing.lock();
      try {
        in.release();
        ReferenceCountUtil.release(engine);
      } finally {
        writing.unlock();
      }
    } finally {
      reading.unlock();
    }
  }

  private void sayEnd() throws IOException {
    boolean quiet = reading.tryLock();
    if (!quiet) {
      channel.shutdownInput(); // Wakes the reader.
      reading.lock();
    }
    try {
      channel.configureBlocking(false);
      out.end();
      channel.shutdownOutput();
      if (quiet) {
        in.discard();
      }
    } finally {
      reading.unlock();
    }
  }
}
