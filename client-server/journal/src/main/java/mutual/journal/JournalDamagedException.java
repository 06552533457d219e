package mutual.journal;

import java.io.IOException;

/**
 * A file of the log is not what was once made durable there. Nothing has been changed; a person
 * decides, or a copy is restored.
 */
public final class JournalDamagedException extends IOException {
  private final String file;
  private final long offset;

  public JournalDamagedException(String file, long offset, String what) {
    super(file + " at offset " + offset + ": " + what);
    this.file = file;
    this.offset = offset;
  }

  public String file() {
    return file;
  }

  /** Where in the file the damage was noticed, in bytes. */
  public long offset() {
    return offset;
  }
}
