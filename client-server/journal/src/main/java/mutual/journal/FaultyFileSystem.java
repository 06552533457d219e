package mutual.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Files in memory that fail as badly as a disk may, on demand and from a seeded random: what the
 * simulations and crash tests run on.
 *
 * <ul>
 *   <li>Power cut ({@link #cutPower}, {@link #cutPowerAt}): until {@link #restart}, every operation
 *       fails. Then only what was synced is surely there; of what was written since, any sectors
 *       are, each wholly, in part or not; of the names created, renamed and deleted since the
 *       folder was synced, any are.
 *   <li>Process killed ({@link #killProcess}): open files and locks are gone, all bytes stay.
 *   <li>{@link #failSyncs}: the sync fails and what it was to make durable may be lost for good,
 *       although reading shows it and later syncs succeed, as on Linux.
 *   <li>{@link #failWrites}, {@link #capacity} (disk full), {@link #flipBit}.
 * </ul>
 *
 * Safe for use by several threads.
 */
public final class FaultyFileSystem implements FileSystem {
  private static final long NEVER = Long.MAX_VALUE;

  private final RandomGenerator random;
  private final Map<Path, MemoryFile> names = new TreeMap<>();
  private final Map<Path, MemoryFile> durableNames = new TreeMap<>();
  private final List<NameChange> nameChanges = new ArrayList<>();
  private final Set<Path> locks = new HashSet<>();
  private long operations;
  private long powerCutAt = NEVER;
  private long capacity = NEVER;
  private int syncsToFail;
  private int writesToFail;
  private boolean powerOff;
  private int life;

  public FaultyFileSystem(RandomGenerator random) {
    this.random = random;
  }

  /** Other files with the same bytes, all of them durable, and no faults. */
  public synchronized FaultyFileSystem copy(RandomGenerator randomOfCopy) {
    FaultyFileSystem copy = new FaultyFileSystem(randomOfCopy);
    names.forEach((name, file) -> copy.names.put(name, file.copy()));
    copy.durableNames.putAll(copy.names);
    return copy;
  }

  /** Thrown by whatever runs when the power is cut, and from then on until the restart. */
  public static final class PowerCutException extends IOException {
    PowerCutException() {
      super("power cut");
    }
  }

  /** Cuts the power in the middle of the operation that has this number, counted from now as 1. */
  public synchronized void cutPowerAt(long operation) {
    powerCutAt = operations + operation;
  }

  public synchronized void cutPower() {
    powerOff = true;
  }

  public synchronized boolean powerIsCut() {
    return powerOff;
  }

  /** The power is back: what survived of the unsynced is settled now, by the random. */
  public synchronized void restart() {
    for (NameChange change : nameChanges) {
      if (random.nextBoolean()) {
        change.applyTo(durableNames);
      }
    }
    nameChanges.clear();
    names.clear();
    names.putAll(durableNames);
    names.values().stream().distinct().forEach(file -> file.losePower(random));
    killProcess();
  }

  /**
   * Ends the process that used these files, not the machine: nothing written is lost, synced or
   * not. After {@link #cutPowerAt} has struck, it is as if the process had ended there.
   */
  public synchronized void killProcess() {
    locks.clear();
    life++;
    powerOff = false;
    powerCutAt = NEVER;
  }

  /** The next so many syncs fail. */
  public synchronized void failSyncs(int count) {
    syncsToFail = count;
  }

  /** The next so many writes fail. */
  public synchronized void failWrites(int count) {
    writesToFail = count;
  }

  /** Bytes that all files together may take; more fail as on a full disk. */
  public synchronized void capacity(long bytes) {
    capacity = bytes;
  }

  /** Bytes that all files take together. */
  public synchronized long usedBytes() {
    return names.values().stream().distinct().mapToLong(MemoryFile::size).sum();
  }

  /** Turns one bit of a file over, durably. */
  public synchronized void flipBit(Path file, long bit) throws IOException {
    existing(file).flip(bit);
  }

  /** What reading a file gives now. */
  public synchronized byte[] contents(Path file) throws IOException {
    return existing(file).contents();
  }

  @Override
  public void createFolders(Path folder) {}

  @Override
  public synchronized List<String> list(Path folder) throws IOException {
    requirePower();
    return names.keySet().stream()
        .filter(file -> folder.equals(file.getParent()))
        .map(file -> String.valueOf(file.getFileName()))
        .sorted()
        .toList();
  }

  @Override
  public synchronized boolean exists(Path file) throws IOException {
    requirePower();
    return names.containsKey(file);
  }

  @Override
  public synchronized long size(Path file) throws IOException {
    requirePower();
    return existing(file).size();
  }

  @Override
  public synchronized OpenFile create(Path file) throws IOException {
    MemoryFile created = new MemoryFile();
    change(new NameChange(file, created, null));
    return new Handle(created, life);
  }

  @Override
  public synchronized OpenFile open(Path file) throws IOException {
    requirePower();
    return new Handle(existing(file), life);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    change(new NameChange(to, existing(from), from));
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    if (names.containsKey(file)) {
      change(new NameChange(file, null, null));
    }
  }

  private void change(NameChange change) throws IOException {
    boolean cut = startOperation();
    change.applyTo(names);
    nameChanges.add(change);
    endOperation(cut);
  }

  @Override
  public synchronized void syncFolder(Path folder) throws IOException {
    boolean cut = startOperation();
    failSyncIfDue();
    if (!cut || random.nextBoolean()) {
      for (NameChange change : nameChanges) {
        if (folder.equals(change.name.getParent())) {
          change.applyTo(durableNames);
        }
      }
      nameChanges.removeIf(change -> folder.equals(change.name.getParent()));
    }
    endOperation(cut);
  }

  @Override
  public synchronized long usableBytes(Path folder) {
    return Math.max(0, capacity - usedBytes());
  }

  @Override
  public synchronized Closeable lock(Path file) throws IOException {
    requirePower();
    if (!locks.add(file)) {
      throw new IOException(file + " is locked");
    }
    int lockedIn = life;
    return () -> unlock(file, lockedIn);
  }

  private synchronized void unlock(Path file, int lockedIn) {
    if (lockedIn == life) {
      locks.remove(file);
    }
  }

  private MemoryFile existing(Path file) throws IOException {
    MemoryFile found = names.get(file);
    if (found == null) {
      throw new NoSuchFileException(file.toString());
    }
    return found;
  }

  private void requirePower() throws IOException {
    if (powerOff) {
      throw new PowerCutException();
    }
  }

  /** True if the power is cut in the middle of this operation. */
  private boolean startOperation() throws IOException {
    requirePower();
    operations++;
    return operations >= powerCutAt;
  }

  private void endOperation(boolean cut) throws IOException {
    if (cut) {
      powerOff = true;
      throw new PowerCutException();
    }
  }

  private void failSyncIfDue() throws IOException {
    if (syncsToFail > 0) {
      syncsToFail--;
      throw new IOException("sync failed (injected)");
    }
  }

  /** A file created at, moved to, or ({@code file} null) deleted from a name. */
  private record NameChange(Path name, @Nullable MemoryFile file, @Nullable Path movedFrom) {
    void applyTo(Map<Path, MemoryFile> names) {
      if (movedFrom != null && names.get(movedFrom) == file) {
        names.remove(movedFrom);
      }
      if (file == null) {
        names.remove(name);
      } else {
        names.put(name, file);
      }
    }
  }

  /** An open file; of no use after the power cut or the end of the process that opened it. */
  private final class Handle implements OpenFile {
    private final MemoryFile file;
    private final int openedIn;

    Handle(MemoryFile file, int openedIn) {
      this.file = file;
      this.openedIn = openedIn;
    }

    @Override
    public long size() throws IOException {
      synchronized (FaultyFileSystem.this) {
        requireLife();
        return file.size();
      }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      synchronized (FaultyFileSystem.this) {
        requireLife();
        return file.read(into, position);
      }
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      synchronized (FaultyFileSystem.this) {
        requireLife();
        boolean cut = startOperation();
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        if (writesToFail > 0) {
          writesToFail--;
          file.write(position, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
          throw new IOException("write failed (injected)");
        }
        long growth = Math.max(0, position + bytes.length - file.size());
        if (growth > 0 && usedBytes() + growth > capacity) {
          throw new IOException("No space left on device");
        }
        file.write(position, bytes);
        endOperation(cut);
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (FaultyFileSystem.this) {
        requireLife();
        boolean cut = startOperation();
        file.truncate(size);
        endOperation(cut);
      }
    }

    @Override
    public void sync() throws IOException {
      synchronized (FaultyFileSystem.this) {
        requireLife();
        boolean cut = startOperation();
        if (syncsToFail > 0) {
          file.syncInPart(random);
        }
        failSyncIfDue();
        if (!cut || random.nextBoolean()) {
          file.sync();
        }
        endOperation(cut);
      }
    }

    @Override
    public void close() {}

    private void requireLife() throws IOException {
      requirePower();
      if (openedIn != life) {
        throw new IOException("the process that opened this file has ended");
      }
    }
  }
}
