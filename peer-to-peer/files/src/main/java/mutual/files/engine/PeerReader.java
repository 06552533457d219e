package mutual.files.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import mutual.files.wire.WireException;

/** Reads what a peer says until the connection ends. */
final class PeerReader implements Runnable, Intake.Taker {
  private final PeerConnection connection;
  private final ShareSession session;

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
    Intake intake = new Intake(this, System.nanoTime());
    while (!connection.closed() && intake.read(connection.carrier) >= 0) {
      long now = System.nanoTime();
      connection.heardNanos = now;
      long wait = intake.take(now);
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
    }
  }

  @Override
  public int take(ByteBuffer in) throws WireException {
    return session.members().take(connection, in);
  }

  @Override
  public long downloaded(int blockBytes, long nowNanos) {
    return session.downloaded(blockBytes, nowNanos);
  }
}
