package mutual.ledger;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Writes longs in blocks: length in bytes (int), the bytes, CRC-32C of them (int). A block of
 * length zero ends it.
 */
final class SnapshotOutput {
  static final int BLOCK_BYTES = 1 << 16;

  private final DataOutput out;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
  private final CRC32C checksum = new CRC32C();

  SnapshotOutput(DataOutput out) {
    this.out = out;
  }

  void put(long value) throws IOException {
    if (!block.hasRemaining()) {
      flush();
    }
    block.putLong(value);
  }

  void end() throws IOException {
    if (block.position() > 0) {
      flush();
    }
    out.writeInt(0);
  }

  private void flush() throws IOException {
    checksum.reset();
    checksum.update(block.array(), 0, block.position());
    out.writeInt(block.position());
    out.write(block.array(), 0, block.position());
    out.writeInt((int) checksum.getValue());
    block.clear();
  }
}
