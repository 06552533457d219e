package mutual.files.disk;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The few things that shares ask of a disk. Every failure is a {@link StorageException} with its
 * reason. Links are never followed at the last step of a path; {@link FileStorage} looks at the
 * steps before. What was written survives a power cut only after a force.
 */
public interface FileSystem {
  /** What is at a path. */
  enum Kind {
    FILE,
    FOLDER,
    LINK,
    /** A device, a pipe, a socket: never opened. */
    OTHER
  }

  /**
   * What a path's entry says of itself.
   *
   * @param modifiedNanos nanoseconds since 1970
   */
  record Status(Kind kind, long size, long modifiedNanos) {}

  /** How to open a file. */
  enum Access {
    READ,
    /** Reads and writes; makes the file if it is not there. */
    WRITE,
    /** Like WRITE, and a file that is made may be executed. */
    WRITE_EXECUTABLE
  }

  /** An open file, safe for use by many threads. */
  interface OpenFile extends Closeable {
    /** Reads until the target is full or the file ends; returns how much was read. */
    int read(ByteBuffer target, long position) throws StorageException;

    /** Writes all that remains in the source. */
    void write(ByteBuffer source, long position) throws StorageException;

    void truncate(long size) throws StorageException;

    /** Returns once what was written would survive a power cut. */
    void force() throws StorageException;

    @Override
    void close();
  }

  /** Opens a regular file; FILE_CHANGED if there is none to read, NOT_OURS if it is no file. */
  OpenFile open(Path file, Access access) throws StorageException;

  /** Empty if there is nothing at the path. */
  Optional<Status> status(Path path) throws StorageException;

  /** Makes a folder whose parent is there; NOT_OURS if something is at the path already. */
  void createFolder(Path folder) throws StorageException;

  /** Makes an empty file; NOT_OURS if something is at the path already. */
  void createFile(Path file, boolean executable) throws StorageException;

  /** Puts a whole file in the place of an earlier one: after a power cut there is one or other. */
  void replace(Path file, byte[] content) throws StorageException;

  /** Moves an entry within one disk to a path where nothing is; false if that is another disk. */
  boolean move(Path from, Path to) throws StorageException;

  /** Removes a file, link or empty folder, if there is one; false if a folder is not empty. */
  boolean delete(Path path) throws StorageException;

  /**
   * Returns once everything written to a folder's disk would survive a power cut: for many files
   * much faster than one by one. False, and nothing done, where that cannot be asked for.
   */
  boolean forceAll(Path folder) throws StorageException;

  /** Bytes that may still be written to a folder's disk. */
  long usableBytes(Path folder) throws StorageException;
}
