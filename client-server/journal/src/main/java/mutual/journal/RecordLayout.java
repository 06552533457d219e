package mutual.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes of a record in a segment, little-endian:
 *
 * <pre>
 *  0 int   CRC32C of: the segment's salt, this record's offset in the file, bytes 4 to the end
 *  4 int   length of the command
 *  8 long  position: number of this command since the log began, the first being 1; of a mark or
 *          seal: of the last command before it
 * 16 long  timestamp, milliseconds since 1970 UTC
 * 24 int   synced offset: everything in this file before it was synced when this was written
 * 28 int   CRC32C of the record before (of the segment header, for the first)
 * 32 int   kind: 1 command, 2 mark, 3 seal
 * 36 int   0
 * 40       the command, then zeros up to a multiple of 8
 * </pre>
 *
 * A record can be checked on its own (first CRC), and as the successor of the one before it (second
 * CRC). The first kind of check finds, beyond a damaged place, records that prove by their synced
 * offset that the place was once whole on disk.
 */
final class RecordLayout {
  static final int HEADER_BYTES = 40;
  static final int COMMAND = 1;
  static final int MARK = 2;
  static final int SEAL = 3;

  private static final int CRC = 0;
  private static final int LENGTH = 4;
  private static final int POSITION = 8;
  private static final int TIMESTAMP = 16;
  private static final int SYNCED_OFFSET = 24;
  private static final int PREVIOUS_CRC = 28;
  private static final int KIND = 32;
  private static final int ZERO = 36;

  private RecordLayout() {}

  /** What a command of this length takes in a segment. */
  static int recordBytes(int commandLength) {
    return (HEADER_BYTES + commandLength + 7) & -8;
  }

  static int crcAt(ByteBuffer buffer, int at) {
    return buffer.getInt(at + CRC);
  }

  static int lengthAt(ByteBuffer buffer, int at) {
    return buffer.getInt(at + LENGTH);
  }

  static long positionAt(ByteBuffer buffer, int at) {
    return buffer.getLong(at + POSITION);
  }

  static long timestampAt(ByteBuffer buffer, int at) {
    return buffer.getLong(at + TIMESTAMP);
  }

  static int syncedOffsetAt(ByteBuffer buffer, int at) {
    return buffer.getInt(at + SYNCED_OFFSET);
  }

  static int previousCrcAt(ByteBuffer buffer, int at) {
    return buffer.getInt(at + PREVIOUS_CRC);
  }

  static int kindAt(ByteBuffer buffer, int at) {
    return buffer.getInt(at + KIND);
  }

  /**
   * Writes a record at {@code at} of the buffer, which will stand at {@code fileOffset} of the
   * file; returns its CRC.
   */
  static int put(
      ByteBuffer buffer,
      int at,
      CRC32C crc,
      long salt,
      int fileOffset,
      int kind,
      long position,
      long timestampMillis,
      int syncedOffset,
      int previousCrc,
      byte[] command,
      int commandOffset,
      int length) {
    int end = at + recordBytes(length);
    buffer.putInt(at + LENGTH, length);
    buffer.putLong(at + POSITION, position);
    buffer.putLong(at + TIMESTAMP, timestampMillis);
    buffer.putInt(at + SYNCED_OFFSET, syncedOffset);
    buffer.putInt(at + PREVIOUS_CRC, previousCrc);
    buffer.putInt(at + KIND, kind);
    buffer.putInt(at + ZERO, 0);
    buffer.put(at + HEADER_BYTES, command, commandOffset, length);
    for (int i = at + HEADER_BYTES + length; i < end; i++) {
      buffer.put(i, (byte) 0);
    }
    int value = crc(buffer, at, end, crc, salt, fileOffset);
    buffer.putInt(at + CRC, value);
    return value;
  }

  /** True if the CRC of the record at {@code at}, whose length is known to fit, is right. */
  static boolean crcHolds(ByteBuffer buffer, int at, CRC32C crc, long salt, int fileOffset) {
    int end = at + recordBytes(lengthAt(buffer, at));
    return crcAt(buffer, at) == crc(buffer, at, end, crc, salt, fileOffset);
  }

  private static int crc(
      ByteBuffer buffer, int at, int end, CRC32C crc, long salt, int fileOffset) {
    crc.reset();
    updateLong(crc, salt);
    updateLong(crc, fileOffset);
    ByteBuffer view = buffer.duplicate();
    view.limit(end).position(at + LENGTH);
    crc.update(view);
    return (int) crc.getValue();
  }

  private static void updateLong(CRC32C crc, long value) {
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      crc.update((int) (value >>> shift));
    }
  }
}
