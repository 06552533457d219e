package mutual.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The header of a segment file, little-endian, 64 bytes:
 *
 * <pre>
 *  0 long  "MUTJRNL1"
 *  8 int   version, 1
 * 12 int   length of this header, 64
 * 16 long  base position: number of commands in the log before this file
 * 24 long  salt, which every checksum in this file begins with
 * 32 long  timestamp of the last command before this file
 * 40 int   CRC32C of the last command record before this file, 0 in the first
 * 44 int   size of the file when it was allocated
 * 48       zeros
 * 60 int   CRC32C of bytes 0 to 60
 * </pre>
 *
 * @param lastCrc ties this file to the one before
 */
record SegmentLayout(
    long basePosition, long salt, long lastTimestampMillis, int lastCrc, int segmentBytes) {
  static final int HEADER_BYTES = 64;

  /** Room that is never given to commands: the header, one mark and the seal. */
  static final int OVERHEAD_BYTES = HEADER_BYTES + 2 * RecordLayout.HEADER_BYTES;

  private static final long MAGIC = 0x314C_4E52_4A54_554DL;
  private static final int VERSION = 1;
  private static final int CRC = 60;

  ByteBuffer toBytes() {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(MAGIC).putInt(VERSION).putInt(HEADER_BYTES);
    header.putLong(basePosition).putLong(salt).putLong(lastTimestampMillis);
    header.putInt(lastCrc).putInt(segmentBytes);
    header.putInt(CRC, crc(header));
    return header.clear();
  }

  /** Reads a header, or says what is wrong with it. */
  static SegmentLayout parse(String file, ByteBuffer header) throws JournalDamagedException {
    if (header.getLong(0) != MAGIC) {
      throw new JournalDamagedException(file, 0, "is not a segment of a log");
    }
    if (header.getInt(CRC) != crc(header)) {
      throw new JournalDamagedException(file, 0, "the header's checksum is wrong");
    }
    if (header.getInt(8) != VERSION || header.getInt(12) != HEADER_BYTES) {
      throw new JournalDamagedException(
          file, 8, "has version " + header.getInt(8) + ", this program reads " + VERSION);
    }
    return new SegmentLayout(
        header.getLong(16),
        header.getLong(24),
        header.getLong(32),
        header.getInt(40),
        header.getInt(44));
  }

  /** What the first record of the segment names as the CRC before it. */
  int headerCrc() {
    return toBytes().getInt(CRC);
  }

  private static int crc(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().position(0).limit(CRC));
    return (int) crc.getValue();
  }
}
