package mutual.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** A file of {@link FaultyFileSystem}: what reading shows, what is durable, and the difference. */
final class MemoryFile {
  private static final int SECTOR_BYTES = 512;

  private byte[] shown = new byte[0];
  private int size;
  private byte[] durable = new byte[0];
  private int durableSize;
  private final List<Change> unsynced = new ArrayList<>();

  /** Bytes written at a position or, with none, a truncation to that position. */
  private record Change(int position, byte[] bytes, boolean truncation) {}

  long size() {
    return size;
  }

  int read(ByteBuffer into, long position) {
    int count = (int) Math.max(0, Math.min(into.remaining(), size - position));
    if (count > 0) {
      into.put(shown, (int) position, count);
    }
    return count;
  }

  void write(long position, byte[] bytes) {
    int at = Math.toIntExact(position);
    shown = put(shown, at, bytes, 0, bytes.length);
    size = Math.max(size, at + bytes.length);
    unsynced.add(new Change(at, bytes, false));
  }

  void truncate(long newSize) {
    int to = Math.toIntExact(newSize);
    if (to < size) {
      Arrays.fill(shown, to, size, (byte) 0);
      size = to;
      unsynced.add(new Change(to, new byte[0], true));
    }
  }

  void sync() {
    unsynced.forEach(this::persist);
    unsynced.clear();
  }

  /** A failed sync: some sectors reached the disk, and nobody will try the others again. */
  void syncInPart(RandomGenerator random) {
    unsynced.forEach(change -> persistInPart(change, random));
    unsynced.clear();
  }

  /** Only what is durable remains, with whatever else happened to reach the disk. */
  void losePower(RandomGenerator random) {
    switch (random.nextInt(4)) {
      case 0 -> unsynced.clear();
      case 1 -> sync();
      case 2 -> {
        int kept = random.nextInt(unsynced.size() + 1);
        unsynced.subList(kept, unsynced.size()).clear();
        if (kept > 0) {
          Change last = unsynced.removeLast();
          sync();
          persistInPart(last, random);
        }
      }
      default -> unsynced.forEach(change -> persistInPart(change, random));
    }
    unsynced.clear();
    shown = durable.clone();
    size = durableSize;
  }

  void flip(long bit) throws IOException {
    int at = Math.toIntExact(bit / Byte.SIZE);
    if (at >= size || at >= durableSize) {
      throw new IOException("no durable bit " + bit);
    }
    byte mask = (byte) (1 << (bit % Byte.SIZE));
    shown[at] ^= mask;
    durable[at] ^= mask;
  }

  MemoryFile copy() {
    MemoryFile copy = new MemoryFile();
    copy.write(0, contents());
    copy.sync();
    return copy;
  }

  byte[] contents() {
    return Arrays.copyOf(shown, size);
  }

  private void persist(Change change) {
    if (change.truncation) {
      durableSize = Math.min(durableSize, change.position);
      if (durable.length > change.position) {
        Arrays.fill(durable, change.position, durable.length, (byte) 0);
      }
    } else {
      durable = put(durable, change.position, change.bytes, 0, change.bytes.length);
      durableSize = Math.max(durableSize, change.position + change.bytes.length);
    }
  }

  private void persistInPart(Change change, RandomGenerator random) {
    if (change.truncation) {
      if (random.nextBoolean()) {
        persist(change);
      }
      return;
    }
    int from = 0;
    while (from < change.bytes.length) {
      int sectorEnd = SECTOR_BYTES - (change.position + from) % SECTOR_BYTES;
      int length = Math.min(change.bytes.length - from, sectorEnd);
      int kept =
          switch (random.nextInt(5)) {
            case 0, 1 -> 0;
            case 2 -> random.nextInt(length + 1);
            default -> length;
          };
      durable = put(durable, change.position + from, change.bytes, from, kept);
      durableSize = Math.max(durableSize, change.position + from + kept);
      from += length;
    }
  }

  private static byte[] put(byte[] into, int at, byte[] bytes, int from, int length) {
    byte[] target = into;
    if (at + length > into.length) {
      target = Arrays.copyOf(into, Math.max(at + length, Math.min(2 * into.length, 1 << 26)));
    }
    System.arraycopy(bytes, from, target, at, length);
    return target;
  }
}
