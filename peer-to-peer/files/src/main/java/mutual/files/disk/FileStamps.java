package mutual.files.disk;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import mutual.files.disk.FileSystem.Status;

/**
 * The size and time of each file when we last looked, by which changes behind our back are noticed.
 * Of files that we write ourselves they expire. Safe for use by many threads.
 */
final class FileStamps {
  private final long[] sizes;
  private final long[] modified;
  private final BitSet expired = new BitSet();
  private final BitSet renewing = new BitSet();

  FileStamps(int files) {
    sizes = new long[files];
    modified = new long[files];
    Arrays.fill(sizes, -1);
    expired.set(0, files);
  }

  /** Takes the stamps of a snapshot. */
  synchronized void set(StateFile state) {
    System.arraycopy(state.sizes(), 0, sizes, 0, sizes.length);
    System.arraycopy(state.modified(), 0, modified, 0, modified.length);
    expired.clear();
  }

  synchronized void expire(int file) {
    expired.set(file);
  }

  /** Whether a file that we have not written since we last looked is another than then. */
  synchronized boolean differs(int file, Optional<Status> now) {
    return !expired.get(file)
        && !renewing.get(file)
        && (now.isEmpty()
            ? sizes[file] >= 0
            : now.get().size() != sizes[file] || now.get().modifiedNanos() != modified[file]);
  }

  /** Looks at the files whose stamps have expired. */
  void renew(FileSystem disk, Layout layout) throws StorageException {
    BitSet outdated;
    synchronized (this) {
      // Before looking, so that a write meanwhile makes them expire again.
      outdated = (BitSet) expired.clone();
      expired.clear();
      renewing.or(outdated);
    }
    try {
      for (int i = outdated.nextSetBit(0); i >= 0; i = outdated.nextSetBit(i + 1)) {
        Optional<Status> now = disk.status(layout.path(i));
        synchronized (this) {
          sizes[i] = now.map(Status::size).orElse(-1L);
          modified[i] = now.map(Status::modifiedNanos).orElse(0L);
          renewing.clear(i);
        }
      }
    } catch (StorageException e) {
      synchronized (this) {
        expired.or(outdated);
        renewing.andNot(outdated);
      }
      throw e;
    }
  }

  synchronized long[] sizes() {
    return sizes.clone();
  }

  synchronized long[] modified() {
    return modified.clone();
  }
}
