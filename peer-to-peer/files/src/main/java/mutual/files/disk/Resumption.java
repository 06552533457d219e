package mutual.files.disk;

import java.util.BitSet;
import java.util.Optional;
import mutual.files.disk.FileSystem.Kind;
import mutual.files.disk.FileSystem.Status;
import mutual.files.disk.StorageException.Reason;
import mutual.files.torrent.ContentFile;
import mutual.files.torrent.InfoDictionary;
import mutual.files.torrent.PieceMap;

/**
 * What of a share can be believed after a restart, and what has to be read again.
 *
 * <p>A file that was complete at the snapshot and was not touched since is believed if its size and
 * time are the snapshot's. One that we were writing is believed if it was last changed before our
 * last sign of life, within {@link #SLACK_NANOS}: whoever changed it was us. After a power cut only
 * pieces that had been forced are believed.
 *
 * @param verified pieces to be believed
 * @param doubtful pieces that may be there, to be checked
 * @param unsettled files that we were writing, whose stamps in the snapshot are outdated
 */
record Resumption(BitSet verified, BitSet doubtful, BitSet unsettled) {
  /** How long one write may take from its entry in the log to its end: 10 s. */
  static final long SLACK_NANOS = 10_000_000_000L;

  static Resumption of(
      InfoDictionary info,
      FileStorage storage,
      FileSystem disk,
      StateFile state,
      long stateModifiedNanos,
      ProgressLog.Reading log,
      boolean sameBoot)
      throws StorageException {
    BitSet known = (BitSet) state.verified().clone();
    known.or(log.written());
    BitSet torn = (BitSet) log.begun().clone();
    torn.andNot(log.written());
    known.andNot(torn);
    known.andNot(state.doubtful());
    known.or(log.written());
    BitSet verified = (BitSet) known.clone();
    if (!sameBoot) {
      verified.and(state.forced());
    }
    long lastSign = Math.max(stateModifiedNanos, log.modifiedNanos());
    PieceMap pieces = info.pieces();
    BitSet aside = storage.aside();
    BitSet unsettled = new BitSet();
    boolean anythingThere = known.isEmpty();
    for (ContentFile file : info.files()) {
      int first = pieces.firstPiece(file);
      int end = pieces.endPiece(file);
      boolean settled = all(state.verified(), first, end) && !any(log.begun(), first, end);
      unsettled.set(file.index(), !settled);
      int next = known.nextSetBit(first);
      if (aside.get(file.index()) || next < 0 || next >= end) {
        continue;
      }
      Optional<Status> status = disk.status(storage.layout().path(file.index()));
      anythingThere |= status.isPresent();
      boolean believed =
          status.isPresent()
              && (settled
                  ? matches(status.get(), state, file.index())
                  : plausible(status.get(), file, pieces, known, lastSign));
      if (!believed) {
        verified.clear(first, end);
      }
    }
    if (!anythingThere) {
      throw new StorageException(
          Reason.FOLDER_MISSING,
          storage.layout().topPath()
              + " is not there: it was moved or deleted, or its disk is not plugged in.");
    }
    BitSet doubtful = (BitSet) known.clone();
    doubtful.andNot(verified);
    BitSet stillDoubtful = (BitSet) state.doubtful().clone();
    stillDoubtful.andNot(log.written());
    doubtful.or(stillDoubtful);
    verified.andNot(doubtful);
    return new Resumption(verified, doubtful, unsettled);
  }

  static boolean matches(Status status, StateFile state, int file) {
    return status.kind() == Kind.FILE
        && status.size() == state.sizes()[file]
        && status.modifiedNanos() == state.modified()[file];
  }

  private static boolean plausible(
      Status status, ContentFile file, PieceMap pieces, BitSet known, long lastSign) {
    int last = known.previousSetBit(pieces.endPiece(file) - 1);
    long lastEnd = (long) (last + 1) * pieces.pieceLength() - file.offset();
    return status.kind() == Kind.FILE
        && status.size() <= file.length()
        && status.size() >= Math.min(file.length(), lastEnd)
        && status.modifiedNanos() <= lastSign + SLACK_NANOS;
  }

  private static boolean all(BitSet bits, int from, int to) {
    return bits.nextClearBit(from) >= to;
  }

  private static boolean any(BitSet bits, int from, int to) {
    int next = bits.nextSetBit(from);
    return next >= 0 && next < to;
  }
}
