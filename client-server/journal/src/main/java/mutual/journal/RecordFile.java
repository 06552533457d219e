package mutual.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A small durable list of records in one file: what {@link #append} has returned from is there
 * after any crash. For journals that are short and rarely written, such as a cash machine's.
 */
public final class RecordFile implements Closeable {
  private RecordFile() {}

  /** Opens or creates a file, cutting off a record that a crash left half written. */
  public static RecordFile open(FileSystem files, Path file) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The records in the file, oldest first. */
  public List<byte[]> records() {
    throw new UnsupportedOperationException();
  }

  /** Adds a record; it is durable when this returns. After a failure nothing more is taken. */
  public void append(byte[] record) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Replaces all records in one step, so that the file does not grow forever. */
  public void rewrite(List<byte[]> records) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
