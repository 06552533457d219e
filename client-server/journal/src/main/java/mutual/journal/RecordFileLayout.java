package mutual.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of a {@link RecordFile}, little-endian:
 *
 * <pre>
 *  0 long  "MUTRECS1"
 *  8 long  salt, which every checksum in this file begins with
 * 16 int   version, 1
 * 20 int   CRC32C of bytes 0 to 20
 * 24       records, each:
 *            int   CRC32C of: the salt, the record's offset in the file, the next field, the bytes
 *            int   number of bytes, plus 1
 *            the bytes, then zeros up to a multiple of 8
 *            long  slot: written after the record was synced; two CRC32C of the salt and the
 *                  slot's own offset
 * </pre>
 *
 * A record that is not whole is a torn tail if nothing behind it is sound: no record and no slot.
 * Otherwise it was synced once, and the file is damaged.
 */
record RecordFileLayout(long salt) {
  static final int HEADER_BYTES = 24;
  static final int SLOT_BYTES = 8;

  private static final long MAGIC = 0x3153_4345_5254_554DL;
  private static final int VERSION = 1;
  private static final int RECORD_HEADER_BYTES = 8;

  static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** What a record takes in the file, slot included. */
  static int recordBytes(byte[] record) {
    if (record.length > RecordFile.RECORD_BYTES_MAX) {
      throw new IllegalArgumentException("a record of " + record.length + " bytes");
    }
    return sizeInFile(record.length);
  }

  private static int sizeInFile(int length) {
    return ((RECORD_HEADER_BYTES + length + 7) & -8) + SLOT_BYTES;
  }

  ByteBuffer header() {
    ByteBuffer header = buffer(HEADER_BYTES).putLong(MAGIC).putLong(salt).putInt(VERSION);
    return header.putInt(headerCrc(header)).flip();
  }

  private static int headerCrc(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().position(0).limit(HEADER_BYTES - Integer.BYTES));
    return (int) crc.getValue();
  }

  static RecordFileLayout parse(String file, ByteBuffer bytes) throws JournalDamagedException {
    if (bytes.limit() < HEADER_BYTES || bytes.getLong(0) != MAGIC) {
      throw new JournalDamagedException(file, 0, "is not a file of records");
    }
    if (bytes.getInt(HEADER_BYTES - Integer.BYTES) != headerCrc(bytes)) {
      throw new JournalDamagedException(file, 0, "the header's checksum is wrong");
    }
    if (bytes.getInt(16) != VERSION) {
      throw new JournalDamagedException(file, 16, "has version " + bytes.getInt(16));
    }
    return new RecordFileLayout(bytes.getLong(8));
  }

  /** A record for this offset of the file, without its slot. */
  ByteBuffer record(int offset, byte[] record) {
    ByteBuffer bytes = buffer(recordBytes(record) - SLOT_BYTES);
    bytes.putInt(Integer.BYTES, record.length + 1);
    bytes.put(RECORD_HEADER_BYTES, record);
    bytes.putInt(0, recordCrc(bytes, 0, record.length, offset));
    return bytes;
  }

  /** The slot for this offset of the file. */
  ByteBuffer slot(int offset) {
    return buffer(SLOT_BYTES).putLong(slotValue(offset)).flip();
  }

  /** A file that has just these records, slots included. */
  ByteBuffer whole(List<byte[]> records, int size) {
    ByteBuffer content = buffer(size).put(header());
    for (byte[] record : records) {
      content.put(record(content.position(), record));
      content.putLong(slotValue(content.position()));
    }
    return content.flip();
  }

  List<byte[]> records(ByteBuffer file) {
    List<byte[]> records = new ArrayList<>();
    for (int at = HEADER_BYTES; soundAt(file, at); at += sizeInFile(lengthAt(file, at))) {
      byte[] record = new byte[lengthAt(file, at)];
      file.get(at + RECORD_HEADER_BYTES, record);
      records.add(record);
    }
    return records;
  }

  /** Where the last record ends, its slot included, provided that only a torn tail follows. */
  int soundEnd(String name, ByteBuffer file) throws JournalDamagedException {
    int end = HEADER_BYTES;
    while (soundAt(file, end)) {
      end += sizeInFile(lengthAt(file, end));
    }
    for (int at = end; at + Long.BYTES <= file.limit(); at += Long.BYTES) {
      if (file.getLong(at) == slotValue(at) || soundAt(file, at)) {
        throw new JournalDamagedException(
            name,
            end,
            "no sound record, yet what stands at offset " + at + " proves there was one");
      }
    }
    return end;
  }

  private boolean soundAt(ByteBuffer file, int at) {
    if (at + RECORD_HEADER_BYTES > file.limit()) {
      return false;
    }
    int length = lengthAt(file, at);
    return length >= 0
        && length <= RecordFile.RECORD_BYTES_MAX
        && at + sizeInFile(length) - SLOT_BYTES <= file.limit()
        && file.getInt(at) == recordCrc(file, at, length, at);
  }

  private static int lengthAt(ByteBuffer file, int at) {
    return file.getInt(at + Integer.BYTES) - 1;
  }

  private int recordCrc(ByteBuffer bytes, int at, int length, int offset) {
    CRC32C crc = new CRC32C();
    crc.update(buffer(2 * Long.BYTES).putLong(salt).putLong(offset).flip());
    int end = at + sizeInFile(length) - SLOT_BYTES;
    crc.update(bytes.duplicate().limit(end).position(at + Integer.BYTES));
    return (int) crc.getValue();
  }

  private long slotValue(int offset) {
    CRC32C crc = new CRC32C();
    crc.update(buffer(2 * Long.BYTES).putLong(offset).putLong(salt).flip());
    long first = crc.getValue();
    crc.update(buffer(Long.BYTES).putLong(~salt).flip());
    return first << Integer.SIZE | crc.getValue();
  }
}
