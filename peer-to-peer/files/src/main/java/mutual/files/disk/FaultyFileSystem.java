package mutual.files.disk;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import mutual.files.disk.StorageException.Reason;

/**
 * Another disk, with faults at command: a cable that is pulled, a switch to read-only, bytes until
 * it is full, and a process that is killed in the middle of its next so-manieth change.
 */
public final class FaultyFileSystem implements FileSystem {
  /** The process ends here; nothing after it happens. */
  public static final class KilledException extends RuntimeException {
    KilledException() {
      super("killed");
    }
  }

  private final FileSystem inner;
  // All guarded by this.
  private boolean unplugged;
  private boolean readOnly;
  private long writableBytes = Long.MAX_VALUE;
  private long changesUntilKill = Long.MAX_VALUE;
  private boolean killed;

  public FaultyFileSystem(FileSystem inner) {
    this.inner = inner;
  }

  public synchronized void unplug(boolean out) {
    unplugged = out;
  }

  public synchronized void readOnly(boolean on) {
    readOnly = on;
  }

  /** After so many more bytes the disk is full. */
  public synchronized void fullAfter(long bytes) {
    writableBytes = bytes;
  }

  /** The process is killed during a change, of which half happens. */
  public synchronized void killAfter(long changes) {
    changesUntilKill = changes;
  }

  /** A new process begins. */
  public synchronized void restart() {
    killed = false;
    changesUntilKill = Long.MAX_VALUE;
  }

  private synchronized void reach() throws StorageException {
    if (killed) {
      throw new KilledException();
    }
    if (unplugged) {
      throw new StorageException(Reason.FAILED, "The disk does not answer.");
    }
  }

  /** Returns whether the process is killed during this change. */
  private synchronized boolean change(long bytes) throws StorageException {
    reach();
    if (readOnly) {
      throw new StorageException(Reason.READ_ONLY, "The disk may only be read.");
    }
    if (bytes > writableBytes) {
      throw new StorageException(Reason.DISK_FULL, "The disk is full.");
    }
    if (writableBytes != Long.MAX_VALUE) {
      writableBytes -= bytes;
    }
    killed = --changesUntilKill < 0;
    return killed;
  }

  private void changeOrDie() throws StorageException {
    if (change(0)) {
      throw new KilledException();
    }
  }

  @Override
  public OpenFile open(Path file, Access access) throws StorageException {
    reach();
    if (access != Access.READ && inner.status(file).isEmpty()) {
      changeOrDie();
    }
    return new FaultyFile(inner.open(file, access));
  }

  private final class FaultyFile implements OpenFile {
    private final OpenFile inner;

    FaultyFile(OpenFile inner) {
      this.inner = inner;
    }

    @Override
    public int read(ByteBuffer target, long position) throws StorageException {
      reach();
      return inner.read(target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws StorageException {
      if (change(source.remaining())) {
        source.limit(source.position() + source.remaining() / 2);
        inner.write(source, position);
        throw new KilledException();
      }
      inner.write(source, position);
    }

    @Override
    public void truncate(long size) throws StorageException {
      changeOrDie();
      inner.truncate(size);
    }

    @Override
    public void force() throws StorageException {
      changeOrDie();
      inner.force();
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  @Override
  public Optional<Status> status(Path path) throws StorageException {
    reach();
    return inner.status(path);
  }

  @Override
  public void createFolder(Path folder) throws StorageException {
    changeOrDie();
    inner.createFolder(folder);
  }

  @Override
  public void createFile(Path file, boolean executable) throws StorageException {
    changeOrDie();
    inner.createFile(file, executable);
  }

  @Override
  public void replace(Path file, byte[] content) throws StorageException {
    if (change(content.length)) {
      throw new KilledException();
    }
    inner.replace(file, content);
  }

  @Override
  public boolean move(Path from, Path to) throws StorageException {
    changeOrDie();
    return inner.move(from, to);
  }

  @Override
  public boolean delete(Path path) throws StorageException {
    changeOrDie();
    return inner.delete(path);
  }

  @Override
  public boolean forceAll(Path folder) throws StorageException {
    changeOrDie();
    return inner.forceAll(folder);
  }

  @Override
  public long usableBytes(Path folder) throws StorageException {
    reach();
    return Math.min(inner.usableBytes(folder), writableBytes);
  }
}
