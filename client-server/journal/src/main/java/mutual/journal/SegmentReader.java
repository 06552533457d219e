package mutual.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads the records of one segment, one after the other, as far as each follows from the last. */
final class SegmentReader implements Closeable {
  private static final int WINDOW_BYTES = 1 << 20;

  final String name;
  final SegmentLayout header;
  private final FileSystem.OpenFile file;
  private final int fileBytes;
  private final CRC32C crc = new CRC32C();
  private ByteBuffer window = ByteBuffer.allocate(0);
  private UnsafeBuffer windowView = new UnsafeBuffer(window);
  private int windowStart;

  private int recordOffset;
  private int nextOffset = SegmentLayout.HEADER_BYTES;
  private int kind;
  private int length;
  private long position;
  private long timestampMillis;
  private int previousCrc;
  private int commandCrc;
  private String problem = "";

  private SegmentReader(String name, FileSystem.OpenFile file) throws IOException {
    this.name = name;
    this.file = file;
    ByteBuffer bytes =
        ByteBuffer.allocate(SegmentLayout.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    if (file.read(bytes, 0) < SegmentLayout.HEADER_BYTES) {
      throw new JournalDamagedException(name, 0, "is too short for a segment");
    }
    header = SegmentLayout.parse(name, bytes.clear());
    if (file.size() != header.segmentBytes()) {
      throw new JournalDamagedException(
          name, file.size(), "the file should have " + header.segmentBytes() + " bytes");
    }
    fileBytes = header.segmentBytes();
    position = header.basePosition();
    timestampMillis = header.lastTimestampMillis();
    commandCrc = header.lastCrc();
    previousCrc = header.headerCrc();
  }

  static SegmentReader open(String name, FileSystem.OpenFile file) throws IOException {
    SegmentReader reader = new SegmentReader(name, file);
    String expected = LogNames.segment(reader.header.basePosition());
    if (!expected.equals(name.substring(name.lastIndexOf('/') + 1))) {
      throw new JournalDamagedException(name, 0, "is really " + expected);
    }
    return reader;
  }

  /** Goes to the next record; false if there is none that follows from this one. */
  boolean next() throws IOException {
    if (!load(nextOffset, RecordLayout.HEADER_BYTES)) {
      problem = "the segment is full";
      return false;
    }
    int at = nextOffset - windowStart;
    int recordKind = RecordLayout.kindAt(window, at);
    int recordLength = RecordLayout.lengthAt(window, at);
    boolean plausible = plausible(recordKind, recordLength);
    if (!plausible || !load(nextOffset, RecordLayout.recordBytes(recordLength))) {
      problem = "no record begins here";
      return false;
    }
    at = nextOffset - windowStart;
    if (!RecordLayout.crcHolds(window, at, crc, header.salt(), nextOffset)) {
      problem = "a record's checksum is wrong";
      return false;
    }
    long recordPosition = RecordLayout.positionAt(window, at);
    long recordTimestamp = RecordLayout.timestampAt(window, at);
    if (recordPosition != position + (recordKind == RecordLayout.COMMAND ? 1 : 0)
        || recordTimestamp < timestampMillis
        || RecordLayout.previousCrcAt(window, at) != previousCrc) {
      problem = "a record does not follow from the one before it";
      return false;
    }
    recordOffset = nextOffset;
    nextOffset += RecordLayout.recordBytes(recordLength);
    kind = recordKind;
    length = recordLength;
    position = recordPosition;
    timestampMillis = recordTimestamp;
    previousCrc = RecordLayout.crcAt(window, at);
    if (kind == RecordLayout.COMMAND) {
      commandCrc = previousCrc;
    }
    return true;
  }

  private static boolean plausible(int kind, int length) {
    return kind >= RecordLayout.COMMAND
        && kind <= RecordLayout.SEAL
        && length >= 0
        && length <= CommandLog.COMMAND_BYTES_MAX;
  }

  /** Brings bytes of the file into the window; false if the file is shorter. */
  private boolean load(int offset, int count) throws IOException {
    if (offset + count > fileBytes) {
      return false;
    }
    if (offset < windowStart || offset + count > windowStart + window.limit()) {
      int size = Math.min(Math.max(count, WINDOW_BYTES), fileBytes - offset);
      if (window.capacity() < size) {
        window = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        windowView = new UnsafeBuffer(window);
      }
      window.clear().limit(size);
      if (file.read(window, offset) < size) {
        throw new IOException(name + " ended at offset " + offset + " while it was read");
      }
      window.flip();
      windowStart = offset;
    }
    return true;
  }

  /**
   * Looks at all that stands behind the last record.
   *
   * @return where the last byte that is not zero ends; {@link #nextOffset} if there is none
   * @throws JournalDamagedException if what stands there is more than a torn tail: the unfinished
   *     last write, of which no byte was acknowledged
   */
  int checkTail() throws IOException {
    int tail = nextOffset;
    int end = tail;
    for (int offset = tail; offset < fileBytes; offset += Long.BYTES) {
      if (!load(offset, Math.min(Long.BYTES, fileBytes - offset))) {
        break;
      }
      int blank = zerosFrom(offset);
      if (blank >= Long.BYTES) {
        offset += (blank & -Long.BYTES) - Long.BYTES;
        continue;
      }
      if (offset - tail >= JournalConfig.BATCH_BYTES_LIMIT) {
        throw new JournalDamagedException(
            name, offset, "there are bytes behind the end of the log at offset " + tail);
      }
      end = Math.min(offset + Long.BYTES, fileBytes);
      int synced = syncedOffsetOfRecordAt(offset);
      if (synced > tail || (synced >= 0 && offset == tail)) {
        throw new JournalDamagedException(
            name,
            tail,
            problem + ", yet the record at offset " + offset + " proves that this was synced");
      }
    }
    return end;
  }

  /** How many zeros follow in the window from an offset of the file. */
  private int zerosFrom(int offset) {
    int from = offset - windowStart;
    int at = from;
    while (at + Long.BYTES <= window.limit() && window.getLong(at) == 0) {
      at += Long.BYTES;
    }
    return at - from;
  }

  /** The synced offset that a record at this offset states; -1 if there is no sound record. */
  private int syncedOffsetOfRecordAt(int offset) throws IOException {
    if (!load(offset, RecordLayout.HEADER_BYTES)) {
      return -1;
    }
    int at = offset - windowStart;
    int recordLength = RecordLayout.lengthAt(window, at);
    if (!plausible(RecordLayout.kindAt(window, at), recordLength)
        || !load(offset, RecordLayout.recordBytes(recordLength))) {
      return -1;
    }
    at = offset - windowStart;
    return RecordLayout.crcHolds(window, at, crc, header.salt(), offset)
        ? RecordLayout.syncedOffsetAt(window, at)
        : -1;
  }

  /** Holds the command at {@link #commandIndex}, until the next call of {@link #next}. */
  DirectBuffer buffer() {
    return windowView;
  }

  int commandIndex() {
    return recordOffset - windowStart + RecordLayout.HEADER_BYTES;
  }

  int commandLength() {
    return length;
  }

  int kind() {
    return kind;
  }

  /** Number of the last command read, or of the last before this segment. */
  long position() {
    return position;
  }

  long timestampMillis() {
    return timestampMillis;
  }

  /** CRC of the last command's record. */
  int commandCrc() {
    return commandCrc;
  }

  /** CRC of the last record of any kind, which the next one names. */
  int previousCrc() {
    return previousCrc;
  }

  /** Where the last record ends. */
  int nextOffset() {
    return nextOffset;
  }

  /** Why {@link #next} gave false. */
  String problem() {
    return problem;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
