package mutual.files.disk;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mutual.files.disk.FileSystem.Access;
import mutual.files.disk.FileSystem.OpenFile;
import mutual.files.disk.FileSystem.Status;

/**
 * What has happened to a share since its last snapshot: eight bytes before a piece is written and
 * eight after, so that a killed process loses nothing that was written, at the price of two small
 * appends and no sync.
 *
 * <p>The bytes: the snapshot's generation (8), then entries: a piece's number, with the highest bit
 * set once the piece is written, and four that depend on it, its place and the generation. Reading
 * ends where they do not fit: at an entry torn, or left from before by a power cut. The time at
 * which the log was last written tells until when changes to the files may have been ours.
 *
 * <p>An entry of its own marks where the next snapshot begins: a process may be killed when that
 * snapshot is on the disk and its log is not, and then what follows the mark counts.
 */
final class ProgressLog {
  private static final int WRITTEN = 1 << 31;

  /** No piece has this number. */
  private static final int MARK = Integer.MAX_VALUE;

  private static final int HEAD_BYTES = 8;
  private static final int ENTRY_BYTES = 8;

  /**
   * What a log says.
   *
   * @param begun pieces that were about to be written, whether or not they then were
   * @param written pieces that were
   * @param modifiedNanos when it was last written
   */
  record Reading(BitSet begun, BitSet written, long modifiedNanos) {
    static final Reading NOTHING = new Reading(new BitSet(), new BitSet(), Long.MIN_VALUE);
  }

  private final OpenFiles files;
  private final Path path;
  private long generation;
  private long position;
  private boolean open;
  // Entries since a snapshot began; they belong to the log that follows it.
  private final List<Integer> sinceSnapshot = new ArrayList<>();
  private boolean inSnapshot;
  // Pieces begun and not yet written: they have to be in every log until they are.
  private final Set<Integer> inFlight = new LinkedHashSet<>();

  ProgressLog(OpenFiles files, Path path) {
    this.files = files;
    this.path = path;
  }

  /**
   * Reads what happened since the snapshot of a generation, in its log, or in the one before if
   * that is still there; another generation's says nothing.
   */
  Reading read(long generation, int pieces) throws StorageException {
    Optional<Status> status = files.disk().status(path);
    if (status.isEmpty() || status.get().size() < HEAD_BYTES) {
      return Reading.NOTHING;
    }
    int size = (int) Math.min(status.get().size(), Integer.MAX_VALUE - 64);
    ByteBuffer content = ByteBuffer.allocate(size);
    files.use(path, Access.READ, file -> file.read(content, 0));
    files.close(path);
    content.flip();
    if (content.remaining() < HEAD_BYTES) {
      return Reading.NOTHING;
    }
    long found = content.getLong();
    boolean before = found == generation - 1;
    if (found != generation && !before) {
      return Reading.NOTHING;
    }
    // The log before says something from its last mark on, if it has one.
    boolean counts = !before;
    BitSet begun = new BitSet();
    BitSet written = new BitSet();
    while (content.remaining() >= ENTRY_BYTES) {
      int at = content.position();
      int entry = content.getInt();
      int piece = entry & ~WRITTEN;
      if (content.getInt() != check(found, at, entry) || (piece >= pieces && entry != MARK)) {
        break;
      }
      if (entry == MARK) {
        counts = true;
        if (before) {
          begun.clear();
          written.clear();
        }
      } else if ((entry & WRITTEN) == 0) {
        begun.set(piece);
        written.clear(piece);
      } else if (begun.get(piece)) {
        written.set(piece);
      }
    }
    return counts ? new Reading(begun, written, status.get().modifiedNanos()) : Reading.NOTHING;
  }

  synchronized boolean isOpen() {
    return open;
  }

  synchronized void begin(int piece) throws StorageException {
    inFlight.add(piece);
    append(piece);
  }

  synchronized void written(int piece) throws StorageException {
    append(piece | WRITTEN);
    inFlight.remove(piece);
  }

  /** The piece could not be written, or not all of it. */
  synchronized void failed(int piece) {
    inFlight.remove(piece);
  }

  private void append(int entry) throws StorageException {
    if (inSnapshot) {
      sinceSnapshot.add(entry);
    }
    note(entry);
  }

  /** Appends to the log that is there now alone. */
  private void note(int entry) throws StorageException {
    if (open) {
      long at = position;
      ByteBuffer bytes = ByteBuffer.allocate(ENTRY_BYTES);
      bytes.putInt(entry).putInt(check(generation, at, entry)).flip();
      files.use(path, Access.WRITE, file -> file.write(bytes, at));
      position = at + ENTRY_BYTES;
    }
  }

  private static int check(long generation, long position, int entry) {
    long mixed = (generation * 31 + position) * 0x9E3779B97F4A7C15L + entry;
    return (int) ((mixed * 0x9E3779B97F4A7C15L) >>> 32);
  }

  /** From now on entries are remembered for the log after the snapshot, too. */
  synchronized void beginSnapshot() throws StorageException {
    note(MARK);
    for (int piece : inFlight) {
      note(piece);
    }
    inSnapshot = true;
    sinceSnapshot.clear();
    sinceSnapshot.addAll(inFlight);
  }

  /** Starts anew after a snapshot, with what came since it began. */
  synchronized void endSnapshot(long nextGeneration) throws StorageException {
    inSnapshot = false;
    generation = nextGeneration;
    ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + ENTRY_BYTES * sinceSnapshot.size());
    bytes.putLong(generation);
    for (int entry : sinceSnapshot) {
      int check = check(generation, bytes.position(), entry);
      bytes.putInt(entry).putInt(check);
    }
    position = bytes.position();
    sinceSnapshot.clear();
    // If that fails, as on a full disk, nothing may be appended until the next snapshot.
    open = false;
    files.use(path, Access.WRITE, file -> restart(file, bytes.flip()));
    open = true;
  }

  private static void restart(OpenFile file, ByteBuffer bytes) throws StorageException {
    file.truncate(0);
    file.write(bytes, 0);
  }

  synchronized void abandonSnapshot() {
    inSnapshot = false;
    sinceSnapshot.clear();
  }
}
