package mutual.middleware;

import io.netty.util.ReferenceCountUtil;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The beginning of a {@link SecureChannel}: the TLS handshake, and who is at the other end. */
final class BulkHandshake {
  private static final Logger LOG = LoggerFactory.getLogger(BulkHandshake.class);

  private BulkHandshake() {}

  /**
   * Makes a connection secure, or closes it.
   *
   * @param expected the node that must answer; null if any may
   */
  static SecureChannel run(
      SocketChannel channel,
      SSLEngine engine,
      @Nullable NodeId expected,
      ByteBuffer alreadyRead,
      Duration timeout)
      throws IOException, WrongNodeException {
    AtomicBoolean late = new AtomicBoolean();
    // A peer that trickles must not hold a thread: closing the socket wakes it.
    Future<?> deadline =
        Workers.virtualThreads()
            .schedule(
                () -> {
                  late.set(true);
                  abandon(channel);
                },
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
    @Nullable RecordsIn in = null;
    boolean done = false;
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      in = new RecordsIn(engine, channel, alreadyRead);
      RecordsOut out = new RecordsOut(engine, channel);
      shakeHands(engine, in, out);
      NodeId peer = peer(engine, expected);
      if (!deadline.cancel(false)) {
        throw new AsynchronousCloseException();
      }
      SecureChannel made = new SecureChannel(channel, engine, in, out, peer);
      done = true;
      return made;
    } catch (ClosedChannelException e) {
      throw late.get() ? tooLate(timeout, e) : e;
    } catch (EOFException e) {
      throw failed("the peer broke off", e);
    } catch (SSLException e) {
      throw refused(e);
    } finally {
      if (!done) {
        deadline.cancel(false);
        abandon(channel);
        if (in != null) {
          in.release();
        }
        ReferenceCountUtil.release(engine);
      }
    }
  }

  private static void shakeHands(SSLEngine engine, RecordsIn in, RecordsOut out)
      throws IOException {
    engine.beginHandshake();
    boolean done = false;
    while (!done) {
      switch (engine.getHandshakeStatus()) {
        case NEED_WRAP -> {
          int _ = out.writeHandshake();
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> in.readHandshake();
        case NEED_TASK -> runTasks(engine);
        // The engine calls itself done while its last flight has yet to be sent.
        case FINISHED, NOT_HANDSHAKING -> done = out.writeHandshake() == 0;
      }
    }
  }

  private static void runTasks(SSLEngine engine) {
    Runnable task = engine.getDelegatedTask();
    while (task != null) {
      task.run();
      task = engine.getDelegatedTask();
    }
  }

  /** On a resumed session nobody has been asked yet whether this is the right node. */
  private static NodeId peer(SSLEngine engine, @Nullable NodeId expected)
      throws SSLException, WrongNodeException {
    if (!BulkTls.PROTOCOL.equals(engine.getApplicationProtocol())) {
      throw new SSLHandshakeException("it does not speak " + BulkTls.PROTOCOL);
    }
    NodeId found;
    try {
      found = NodeTls.prove(engine.getSession());
    } catch (CertificateException e) {
      throw new SSLHandshakeException("it proves no key", e);
    }
    if (expected != null && !found.equals(expected)) {
      throw new WrongNodeException("Another node answered, with the key " + found);
    }
    return found;
  }

  private static SSLException refused(SSLException e) throws WrongNodeException {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof WrongNodeException wrong) {
        throw wrong;
      }
    }
    return failed(String.valueOf(e.getMessage()), e);
  }

  private static SSLHandshakeException failed(String why, Exception cause) {
    return new SSLHandshakeException("The peer cannot be talked to: " + why, cause);
  }

  private static SocketTimeoutException tooLate(Duration timeout, IOException cause) {
    SocketTimeoutException late =
        new SocketTimeoutException(
            "The TLS handshake took longer than " + timeout.toMillis() + " ms");
    late.initCause(cause);
    return late;
  }

  private static void abandon(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("A socket did not close cleanly", e);
    }
  }
}
