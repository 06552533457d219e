package mutual.files.disk;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import mutual.files.disk.StorageException.Reason;
import mutual.files.torrent.PieceHashes;
import mutual.files.torrent.PieceHashes.Verdict;
import mutual.files.torrent.PieceMap;

/** Reads pieces and compares them with their hashes, several at once, in bounded memory. */
final class PieceScan {
  /** Pieces in memory at once, and as many buffers. */
  private static final int PIECES_AT_ONCE = 4;

  /** Reads like {@link Storage#read}. */
  interface Source {
    void read(int piece, int offset, ByteBuffer target) throws StorageException;
  }

  /** Hears of every piece that was compared; on the caller's thread. */
  interface Listener {
    void checked(int piece, Verdict verdict);
  }

  private record Checked(int piece, Verdict verdict) {}

  private final PieceMap pieces;
  private final Source source;
  private final PieceHashes hashes;
  private final CompletionService<Checked> workers;
  private final BlockingQueue<ByteBuffer> buffers = new ArrayBlockingQueue<>(PIECES_AT_ONCE);

  PieceScan(PieceMap pieces, Source source, PieceHashes hashes, ExecutorService workers) {
    this.pieces = pieces;
    this.source = source;
    this.hashes = hashes;
    this.workers = new ExecutorCompletionService<>(workers);
  }

  /** Returns whether it came to its end, rather than being stopped by the progress. */
  boolean run(BitSet which, ScanProgress progress, Listener listener) throws StorageException {
    long total = which.stream().mapToLong(pieces::dataLength).sum();
    long done = 0;
    int running = 0;
    boolean goOn = progress.at(0, total);
    StorageException failure = null;
    int next = which.nextSetBit(0);
    while (running > 0 || (goOn && next >= 0)) {
      if (goOn && next >= 0 && running < PIECES_AT_ONCE) {
        int piece = next;
        workers.submit(() -> check(piece));
        running++;
        next = which.nextSetBit(next + 1);
        continue;
      }
      running--;
      try {
        Checked checked = outcome(workers.take());
        if (checked.verdict() != Verdict.UNKNOWN) {
          listener.checked(checked.piece(), checked.verdict());
        }
        done += pieces.dataLength(checked.piece());
        goOn &= progress.at(done, total);
      } catch (StorageException e) {
        failure = e;
        goOn = false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        goOn = false;
        // Those that run use their own buffers and report to nobody.
        break;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return goOn;
  }

  private static Checked outcome(Future<Checked> future)
      throws StorageException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StorageException outage) {
        throw outage;
      }
      throw new IllegalStateException("checking a piece", e.getCause());
    }
  }

  private Checked check(int piece) throws StorageException {
    if (!hashes.knows(piece)) {
      return new Checked(piece, Verdict.UNKNOWN);
    }
    ByteBuffer buffer = buffers.poll();
    if (buffer == null) {
      buffer = ByteBuffer.allocate(pieces.pieceLength());
    }
    try {
      buffer.clear().limit(pieces.dataLength(piece));
      source.read(piece, 0, buffer);
      return new Checked(piece, hashes.check(piece, buffer.flip()));
    } catch (StorageException e) {
      // What is not there, or not ours, is no failure of the disk.
      if (e.reason() == Reason.FILE_CHANGED || e.reason() == Reason.NOT_OURS) {
        return new Checked(piece, Verdict.DIFFERS);
      }
      throw e;
    } finally {
      buffers.offer(buffer);
    }
  }
}
