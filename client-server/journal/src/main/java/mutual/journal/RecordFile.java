package mutual.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small durable list of records in one file: what {@link #append} has returned from is there
 * after any crash, in order. For journals that are short and rarely written, such as a cash
 * machine's. Not safe for use by several threads; a thread that is interrupted while it writes
 * fails the file.
 *
 * <p>A write or sync that fails ends the file's use: what is on disk is known only when it is
 * opened again. {@link RecordFileLayout} has the format.
 */
public final class RecordFile implements Closeable {
  /** The largest record, in bytes. */
  public static final int RECORD_BYTES_MAX = 1 << 20;

  /** The largest file, in bytes; before that, {@link #rewrite} it. */
  public static final int FILE_BYTES_MAX = 256 << 20;

  private static final Logger log = LoggerFactory.getLogger(RecordFile.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final FileSystem files;
  private final Path path;
  private final Closeable lock;
  private FileSystem.OpenFile file;
  private RecordFileLayout layout;
  private int end;
  private boolean failed;

  private RecordFile(
      FileSystem files,
      Path path,
      Closeable lock,
      FileSystem.OpenFile file,
      RecordFileLayout layout,
      int end) {
    this.files = files;
    this.path = path;
    this.lock = lock;
    this.file = file;
    this.layout = layout;
    this.end = end;
  }

  /**
   * Opens a file, or creates an empty one, and cuts off a record that a crash left half written.
   *
   * @throws JournalDamagedException if anything else is not as it was made durable
   * @throws IOException if another process has the file open, or it cannot be used
   */
  public static RecordFile open(FileSystem files, Path path) throws IOException {
    Path folder = folder(path);
    files.createFolders(folder);
    Closeable lock = files.lock(beside(path, ".lock"));
    try {
      files.delete(beside(path, ".new"));
      return files.exists(path) ? recover(files, path, lock) : create(files, path, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static RecordFile create(FileSystem files, Path path, Closeable lock) throws IOException {
    RecordFileLayout layout = new RecordFileLayout(RANDOM.nextLong());
    FileSystem.OpenFile file = replace(files, path, layout.header());
    return new RecordFile(files, path, lock, file, layout, RecordFileLayout.HEADER_BYTES);
  }

  private static RecordFile recover(FileSystem files, Path path, Closeable lock)
      throws IOException {
    FileSystem.OpenFile file = files.open(path);
    try {
      ByteBuffer bytes = readAll(file);
      RecordFileLayout layout = RecordFileLayout.parse(path.toString(), bytes);
      int end = layout.soundEnd(path.toString(), bytes);
      if (end < bytes.limit()) {
        log.warn("{}: cutting off an unfinished record of {} bytes", path, bytes.limit() - end);
        file.truncate(end);
      }
      // A process that was killed may have written what was just read, and not synced it.
      file.sync();
      if (end > RecordFileLayout.HEADER_BYTES) {
        int slot = end - RecordFileLayout.SLOT_BYTES;
        file.write(layout.slot(slot), slot);
      }
      return new RecordFile(files, path, lock, file, layout, end);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static ByteBuffer readAll(FileSystem.OpenFile file) throws IOException {
    ByteBuffer bytes = RecordFileLayout.buffer(Math.toIntExact(file.size()));
    file.read(bytes, 0);
    return bytes.flip();
  }

  /** Writes a whole file aside, makes it durable, and puts it in the place of the old one. */
  private static FileSystem.OpenFile replace(FileSystem files, Path path, ByteBuffer content)
      throws IOException {
    Path aside = beside(path, ".new");
    FileSystem.OpenFile file = files.create(aside);
    try {
      file.write(content, 0);
      file.sync();
      files.rename(aside, path);
      files.syncFolder(folder(path));
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static Path folder(Path path) {
    Path folder = path.getParent();
    return folder == null ? Path.of("") : folder;
  }

  private static Path beside(Path path, String suffix) {
    return path.resolveSibling(path.getFileName() + suffix);
  }

  /** The records in the file, oldest first. */
  public List<byte[]> records() throws IOException {
    return layout.records(readAll(file).limit(end));
  }

  /** Adds a record; it is durable when this returns. */
  public void append(byte[] record) throws IOException {
    requireUsable();
    long newEnd = end + (long) RecordFileLayout.recordBytes(record);
    if (newEnd > FILE_BYTES_MAX) {
      throw new IOException(path + " is full: " + end + " bytes");
    }
    failed = true;
    file.write(layout.record(end, record), end);
    file.sync();
    end = (int) newEnd;
    // Reaches the disk with the next sync, or when the system sees fit: enough to tell a record
    // that was once whole from one that never was.
    int slot = end - RecordFileLayout.SLOT_BYTES;
    file.write(layout.slot(slot), slot);
    failed = false;
  }

  /** Replaces all records by these in one step: after a crash either the old or the new stand. */
  public void rewrite(List<byte[]> records) throws IOException {
    requireUsable();
    long bytes = RecordFileLayout.HEADER_BYTES;
    for (byte[] record : records) {
      bytes += RecordFileLayout.recordBytes(record);
    }
    if (bytes > FILE_BYTES_MAX) {
      throw new IOException(bytes + " bytes do not fit into " + path);
    }
    RecordFileLayout newLayout = new RecordFileLayout(RANDOM.nextLong());
    ByteBuffer content = newLayout.whole(records, (int) bytes);
    failed = true;
    FileSystem.OpenFile replaced = replace(files, path, content);
    file.close();
    file = replaced;
    layout = newLayout;
    end = (int) bytes;
    failed = false;
  }

  private void requireUsable() throws IOException {
    if (failed) {
      throw new IOException(path + " takes nothing more after a failure; open it again");
    }
  }

  @Override
  public void close() throws IOException {
    failed = true;
    try (lock) {
      file.close();
    }
  }
}
