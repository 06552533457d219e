package mutual.cashmachine.devices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import mutual.cashmachine.Cassette;
import mutual.journal.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the {@link Contents}. Every move is one step: after a power cut a note is where it was or
 * where it went, never in both places or none.
 */
public final class ContentsStore {
  private final @Nullable FileSystem files;
  private final Path file;
  private Contents contents;

  private ContentsStore(@Nullable FileSystem files, Path file, Contents contents) {
    this.files = files;
    this.file = file;
    this.contents = contents;
  }

  /** Contents that end with the process. */
  public static ContentsStore inMemory(List<Cassette> cassettes) {
    return new ContentsStore(null, Path.of("contents"), Contents.of(cassettes));
  }

  /**
   * Contents in a small file, which each move replaces as a whole.
   *
   * @param cassettes what a new machine starts with; ignored if the file exists
   */
  public static ContentsStore inFile(FileSystem files, Path file, List<Cassette> cassettes)
      throws IOException {
    if (!files.exists(file)) {
      ContentsStore store = new ContentsStore(files, file, Contents.of(cassettes));
      store.save(store.contents);
      return store;
    }
    try (FileSystem.OpenFile open = files.open(file)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(open.size()));
      open.read(bytes, 0);
      return new ContentsStore(files, file, Contents.decode(bytes.array()));
    } catch (IOException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  public synchronized Contents get() {
    return contents;
  }

  /** Moves something; durable when this returns. */
  public synchronized Contents move(UnaryOperator<Contents> change) {
    Contents changed = change.apply(contents);
    if (!changed.conserved()) {
      throw new IllegalStateException("notes appear or vanish: " + contents + " to " + changed);
    }
    try {
      save(changed);
    } catch (IOException e) {
      throw new UncheckedIOException("the simulated devices cannot keep their state", e);
    }
    contents = changed;
    return changed;
  }

  private void save(Contents changed) throws IOException {
    if (files == null) {
      return;
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileSystem.OpenFile open = files.create(fresh)) {
      open.write(ByteBuffer.wrap(changed.encode()), 0);
      open.sync();
    }
    files.rename(fresh, file);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      files.syncFolder(folder);
    }
  }
}
