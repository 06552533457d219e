package mutual.files.disk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mutual.files.disk.FileSystem.Access;
import mutual.files.disk.FileSystem.OpenFile;
import org.jspecify.annotations.Nullable;

/**
 * The files that are open, at most so many at once for all shares together; the one that was used
 * longest ago is closed first. Those in use at the moment are never closed, so that many users at
 * once can exceed the cap by their number.
 */
public final class OpenFiles implements AutoCloseable {
  /** Enough for many shares, and below the usual 1024 descriptors of a process. */
  public static final int FILES_MAX = 400;

  private record Key(Path path, boolean writable) {}

  private static final class Entry {
    // Guarded by the monitor of the OpenFiles.
    int users;
    boolean dropped;
    // Guarded by the entry's own monitor.
    @Nullable OpenFile file;

    synchronized OpenFile opened(FileSystem disk, Path path, Access access)
        throws StorageException {
      OpenFile open = file;
      if (open == null) {
        open = disk.open(path, access);
        file = open;
      }
      return open;
    }

    synchronized void close() {
      if (file != null) {
        file.close();
        file = null;
      }
    }
  }

  /** Something to be done with an open file. */
  interface Use {
    void with(OpenFile file) throws StorageException;
  }

  private final FileSystem disk;
  private final int filesMax;
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  public OpenFiles(FileSystem disk, int filesMax) {
    this.disk = disk;
    this.filesMax = filesMax;
  }

  public FileSystem disk() {
    return disk;
  }

  void use(Path path, Access access, Use use) throws StorageException {
    Key key = new Key(path, access != Access.READ);
    Entry entry = acquire(key);
    try {
      use.with(entry.opened(disk, path, access));
    } finally {
      release(entry);
    }
  }

  private Entry acquire(Key key) {
    List<Entry> idle = List.of();
    Entry entry;
    synchronized (this) {
      entry = entries.computeIfAbsent(key, _ -> new Entry());
      entry.users++;
      if (entries.size() > filesMax) {
        idle = dropIdle(entries.size() - filesMax);
      }
    }
    idle.forEach(Entry::close);
    return entry;
  }

  private List<Entry> dropIdle(int count) {
    List<Entry> idle = new ArrayList<>(count);
    Iterator<Entry> oldest = entries.values().iterator();
    while (oldest.hasNext() && idle.size() < count) {
      Entry entry = oldest.next();
      if (entry.users == 0) {
        oldest.remove();
        entry.dropped = true;
        idle.add(entry);
      }
    }
    return idle;
  }

  private void release(Entry entry) {
    boolean last;
    synchronized (this) {
      last = --entry.users == 0 && entry.dropped;
    }
    if (last) {
      entry.close();
    }
  }

  /** Closes a file, or all files in a folder, as soon as nobody uses them. */
  void close(Path pathOrFolder) {
    List<Entry> idle = new ArrayList<>();
    synchronized (this) {
      entries
          .entrySet()
          .removeIf(
              entry -> {
                if (!entry.getKey().path().startsWith(pathOrFolder)) {
                  return false;
                }
                entry.getValue().dropped = true;
                if (entry.getValue().users == 0) {
                  idle.add(entry.getValue());
                }
                return true;
              });
    }
    idle.forEach(Entry::close);
  }

  /** How many files are open or about to be. */
  public synchronized int count() {
    return entries.size();
  }

  @Override
  public void close() {
    List<Entry> all;
    synchronized (this) {
      all = new ArrayList<>(entries.values());
      all.forEach(entry -> entry.dropped = true);
      entries.clear();
      all.removeIf(entry -> entry.users > 0);
    }
    all.forEach(Entry::close);
  }
}
