package mutual.files.disk;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import mutual.files.disk.StorageException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory, for simulations and tests. It remembers what has been forced, and {@link
 * #cutPower} takes away of the rest what chance says, as a real one may.
 */
public final class MemoryFileSystem implements FileSystem {
  private static final int PAGE_BYTES = 4096;

  /** Something at a path; its bytes are kept twice, as written and as forced. */
  private static final class Entry {
    final Kind kind;
    byte[] bytes = new byte[0];
    byte[] forced = new byte[0];
    int size;
    int forcedSize;
    long modifiedNanos;

    Entry(Kind kind, long modifiedNanos) {
      this.kind = kind;
      this.modifiedNanos = modifiedNanos;
    }
  }

  private final LongSupplier nanos;
  private final long capacityBytes;
  // Guarded by this, entries included.
  private final Map<Path, Entry> entries = new TreeMap<>();
  private long usedBytes;

  /**
   * An empty disk with some folders.
   *
   * @param nanos gives the times of files
   */
  public MemoryFileSystem(long capacityBytes, LongSupplier nanos, Path... folders) {
    this.capacityBytes = capacityBytes;
    this.nanos = nanos;
    for (Path folder : folders) {
      for (Path step = folder; step != null; step = step.getParent()) {
        entries.putIfAbsent(step, new Entry(Kind.FOLDER, nanos.getAsLong()));
      }
    }
  }

  @Override
  public synchronized OpenFile open(Path file, Access access) throws StorageException {
    Entry entry = entries.get(file);
    if (entry == null && access == Access.READ) {
      throw new StorageException(Reason.FILE_CHANGED, file + " is not there any more.");
    }
    if (entry == null) {
      createFile(file, access == Access.WRITE_EXECUTABLE);
      entry = entries.get(file);
    }
    if (entry == null || entry.kind != Kind.FILE) {
      throw new StorageException(Reason.NOT_OURS, file + " is not a regular file.");
    }
    return new MemoryFile(entry);
  }

  private final class MemoryFile implements OpenFile {
    private final Entry entry;

    MemoryFile(Entry entry) {
      this.entry = entry;
    }

    @Override
    public int read(ByteBuffer target, long position) {
      synchronized (MemoryFileSystem.this) {
        int count = (int) Math.max(0, Math.min(target.remaining(), entry.size - position));
        if (count > 0) {
          target.put(entry.bytes, (int) position, count);
        }
        return count;
      }
    }

    @Override
    public void write(ByteBuffer source, long position) throws StorageException {
      synchronized (MemoryFileSystem.this) {
        int at = Math.toIntExact(position);
        while (source.hasRemaining()) {
          int count = Math.min(source.remaining(), PAGE_BYTES);
          grow(entry, at + count);
          source.get(entry.bytes, at, count);
          at += count;
          entry.modifiedNanos = nanos.getAsLong();
        }
      }
    }

    @Override
    public void truncate(long size) {
      synchronized (MemoryFileSystem.this) {
        if (size < entry.size) {
          Arrays.fill(entry.bytes, (int) size, entry.size, (byte) 0);
          usedBytes -= entry.size - size;
          entry.size = (int) size;
          entry.modifiedNanos = nanos.getAsLong();
        }
      }
    }

    @Override
    public void force() {
      synchronized (MemoryFileSystem.this) {
        entry.forced = Arrays.copyOf(entry.bytes, entry.size);
        entry.forcedSize = entry.size;
      }
    }

    @Override
    public void close() {}
  }

  private void grow(Entry entry, int size) throws StorageException {
    if (size > entry.size) {
      if (usedBytes + size - entry.size > capacityBytes) {
        throw new StorageException(Reason.DISK_FULL, "The disk in memory is full.");
      }
      usedBytes += size - entry.size;
      if (size > entry.bytes.length) {
        entry.bytes = Arrays.copyOf(entry.bytes, Math.max(size, 2 * entry.bytes.length));
      }
      entry.size = size;
    }
  }

  @Override
  public synchronized Optional<Status> status(Path path) {
    return Optional.ofNullable(entries.get(path))
        .map(entry -> new Status(entry.kind, entry.size, entry.modifiedNanos));
  }

  @Override
  public synchronized void createFolder(Path folder) throws StorageException {
    add(folder, Kind.FOLDER);
  }

  @Override
  public synchronized void createFile(Path file, boolean executable) throws StorageException {
    add(file, Kind.FILE);
  }

  /** Puts a link, or something stranger, at a path. */
  public synchronized void create(Path path, Kind kind) throws StorageException {
    add(path, kind);
  }

  private void add(Path path, Kind kind) throws StorageException {
    if (entries.containsKey(path)) {
      throw new StorageException(Reason.NOT_OURS, path + " is there already.");
    }
    Entry parent = entries.get(path.getParent());
    if (parent == null || parent.kind != Kind.FOLDER) {
      throw new StorageException(Reason.FOLDER_MISSING, path.getParent() + " is not there.");
    }
    entries.put(path, new Entry(kind, nanos.getAsLong()));
  }

  @Override
  public synchronized void replace(Path file, byte[] content) throws StorageException {
    Entry next = new Entry(Kind.FILE, nanos.getAsLong());
    grow(next, content.length);
    System.arraycopy(content, 0, next.bytes, 0, content.length);
    next.forced = content.clone();
    next.forcedSize = content.length;
    Entry last = entries.put(file, next);
    usedBytes -= last == null ? 0 : last.size;
  }

  @Override
  public synchronized boolean move(Path from, Path to) throws StorageException {
    if (entries.containsKey(to)) {
      throw new StorageException(Reason.NOT_OURS, to + " is in the way.");
    }
    Map<Path, Entry> moved = new HashMap<>();
    entries
        .entrySet()
        .removeIf(
            entry -> {
              if (!entry.getKey().startsWith(from)) {
                return false;
              }
              Path rest = from.relativize(entry.getKey());
              moved.put(entry.getKey().equals(from) ? to : to.resolve(rest), entry.getValue());
              return true;
            });
    entries.putAll(moved);
    return true;
  }

  @Override
  public synchronized boolean delete(Path path) {
    Entry entry = entries.get(path);
    if (entry == null) {
      return true;
    }
    boolean used = entries.keySet().stream().anyMatch(other -> path.equals(other.getParent()));
    if (used) {
      return false;
    }
    entries.remove(path);
    usedBytes -= entry.size;
    return true;
  }

  @Override
  public synchronized boolean forceAll(Path folder) {
    for (Entry entry : entries.values()) {
      entry.forced = Arrays.copyOf(entry.bytes, entry.size);
      entry.forcedSize = entry.size;
    }
    return true;
  }

  @Override
  public synchronized long usableBytes(Path folder) {
    return capacityBytes - usedBytes;
  }

  /** Everything written since it was forced is lost, page by page, as chance says. */
  public synchronized void cutPower(Random chance) {
    for (Entry entry : entries.values()) {
      if (entry.kind != Kind.FILE) {
        continue;
      }
      int size = chance.nextBoolean() ? entry.size : entry.forcedSize;
      byte[] left = Arrays.copyOf(entry.forced, size);
      for (int at = 0; at < size; at += PAGE_BYTES) {
        if (chance.nextBoolean()) {
          int end = Math.min(at + PAGE_BYTES, Math.min(size, entry.size));
          System.arraycopy(entry.bytes, at, left, at, Math.max(0, end - at));
        }
      }
      usedBytes += size - entry.size;
      entry.bytes = left;
      entry.size = size;
      entry.forced = left.clone();
      entry.forcedSize = size;
    }
  }

  /** Turns one bit of a file. */
  public synchronized void flipBit(Path file, long position, int bit) {
    Entry entry = entries.get(file);
    if (entry != null && position < entry.size) {
      entry.bytes[(int) position] ^= (byte) (1 << bit);
    }
  }

  /** A file's bytes, or null if there is no such file. */
  public synchronized byte @Nullable [] content(Path file) {
    Entry entry = entries.get(file);
    return entry == null || entry.kind != Kind.FILE ? null : Arrays.copyOf(entry.bytes, entry.size);
  }
}
