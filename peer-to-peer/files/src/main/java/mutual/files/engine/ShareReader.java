package mutual.files.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import mutual.files.torrent.ContentFile;
import mutual.files.torrent.PieceMap;

/** A place in a file that is being read: what follows it is urgent for the swarm. */
final class ShareReader implements ContentReader {
  /** How far ahead pieces are urgent. */
  private static final int AHEAD_BYTES = 8 << 20;

  private static final int AHEAD_PIECES_MIN = 2;
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ShareSession session;
  private final PieceTraffic traffic;
  private final ContentFile file;
  private final PieceMap map;

  // ---- guarded by the session's lock
  private boolean closed;

  ShareReader(ShareSession session, PieceTraffic traffic, ContentFile file) {
    this.session = session;
    this.traffic = traffic;
    this.file = file;
    this.map = traffic.store().info().pieces();
  }

  @Override
  public long length() {
    return file.length();
  }

  @Override
  public int read(long offset, ByteBuffer target) throws IOException, InterruptedException {
    if (offset >= file.length()) {
      return -1;
    }
    int piece = map.pieceAt(file, offset);
    int inPiece = (int) (file.offset() + offset - map.pieceStart(piece));
    int left = map.dataLength(piece) - inPiece;
    int length = (int) Math.min(Math.min(left, target.remaining()), file.length() - offset);
    await(piece);
    ByteBuffer slice = target.slice(target.position(), length);
    traffic.store().read(piece, inPiece, slice);
    target.position(target.position() + length);
    return length;
  }

  private void await(int piece) throws IOException, InterruptedException {
    session.lock.lock();
    try {
      hurry(piece);
      while (!traffic.swarm().has(piece)) {
        if (closed) {
          throw new IOException("The reader is closed.");
        }
        if (session.stopping()) {
          throw new IOException("The share has been stopped.");
        }
        session.awaitChange(LOOK_NANOS);
      }
    } finally {
      session.lock.unlock();
    }
  }

  /** The next pieces are needed now, and those behind no more. */
  private void hurry(int piece) {
    int ahead = Math.max(AHEAD_PIECES_MIN, AHEAD_BYTES / map.pieceLength());
    BitSet next = new BitSet();
    next.set(piece, Math.min(map.endPiece(file), piece + ahead));
    traffic.readAhead().need(this, next);
  }

  @Override
  public void close() {
    session.lock.lock();
    try {
      if (!closed) {
        closed = true;
        traffic.readAhead().forget(this);
        session.signal();
      }
    } finally {
      session.lock.unlock();
    }
  }
}
