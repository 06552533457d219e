package mutual.journal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots in a log's folder. A snapshot file, little-endian:
 *
 * <pre>
 *  0 long  "MUTSNAP1"
 *  8 int   version, 1
 * 12 int   length of this header, 40
 * 16 long  position: number of commands it covers
 * 24 long  timestamp of the last of them
 * 32 int   CRC32C of the record of the last of them
 * 36 int   0
 * 40       what the core wrote
 *    long  how many bytes that was
 *    int   CRC32C of everything before
 * </pre>
 */
final class Snapshots {
  private static final Logger log = LoggerFactory.getLogger(Snapshots.class);
  private static final long MAGIC = 0x3150_414E_5354_554DL;
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 40;
  private static final int TRAILER_BYTES = 12;
  private static final int WINDOW_BYTES = 1 << 18;
  private static final int KEPT = 2;

  private final FileSystem files;
  private final Path folder;

  Snapshots(FileSystem files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /** A core that holds the state at a place in the log. */
  record Loaded<C>(C core, CorePosition at) {}

  /**
   * Loads the newest snapshot into a new core. One that is damaged is set aside, and the one before
   * it loaded: the segments that lead from there to the end are still there.
   */
  <C extends Core<?>> Loaded<C> loadNewest(Supplier<C> newCore) throws IOException {
    for (long position : LogNames.snapshots(files, folder).reversed()) {
      Path file = folder.resolve(LogNames.snapshot(position));
      try (FileSystem.OpenFile opened = files.open(file)) {
        CorePosition at = check(file, opened);
        C core = newCore.get();
        long bodyBytes = opened.size() - HEADER_BYTES - TRAILER_BYTES;
        try (DataInputStream in =
            new DataInputStream(new FileInput(opened, HEADER_BYTES, bodyBytes))) {
          core.readSnapshot(in);
        }
        return new Loaded<>(core, at);
      } catch (JournalDamagedException e) {
        log.error("setting a damaged snapshot aside and falling back to the one before it", e);
        files.rename(file, folder.resolve(file.getFileName() + ".damaged"));
        files.syncFolder(folder);
      }
    }
    return new Loaded<>(newCore.get(), CorePosition.START);
  }

  long newestPosition() throws IOException {
    List<Long> positions = LogNames.snapshots(files, folder);
    return positions.isEmpty() ? 0 : positions.getLast();
  }

  /** Writes a snapshot aside, makes it durable, and only then gives it its name. */
  long write(Core<?> core, CorePosition at) throws IOException {
    Path aside = folder.resolve(LogNames.NEXT_SNAPSHOT);
    long bytes;
    try (FileSystem.OpenFile file = files.create(aside)) {
      FileOutput out = new FileOutput(file);
      out.write(header(at).array(), 0, HEADER_BYTES);
      DataOutputStream data = new DataOutputStream(out);
      core.writeSnapshot(data);
      data.flush();
      bytes = out.finish();
      file.sync();
    } catch (IOException e) {
      files.delete(aside);
      throw e;
    }
    files.rename(aside, folder.resolve(LogNames.snapshot(at.position())));
    files.syncFolder(folder);
    return bytes;
  }

  /**
   * Deletes all but the newest two snapshots, and the segments that the older of these two covers.
   */
  void removeNeedless() throws IOException {
    List<Long> positions = LogNames.snapshots(files, folder);
    if (positions.size() < KEPT) {
      return;
    }
    for (long position : positions.subList(0, positions.size() - KEPT)) {
      files.delete(folder.resolve(LogNames.snapshot(position)));
    }
    long covered = positions.get(positions.size() - KEPT);
    List<Long> segments = LogNames.segments(files, folder);
    for (int i = 0; i + 1 < segments.size() && segments.get(i + 1) <= covered; i++) {
      files.delete(folder.resolve(LogNames.segment(segments.get(i))));
    }
    files.syncFolder(folder);
  }

  private static ByteBuffer header(CorePosition at) {
    return ByteBuffer.allocate(HEADER_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(MAGIC)
        .putInt(VERSION)
        .putInt(HEADER_BYTES)
        .putLong(at.position())
        .putLong(at.timestampMillis())
        .putInt(at.commandCrc())
        .putInt(0)
        .flip();
  }

  /** The core sees no byte of a snapshot before all of it is known to be whole. */
  private static CorePosition check(Path file, FileSystem.OpenFile opened) throws IOException {
    String name = file.toString();
    long size = opened.size();
    if (size < HEADER_BYTES + TRAILER_BYTES) {
      throw new JournalDamagedException(name, size, "is too short for a snapshot");
    }
    CRC32C crc = new CRC32C();
    long crcOffset = size - Integer.BYTES;
    byte[] window = new byte[WINDOW_BYTES];
    try (FileInput in = new FileInput(opened, 0, crcOffset)) {
      for (int n = in.read(window, 0, WINDOW_BYTES); n >= 0; n = in.read(window, 0, WINDOW_BYTES)) {
        crc.update(window, 0, n);
      }
    }
    ByteBuffer header = read(opened, 0, HEADER_BYTES);
    ByteBuffer trailer = read(opened, size - TRAILER_BYTES, TRAILER_BYTES);
    if (trailer.getInt(Long.BYTES) != (int) crc.getValue()
        || trailer.getLong(0) != size - HEADER_BYTES - TRAILER_BYTES) {
      throw new JournalDamagedException(name, crcOffset, "the snapshot's checksum is wrong");
    }
    if (header.getLong(0) != MAGIC || header.getInt(8) != VERSION) {
      throw new JournalDamagedException(name, 0, "is not a snapshot of version " + VERSION);
    }
    CorePosition at = new CorePosition(header.getLong(16), header.getLong(24), header.getInt(32));
    String expected = LogNames.snapshot(at.position());
    if (!expected.equals(String.valueOf(file.getFileName()))) {
      throw new JournalDamagedException(name, 16, "is really " + expected);
    }
    return at;
  }

  private static ByteBuffer read(FileSystem.OpenFile file, long offset, int count)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    if (file.read(bytes, offset) < count) {
      throw new IOException("the file ended at offset " + offset + " while it was read");
    }
    return bytes.clear();
  }

  /** Collects what the core writes into large writes, with their CRC. */
  private static final class FileOutput extends java.io.OutputStream {
    private final FileSystem.OpenFile file;
    private final ByteBuffer buffer =
        ByteBuffer.allocate(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private long written;

    FileOutput(FileSystem.OpenFile file) {
      this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
      if (!buffer.hasRemaining()) {
        drain();
      }
      buffer.put((byte) b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        if (!buffer.hasRemaining()) {
          drain();
        }
        int count = Math.min(buffer.remaining(), length - done);
        buffer.put(bytes, offset + done, count);
        done += count;
      }
    }

    private void drain() throws IOException {
      buffer.flip();
      crc.update(buffer.duplicate());
      int count = buffer.remaining();
      file.write(buffer, written);
      written += count;
      buffer.clear();
    }

    /** Writes the trailer; returns the file's size. */
    long finish() throws IOException {
      drain();
      buffer.putLong(written - HEADER_BYTES);
      crc.update(buffer.duplicate().flip());
      buffer.putInt((int) crc.getValue());
      buffer.flip();
      file.write(buffer, written);
      return written + TRAILER_BYTES;
    }
  }

  /** A stretch of a file as a stream. */
  private static final class FileInput extends InputStream {
    private final FileSystem.OpenFile file;
    private final ByteBuffer buffer = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
    private long offset;
    private final long end;

    FileInput(FileSystem.OpenFile file, long offset, long length) {
      this.file = file;
      this.offset = offset;
      this.end = offset + length;
    }

    @Override
    public int read() throws IOException {
      return fill() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, buffer.remaining());
      buffer.get(into, at, count);
      return count;
    }

    private boolean fill() throws IOException {
      if (buffer.hasRemaining()) {
        return true;
      }
      if (offset >= end) {
        return false;
      }
      buffer.clear().limit((int) Math.min(WINDOW_BYTES, end - offset));
      int count = file.read(buffer, offset);
      if (count <= 0) {
        throw new IOException("the file ended at offset " + offset + " while it was read");
      }
      offset += count;
      buffer.flip();
      return true;
    }
  }
}
