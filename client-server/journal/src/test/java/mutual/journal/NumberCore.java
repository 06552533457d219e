package mutual.journal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Remembers the number that each command begins with, the time it came and a hash of all: enough to
 * see whether a log gave back what it was given. The number {@link #BUG} makes it throw.
 */
final class NumberCore implements Core<Long> {
  static final long BUG = -1;

  private final List<Long> numbers = new ArrayList<>();
  private long hash;
  private long lastTimestampMillis;

  static byte[] command(long number, int length) {
    byte[] command = new byte[Math.max(Long.BYTES, length)];
    ByteBuffer buffer = ByteBuffer.wrap(command).putLong(number);
    while (buffer.hasRemaining()) {
      buffer.put((byte) (number * 31 + buffer.position()));
    }
    return command;
  }

  static byte[] command(long number) {
    return command(number, Long.BYTES);
  }

  List<Long> numbers() {
    return List.copyOf(numbers);
  }

  long hash() {
    return hash;
  }

  @Override
  public Long apply(long timestampMillis, DirectBuffer command, int offset, int length) {
    long number = command.getLong(offset, java.nio.ByteOrder.BIG_ENDIAN);
    if (number == BUG) {
      throw new IllegalStateException("a bug in the core");
    }
    if (timestampMillis < lastTimestampMillis) {
      throw new IllegalStateException("time went back");
    }
    lastTimestampMillis = timestampMillis;
    numbers.add(number);
    for (int i = 0; i < length; i++) {
      hash = hash * 1_000_003 + command.getByte(offset + i);
    }
    hash = hash * 1_000_003 + timestampMillis;
    return hash;
  }

  @Override
  public void writeSnapshot(DataOutput out) throws IOException {
    out.writeLong(hash);
    out.writeLong(lastTimestampMillis);
    out.writeInt(numbers.size());
    for (long number : numbers) {
      out.writeLong(number);
    }
  }

  @Override
  public void readSnapshot(DataInput in) throws IOException {
    hash = in.readLong();
    lastTimestampMillis = in.readLong();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      numbers.add(in.readLong());
    }
  }
}
