package mutual.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that the log lives in: as much of a file system as it takes, with what survives a crash
 * said out loud.
 *
 * <p>What it does not promise: that written bytes survive a power cut before {@link OpenFile#sync}
 * returned, nor in which order or in which pieces those written since the last sync reach the disk;
 * that a created, renamed or deleted name survives before {@link #syncFolder} returned; that bytes
 * whose sync <em>failed</em> will ever reach the disk, even if a later sync succeeds.
 *
 * <p>{@link #real} is the machine's own; {@link FaultyFileSystem} is in memory and fails on demand.
 */
public interface FileSystem {
  /** The file system of this machine. */
  static FileSystem real() {
    return RealFileSystem.INSTANCE;
  }

  /** Creates the folder and those above it, durably, unless they are there. */
  void createFolders(Path folder) throws IOException;

  /** The names of the files in a folder, sorted. */
  List<String> list(Path folder) throws IOException;

  boolean exists(Path file) throws IOException;

  long size(Path file) throws IOException;

  /** Creates an empty file, in place of any that has the name, and opens it. */
  OpenFile create(Path file) throws IOException;

  /** Opens a file that exists, for reading and writing. */
  OpenFile open(Path file) throws IOException;

  /** Gives a file another name, in place of any file that has it, in one step. */
  void rename(Path from, Path to) throws IOException;

  /** Deletes a file, if it is there. */
  void delete(Path file) throws IOException;

  /** Makes the names in a folder durable. */
  void syncFolder(Path folder) throws IOException;

  /** How many bytes new files may take, as far as is known. */
  long usableBytes(Path folder) throws IOException;

  /**
   * Locks a file, created if need be, against every other process and every other user in this
   * process, until the lock is closed or the process ends.
   *
   * @throws IOException naming the holder, if it is locked
   */
  Closeable lock(Path file) throws IOException;

  /** An open file, read and written at given positions. Safe for one writer and many readers. */
  interface OpenFile extends Closeable {
    long size() throws IOException;

    /** Reads until the buffer is full or the file ends; returns the number of bytes read. */
    int read(ByteBuffer into, long position) throws IOException;

    /** Writes the whole buffer. */
    void write(ByteBuffer from, long position) throws IOException;

    /** Cuts the file off at a size. */
    void truncate(long size) throws IOException;

    /** Makes everything written so far, and what is needed to find it, durable. */
    void sync() throws IOException;
  }
}
