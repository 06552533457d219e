package mutual.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.zip.CRC32C;

/**
 * The end of the log, where batches are written: one write and one sync each. Used by one thread.
 *
 * <p>A call order: {@link #reserve} room for the batch, {@link #add} each command, {@link #commit}.
 * After an {@link IOException} other than {@link DiskFullException} it must not be used any more:
 * what is on disk is known only after recovery.
 */
final class LogFiles implements Closeable {
  /** The mark and the seal always fit. */
  private static final int KEPT_FREE_BYTES = 2 * RecordLayout.HEADER_BYTES;

  /** The next segment is prepared when this part of the current one is full. */
  private static final int PREPARE_AT_FRACTION = 4;

  private static final byte[] NOTHING = {};

  private final JournalConfig config;
  private final FileSystem files;
  private final SpareSegment spare;
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer batch;

  private FileSystem.OpenFile file;
  private long salt;
  private int segmentBytes;
  private int syncedOffset;
  private int previousCrc;
  private boolean marked;
  private CorePosition durable;

  /** The state after the records in the batch. */
  private CorePosition pending;

  private LogFiles(
      JournalConfig config,
      Executor background,
      FileSystem.OpenFile file,
      SegmentLayout segment,
      CorePosition at,
      int offset,
      int previousCrc) {
    this.config = config;
    this.files = config.files();
    this.spare = new SpareSegment(config, background);
    this.batch =
        ByteBuffer.allocateDirect(config.sizes().batchBytesMax() + KEPT_FREE_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    this.file = file;
    this.salt = segment.salt();
    this.segmentBytes = segment.segmentBytes();
    this.syncedOffset = offset;
    this.previousCrc = previousCrc;
    this.durable = at;
    this.pending = at;
    this.marked = true;
  }

  /** Begins a log in an empty folder. */
  static LogFiles create(JournalConfig config, Executor background) throws IOException {
    SpareSegment first = new SpareSegment(config, Runnable::run);
    FileSystem.OpenFile file = first.take();
    SegmentLayout segment = layout(config, CorePosition.START);
    name(config, first, file, segment);
    return new LogFiles(
        config,
        background,
        file,
        segment,
        CorePosition.START,
        SegmentLayout.HEADER_BYTES,
        segment.headerCrc());
  }

  /**
   * Goes on where a replay ended. What was read becomes durable first: a process that was killed
   * may have written it and not synced it, and it counts from now on. A torn tail is overwritten
   * with zeros.
   */
  static LogFiles resume(JournalConfig config, Executor background, LogReplay.End end)
      throws IOException {
    FileSystem.OpenFile file =
        config
            .files()
            .open(config.folder().resolve(LogNames.segment(end.segment().basePosition())));
    try {
      if (end.tailEnd() > end.offset()) {
        file.write(ByteBuffer.allocate(end.tailEnd() - end.offset()), end.offset());
      }
      file.sync();
      LogFiles log =
          new LogFiles(
              config, background, file, end.segment(), end.at(), end.offset(), end.previousCrc());
      if (end.offset() > SegmentLayout.HEADER_BYTES) {
        log.mark();
      }
      return log;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static SegmentLayout layout(JournalConfig config, CorePosition at) {
    return new SegmentLayout(
        at.position(),
        config.salts().getAsLong(),
        at.timestampMillis(),
        at.commandCrc(),
        config.sizes().segmentBytes());
  }

  /** Makes a prepared file a segment: only ever seen under that name with a durable header. */
  private static void name(
      JournalConfig config, SpareSegment spare, FileSystem.OpenFile file, SegmentLayout segment)
      throws IOException {
    file.write(segment.toBytes(), 0);
    file.sync();
    Path name = config.folder().resolve(LogNames.segment(segment.basePosition()));
    config.files().rename(spare.path(), name);
    config.files().syncFolder(config.folder());
  }

  /** Makes room for records of so many bytes in all, in a new segment if need be. */
  void reserve(int bytes) throws IOException {
    if (syncedOffset + bytes + KEPT_FREE_BYTES <= segmentBytes) {
      return;
    }
    FileSystem.OpenFile next = spare.take();
    SegmentLayout segment = layout(config, durable);
    name(config, spare, next, segment);
    write(RecordLayout.SEAL);
    file.close();
    file = next;
    salt = segment.salt();
    segmentBytes = segment.segmentBytes();
    syncedOffset = SegmentLayout.HEADER_BYTES;
    previousCrc = segment.headerCrc();
    marked = true;
  }

  /** The timestamp for a command that comes now: never less than the one before. */
  long timestampMillis() {
    return Math.max(config.clock().millis(), durable.timestampMillis());
  }

  /** Adds a command to the batch. */
  void add(long timestampMillis, byte[] command, int offset, int length) {
    int at = batch.position();
    long position = pending.position() + 1;
    previousCrc =
        RecordLayout.put(
            batch,
            at,
            crc,
            salt,
            syncedOffset + at,
            RecordLayout.COMMAND,
            position,
            timestampMillis,
            syncedOffset,
            previousCrc,
            command,
            offset,
            length);
    pending = new CorePosition(position, timestampMillis, previousCrc);
    batch.position(at + RecordLayout.recordBytes(length));
  }

  /** Writes the batch and makes it durable. */
  void commit() throws IOException {
    writeBatch();
    durable = pending;
    marked = false;
    if (syncedOffset > segmentBytes / PREPARE_AT_FRACTION) {
      var _ = spare.prepare();
    }
  }

  private void writeBatch() throws IOException {
    batch.flip();
    int count = batch.remaining();
    file.write(batch, syncedOffset);
    file.sync();
    syncedOffset += count;
    batch.clear();
  }

  /** True if the log ends with commands of which no later record says that they were synced. */
  boolean markIsDue() {
    return !marked;
  }

  /** Notes durably that everything so far was synced, if there is room for that. */
  void mark() throws IOException {
    marked = true;
    if (syncedOffset + KEPT_FREE_BYTES <= segmentBytes) {
      write(RecordLayout.MARK);
    }
  }

  private void write(int kind) throws IOException {
    previousCrc =
        RecordLayout.put(
            batch,
            0,
            crc,
            salt,
            syncedOffset,
            kind,
            durable.position(),
            durable.timestampMillis(),
            syncedOffset,
            previousCrc,
            NOTHING,
            0,
            0);
    batch.position(RecordLayout.HEADER_BYTES);
    writeBatch();
  }

  /** The last durable command. */
  CorePosition durable() {
    return durable;
  }

  @Override
  public void close() throws IOException {
    try {
      spare.close();
    } finally {
      file.close();
      files.delete(spare.path());
    }
  }
}
