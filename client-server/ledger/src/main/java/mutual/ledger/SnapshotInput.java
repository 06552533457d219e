package mutual.ledger;

import java.io.DataInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Reads what {@link SnapshotOutput} wrote. */
final class SnapshotInput {
  private final DataInput in;
  private final ByteBuffer block = ByteBuffer.allocate(SnapshotOutput.BLOCK_BYTES).limit(0);
  private final CRC32C checksum = new CRC32C();

  SnapshotInput(DataInput in) {
    this.in = in;
  }

  long get() throws IOException {
    if (!block.hasRemaining()) {
      fill();
    }
    return block.getLong();
  }

  int getInt() throws IOException {
    long value = get();
    if (value != (int) value) {
      throw new IOException("the ledger's snapshot has a number out of range: " + value);
    }
    return (int) value;
  }

  int getCount(int max) throws IOException {
    int count = getInt();
    if (count < 0 || count > max) {
      throw new IOException(
          "the ledger's snapshot has a count of " + count + ", more than the " + max + " allowed");
    }
    return count;
  }

  void end() throws IOException {
    if (block.hasRemaining() || in.readInt() != 0) {
      throw new IOException("the ledger's snapshot does not end where it should");
    }
  }

  private void fill() throws IOException {
    int length = in.readInt();
    if (length <= 0 || length > SnapshotOutput.BLOCK_BYTES || length % Long.BYTES != 0) {
      throw new IOException("the ledger's snapshot has a block of " + length + " bytes");
    }
    in.readFully(block.array(), 0, length);
    checksum.reset();
    checksum.update(block.array(), 0, length);
    if (in.readInt() != (int) checksum.getValue()) {
      throw new IOException("the ledger's snapshot has a block with a wrong checksum");
    }
    block.position(0).limit(length);
  }
}
