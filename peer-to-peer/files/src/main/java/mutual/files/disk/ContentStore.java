package mutual.files.disk;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import mutual.files.disk.FileSystem.Status;
import mutual.files.disk.StorageException.Reason;
import mutual.files.disk.StorePlace.Allocation;
import mutual.files.disk.StorePlace.Origin;
import mutual.files.torrent.ContentFile;
import mutual.files.torrent.InfoDictionary;
import mutual.files.torrent.PieceHashes;
import mutual.files.torrent.PieceMap;

/**
 * One share's content on disk and what of it is verified, kept over restarts. Safe for use by many
 * threads.
 *
 * <p>A piece counts as verified from when {@link #write} returns. A killed process loses none of
 * that: each write is in a log before and after ({@link ProgressLog}). A power cut loses what came
 * after the last {@link #settle}; then, and when files were changed behind our back, some pieces
 * are {@link #doubtful} after opening: not verified until {@link #recheck} has read them.
 *
 * <p>Every failure is a {@link StorageException} that says whether to wait (full, read-only or
 * missing disk) and loses nothing: what was verified stays so, what was being written is not.
 */
public final class ContentStore implements Closeable {
  private final InfoDictionary info;
  private final PieceMap pieces;
  private final StorePlace place;
  private final OpenFiles files;
  private final ProgressLog log;
  private final String boot;
  private final FileStamps stamps;
  // Shared by reading and writing; alone are changes of where the bytes are.
  private final ReadWriteLock places = new ReentrantReadWriteLock();
  private volatile FileStorage storage;
  private volatile boolean deleted;
  // Held while a snapshot is made, before the lock on this.
  private final Object snapshots = new Object();
  // All below guarded by this.
  private final BitSet verified = new BitSet();
  private final BitSet doubtful = new BitSet();
  private final BitSet forced = new BitSet();
  private long generation;

  private ContentStore(
      InfoDictionary info, StorePlace place, OpenFiles files, Layout layout, String boot) {
    this.info = info;
    this.pieces = info.pieces();
    this.place = place;
    this.files = files;
    this.boot = boot;
    storage = storage(layout);
    log = new ProgressLog(files, place.logFile());
    stamps = new FileStamps(info.files().size());
  }

  private FileStorage storage(Layout layout) {
    boolean writable = place.origin() != Origin.OWN;
    return new FileStorage(files, info, layout, place.sideFolder(), writable);
  }

  /** Opens a share's content as it was left, or for the first time. */
  public static ContentStore open(InfoDictionary info, StorePlace place, OpenFiles files)
      throws StorageException {
    return open(info, place, files, BootMark.ofThisMachine());
  }

  static ContentStore open(InfoDictionary info, StorePlace place, OpenFiles files, String boot)
      throws StorageException {
    StoreOpening opening = new StoreOpening(info, place, files);
    Optional<StateFile> state = opening.readState();
    ContentStore store = new ContentStore(info, place, files, opening.layout(state), boot);
    if (state.isPresent()) {
      store.resume(state.get());
    } else {
      store.begin();
    }
    return store;
  }

  private void begin() throws StorageException {
    switch (place.origin()) {
      case FETCHED -> {
        // Kept before the first file is made, so that it is known for ours after a crash.
        checkpoint();
      }
      case OWN -> {
        synchronized (this) {
          verified.set(0, pieces.pieceCount());
          forced.or(verified);
        }
        checkpoint();
      }
      case EXISTING -> {
        synchronized (this) {
          doubtful.set(0, pieces.pieceCount());
        }
      }
    }
    prepare();
  }

  private void resume(StateFile state) throws StorageException {
    stamps.set(state);
    storage.setAside(state.aside());
    long modified = files.disk().status(place.stateFile()).map(Status::modifiedNanos).orElse(0L);
    ProgressLog.Reading past = log.read(state.generation(), pieces.pieceCount());
    Resumption resumption =
        Resumption.of(
            info, storage, files.disk(), state, modified, past, state.boot().equals(boot));
    synchronized (this) {
      generation = state.generation();
      verified.or(resumption.verified());
      doubtful.or(resumption.doubtful());
      forced.or(state.forced());
      forced.and(verified);
    }
    resumption.unsettled().stream().forEach(stamps::expire);
    prepare();
  }

  private void prepare() throws StorageException {
    if (place.origin() == Origin.OWN) {
      return;
    }
    storage.createEmptyFiles();
    if (place.allocation() == Allocation.FULL) {
      storage.reserveAll(files.disk().usableBytes(place.folder()));
    }
  }

  public InfoDictionary info() {
    return info;
  }

  /** A copy of the set of verified pieces. */
  public synchronized BitSet verified() {
    return (BitSet) verified.clone();
  }

  public synchronized boolean has(int piece) {
    return verified.get(piece);
  }

  public synchronized boolean complete() {
    return verified.cardinality() == pieces.pieceCount();
  }

  /** The pieces that may be there, to be read by {@link #recheck} before anything is fetched. */
  public synchronized BitSet doubtful() {
    return (BitSet) doubtful.clone();
  }

  /** The share's own file or folder. */
  public Path top() {
    return storage.layout().topPath();
  }

  /** Where a file is, or will be. */
  public Path path(ContentFile file) {
    return storage.layout().path(file.index());
  }

  /**
   * Reads some bytes of a verified piece; padding reads as zeros.
   *
   * @param offset where to begin in the piece
   * @param target filled to its limit
   * @throws StorageException with FILE_CHANGED if the file is not what was verified any more; see
   *     {@link #changed}
   */
  public void read(int piece, int offset, ByteBuffer target) throws StorageException {
    Lock lock = places.readLock();
    lock.lock();
    try {
      storage.read(piece, offset, target);
    } catch (StorageException e) {
      throw explained(e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes a piece whose hash matches, and counts it as verified.
   *
   * @param data {@code PieceMap.dataLength(piece)} bytes; its position stays
   */
  public void write(int piece, ByteBuffer data) throws StorageException {
    if (has(piece)) {
      return;
    }
    if (!log.isOpen()) {
      checkpoint();
    }
    Lock lock = places.readLock();
    lock.lock();
    try {
      log.begin(piece);
      expireStamps(piece);
      storage.write(piece, data);
      expireStamps(piece);
      synchronized (this) {
        log.written(piece);
        verified.set(piece);
        doubtful.clear(piece);
        forced.clear(piece);
      }
    } catch (StorageException e) {
      throw explained(e);
    } finally {
      log.failed(piece);
      lock.unlock();
    }
  }

  /** Before and after a write: a snapshot between the two may have looked at the files. */
  private void expireStamps(int piece) {
    for (PieceMap.Range range : pieces.ranges(piece)) {
      stamps.expire(range.file());
    }
  }

  /** A disk that fails because it is gone says so. */
  private StorageException explained(StorageException e) {
    try {
      boolean gone = files.disk().status(place.folder()).isEmpty();
      return gone
          ? new StorageException(Reason.FOLDER_MISSING, place.folder() + " is not there.", e)
          : e;
    } catch (StorageException unknown) {
      return e;
    }
  }

  /** Writes down what is verified, for the next start. Cheap, but for one sync. */
  public void checkpoint() throws StorageException {
    synchronized (snapshots) {
      BitSet verifiedNow;
      BitSet doubtfulNow;
      BitSet forcedNow;
      long next;
      synchronized (this) {
        log.beginSnapshot();
        verifiedNow = (BitSet) verified.clone();
        doubtfulNow = (BitSet) doubtful.clone();
        forcedNow = (BitSet) forced.clone();
        next = generation + 1;
      }
      try {
        stamps.renew(files.disk(), storage.layout());
        StateFile state =
            new StateFile(
                next,
                boot,
                storage.layout().top(),
                verifiedNow,
                doubtfulNow,
                forcedNow,
                storage.aside(),
                stamps.sizes(),
                stamps.modified());
        files.disk().replace(place.stateFile(), state.encode());
        synchronized (this) {
          generation = next;
          log.endSnapshot(next);
        }
      } finally {
        log.abandonSnapshot();
      }
    }
  }

  /**
   * Makes all that is verified survive a power cut, then writes that down. Syncs every file that
   * was written since the last time, or the whole disk if those are many, so it is for quiet
   * moments: completion, pause, close.
   */
  public void settle() throws StorageException {
    BitSet before = verified();
    storage.force();
    synchronized (this) {
      before.and(verified);
      forced.or(before);
    }
    checkpoint();
  }

  /**
   * Whether somebody has changed any of these files. Asked after they were read, it says whether
   * what was read may be given away.
   */
  public boolean isChanged(BitSet indices) throws StorageException {
    Lock lock = places.readLock();
    lock.lock();
    try {
      for (int i = indices.nextSetBit(0); i >= 0; i = indices.nextSetBit(i + 1)) {
        if (stamps.differs(i, files.disk().status(storage.layout().path(i)))) {
          return true;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Looks whether files were changed behind our back; their pieces become doubtful.
   *
   * @return the pieces that did
   */
  public BitSet changed() throws StorageException {
    BitSet suspects = new BitSet();
    for (ContentFile file : info.files()) {
      if (file.length() > 0 && stamps.differs(file.index(), files.disk().status(path(file)))) {
        suspects.set(pieces.firstPiece(file), pieces.endPiece(file));
      }
    }
    synchronized (this) {
      suspects.and(verified);
      verified.andNot(suspects);
      forced.andNot(suspects);
      doubtful.or(suspects);
    }
    return suspects;
  }

  /**
   * Reads pieces again and compares them with their hashes. Those that match are verified after it,
   * the others are not; pieces whose hash is not known yet stay as they were.
   *
   * @param which usually {@link #doubtful}, or all
   * @param workers do the hashing, and are shared with others
   * @return whether it came to its end
   */
  public boolean recheck(
      BitSet which, PieceHashes hashes, ExecutorService workers, ScanProgress progress)
      throws StorageException {
    boolean ended =
        new PieceScan(pieces, this::read, hashes, workers)
            .run(
                which,
                progress,
                (piece, verdict) -> {
                  synchronized (this) {
                    boolean matches = verdict == PieceHashes.Verdict.MATCHES;
                    verified.set(piece, matches);
                    doubtful.clear(piece);
                    if (!matches) {
                      forced.clear(piece);
                    }
                  }
                  expireStamps(piece);
                });
    checkpoint();
    return ended;
  }

  /**
   * Says which files are wanted. Of files that are not, and were never, only the parts of pieces
   * they share with wanted ones are kept, aside; a file that becomes wanted gets those.
   */
  public void select(BitSet wanted) throws StorageException {
    Lock lock = places.writeLock();
    lock.lock();
    try {
      BitSet aside = storage.aside();
      BitSet had = (BitSet) aside.clone();
      for (ContentFile file : info.files()) {
        if (wanted.get(file.index()) && aside.get(file.index())) {
          materialise(file);
          aside.clear(file.index());
        } else if (!wanted.get(file.index())
            && !aside.get(file.index())
            && files.disk().status(path(file)).isEmpty()) {
          aside.set(file.index());
        }
      }
      storage.setAside(aside);
      storage.createEmptyFiles();
      checkpoint();
      had.andNot(aside);
      dropSideFiles(had, aside);
    } finally {
      lock.unlock();
    }
  }

  private void materialise(ContentFile file) throws StorageException {
    for (int piece = pieces.firstPiece(file); piece < pieces.endPiece(file); piece++) {
      if (has(piece)) {
        for (PieceMap.Range range : pieces.ranges(piece)) {
          if (range.file() == file.index()) {
            storage.materialise(piece, range);
          }
        }
      }
    }
    stamps.expire(file.index());
  }

  /** Removes the side files that no file needs any more. */
  private void dropSideFiles(BitSet materialised, BitSet aside) throws StorageException {
    for (int i = materialised.nextSetBit(0); i >= 0; i = materialised.nextSetBit(i + 1)) {
      ContentFile file = info.files().get(i);
      for (int piece = pieces.firstPiece(file); piece < pieces.endPiece(file); piece++) {
        if (pieces.ranges(piece).stream().noneMatch(range -> aside.get(range.file()))) {
          storage.deleteSideFile(piece);
        }
      }
    }
  }

  /**
   * Moves the content into another folder, on this or another disk, where nothing of its name is.
   * Nothing is removed here before all of it is there.
   *
   * @return whether it was moved, rather than stopped by the progress
   */
  public boolean move(Path folder, ScanProgress progress) throws StorageException {
    Lock lock = places.writeLock();
    lock.lock();
    try {
      BitSet aside = storage.aside();
      storage.close();
      Layout moved = storage.layout().in(folder.toAbsolutePath().normalize());
      if (!new Relocation(files, info, storage.layout()).move(moved, progress)) {
        return false;
      }
      storage = storage(moved);
      storage.setAside(aside);
      info.files().forEach(file -> stamps.expire(file.index()));
      checkpoint();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Forgets the share and closes it.
   *
   * @param withContent whether its files are removed too; own files never are. What else somebody
   *     put into the share's folder stays
   */
  public void delete(boolean withContent) throws StorageException {
    Lock lock = places.writeLock();
    lock.lock();
    try {
      deleted = true;
      storage.close();
      Relocation content = new Relocation(files, info, storage.layout());
      if (withContent && place.origin() != Origin.OWN) {
        content.deleteFiles();
      }
      for (int piece = 0; piece < pieces.pieceCount() && !storage.aside().isEmpty(); piece++) {
        storage.deleteSideFile(piece);
      }
      files.close(place.stateFolder());
      FileSystem disk = files.disk();
      for (Path path :
          new Path[] {
            place.sideFolder(), place.logFile(), place.stateFile(), place.stateFolder()
          }) {
        disk.delete(path);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Writes down what is verified if that is news, and closes the files. */
  @Override
  public void close() throws StorageException {
    try {
      if (log.isOpen() && !deleted) {
        checkpoint();
      }
    } finally {
      storage.close();
      files.close(place.logFile());
    }
  }
}
