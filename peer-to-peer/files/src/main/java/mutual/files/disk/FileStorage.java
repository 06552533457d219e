package mutual.files.disk;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mutual.files.disk.FileSystem.Access;
import mutual.files.disk.FileSystem.Kind;
import mutual.files.disk.FileSystem.Status;
import mutual.files.disk.StorageException.Reason;
import mutual.files.torrent.ContentFile;
import mutual.files.torrent.InfoDictionary;
import mutual.files.torrent.PieceMap;

/**
 * A share's bytes in files: one positional read or write for each file that a piece touches.
 *
 * <p>Files appear when their first byte is written, and are sparse until the last. The parts of
 * pieces that belong to files nobody wants go to side files instead, one for each piece, until the
 * file is wanted. Folders are made as they are needed; no step of a path below the chosen folder
 * may be a link.
 */
final class FileStorage implements Storage {
  /** With more files than this the whole disk is synced at once: it takes less time. */
  private static final int FORCED_ONE_BY_ONE_MAX = 64;

  private final OpenFiles files;
  private final InfoDictionary info;
  private final PieceMap pieces;
  private final Layout layout;
  private final Path sideFolder;
  private final boolean writable;
  private final Set<Path> knownFolders = ConcurrentHashMap.newKeySet();
  // Guarded by this.
  private final BitSet aside = new BitSet();
  private final BitSet unforced = new BitSet();

  FileStorage(
      OpenFiles files, InfoDictionary info, Layout layout, Path sideFolder, boolean writable) {
    this.files = files;
    this.info = info;
    this.pieces = info.pieces();
    this.layout = layout;
    this.sideFolder = sideFolder;
    this.writable = writable;
  }

  Layout layout() {
    return layout;
  }

  /** The files whose parts are in side files. */
  synchronized BitSet aside() {
    return (BitSet) aside.clone();
  }

  synchronized void setAside(BitSet files) {
    aside.clear();
    aside.or(files);
  }

  private synchronized boolean isAside(int file) {
    return aside.get(file);
  }

  @Override
  public void read(int piece, int offset, ByteBuffer target) throws StorageException {
    int start = target.position();
    int end = target.limit();
    try {
      for (PieceMap.Range range : pieces.ranges(piece, offset, end - start)) {
        zeros(target, start + range.pieceOffset() - offset);
        target.limit(target.position() + range.length());
        readRange(piece, range, target);
        target.limit(end);
      }
      zeros(target, end);
    } finally {
      target.limit(end);
    }
  }

  /** Fills a buffer with padding up to a position. */
  private static void zeros(ByteBuffer target, int position) {
    while (target.position() < position) {
      target.put((byte) 0);
    }
  }

  private void readRange(int piece, PieceMap.Range range, ByteBuffer target)
      throws StorageException {
    boolean side = isAside(range.file());
    Path path = side ? sideFile(piece) : layout.path(range.file());
    if (!side) {
      expectFolders(Layout.parent(path));
    }
    long position = side ? range.pieceOffset() : range.fileOffset();
    files.use(
        path,
        Access.READ,
        file -> {
          int count = file.read(target, position);
          if (count < range.length()) {
            throw new StorageException(
                Reason.FILE_CHANGED, path + " is shorter than it should be.");
          }
        });
  }

  /** Refuses a path through something that is no folder, such as a link out of the share. */
  private void expectFolders(Path folder) throws StorageException {
    if (folder.equals(layout.folder()) || knownFolders.contains(folder)) {
      return;
    }
    expectFolders(Layout.parent(folder));
    Optional<Status> status = files.disk().status(folder);
    if (status.isEmpty()) {
      throw new StorageException(Reason.FILE_CHANGED, folder + " is not there any more.");
    }
    if (status.get().kind() != Kind.FOLDER) {
      throw new StorageException(Reason.NOT_OURS, folder + " is not a folder.");
    }
    knownFolders.add(folder);
  }

  @Override
  public void write(int piece, ByteBuffer data) throws StorageException {
    if (!writable) {
      throw new StorageException(Reason.READ_ONLY, "The share's files are never written.");
    }
    if (data.remaining() != pieces.dataLength(piece)) {
      throw new IllegalArgumentException(
          data.remaining() + " bytes of piece " + piece + ", not " + pieces.dataLength(piece));
    }
    for (PieceMap.Range range : pieces.ranges(piece)) {
      ByteBuffer part = data.slice(data.position() + range.pieceOffset(), range.length());
      if (isAside(range.file())) {
        writeAside(piece, range.pieceOffset(), part);
      } else {
        writeFile(range.file(), range.fileOffset(), part);
      }
    }
  }

  private void writeAside(int piece, int offset, ByteBuffer part) throws StorageException {
    makeFolder(sideFolder);
    files.use(sideFile(piece), Access.WRITE, file -> file.write(part, offset));
  }

  private void writeFile(int index, long offset, ByteBuffer part) throws StorageException {
    Path path = layout.path(index);
    makeFolders(Layout.parent(path));
    synchronized (this) {
      unforced.set(index);
    }
    files.use(path, access(index), file -> file.write(part, offset));
  }

  private Access access(int index) {
    return info.files().get(index).attributes().executable()
        ? Access.WRITE_EXECUTABLE
        : Access.WRITE;
  }

  private void makeFolders(Path folder) throws StorageException {
    if (folder.equals(layout.folder()) || knownFolders.contains(folder)) {
      return;
    }
    makeFolders(Layout.parent(folder));
    makeFolder(folder);
  }

  private void makeFolder(Path folder) throws StorageException {
    if (knownFolders.contains(folder)) {
      return;
    }
    Optional<Status> status = files.disk().status(folder);
    if (status.isEmpty()) {
      try {
        files.disk().createFolder(folder);
      } catch (StorageException e) {
        // Another thread may have been faster.
        status = files.disk().status(folder);
        if (status.isEmpty()) {
          throw e;
        }
      }
    }
    if (status.isPresent() && status.get().kind() != Kind.FOLDER) {
      throw new StorageException(Reason.NOT_OURS, folder + " is not a folder.");
    }
    knownFolders.add(folder);
  }

  /** Makes the files that have no bytes, which no piece will ever make. */
  void createEmptyFiles() throws StorageException {
    for (ContentFile file : info.files()) {
      if (file.length() == 0 && !file.attributes().symlink() && !isAside(file.index())) {
        Path path = layout.path(file.index());
        makeFolders(Layout.parent(path));
        if (files.disk().status(path).isEmpty()) {
          files.disk().createFile(path, file.attributes().executable());
        }
      }
    }
  }

  /** Takes the space of all wanted files, if that much is usable. */
  void reserveAll(long usableBytes) throws StorageException {
    BitSet wanted = aside();
    wanted.flip(0, info.files().size());
    long missing = 0;
    for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
      missing += info.files().get(i).length() - size(i);
    }
    if (missing > usableBytes) {
      throw new StorageException(
          Reason.DISK_FULL,
          "The share needs " + missing + " more bytes, of which there are " + usableBytes + ".");
    }
    for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
      reserve(i, info.files().get(i).length());
    }
  }

  private long size(int index) throws StorageException {
    return files.disk().status(layout.path(index)).map(Status::size).orElse(0L);
  }

  /** Writes zeros where a file has no bytes yet, so that its space is taken. */
  private void reserve(int index, long length) throws StorageException {
    Path path = layout.path(index);
    makeFolders(Layout.parent(path));
    long from = size(index);
    ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
    for (long at = from; at < length; at += zeros.limit()) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), length - at));
      long position = at;
      files.use(path, access(index), file -> file.write(zeros, position));
    }
  }

  /** Takes a part of a verified piece from its side file to its own. */
  void materialise(int piece, PieceMap.Range range) throws StorageException {
    ByteBuffer part = ByteBuffer.allocate(range.length());
    readRange(piece, range, part);
    writeFile(range.file(), range.fileOffset(), part.flip());
  }

  /** Writes a part of a file that is copied from elsewhere. */
  void copyIn(int index, long offset, ByteBuffer part) throws StorageException {
    writeFile(index, offset, part.duplicate());
  }

  void deleteSideFile(int piece) throws StorageException {
    files.close(sideFile(piece));
    files.disk().delete(sideFile(piece));
  }

  private Path sideFile(int piece) {
    return sideFolder.resolve(Integer.toString(piece));
  }

  @Override
  public void force() throws StorageException {
    BitSet wanted;
    synchronized (this) {
      wanted = (BitSet) unforced.clone();
      unforced.clear();
    }
    if (wanted.cardinality() > FORCED_ONE_BY_ONE_MAX && files.disk().forceAll(layout.folder())) {
      return;
    }
    for (int index = wanted.nextSetBit(0); index >= 0; index = wanted.nextSetBit(index + 1)) {
      try {
        files.use(layout.path(index), Access.WRITE, FileSystem.OpenFile::force);
      } catch (StorageException e) {
        synchronized (this) {
          unforced.or(wanted);
        }
        throw e;
      }
    }
  }

  @Override
  public void close() {
    files.close(layout.topPath());
    files.close(sideFolder);
  }
}
