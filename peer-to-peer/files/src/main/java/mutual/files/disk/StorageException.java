package mutual.files.disk;

import java.io.IOException;

/**
 * An outage of the disk: what it is, and a sentence that says so. Nothing that was verified is lost
 * by one; the share pauses until the reason is gone.
 */
public final class StorageException extends IOException {
  /** Why content cannot be read or written now. */
  public enum Reason {
    /** No space left, or a quota is used up. */
    DISK_FULL,
    /** The folder or its disk may only be read. */
    READ_ONLY,
    /** The folder, or its disk, is not there. */
    FOLDER_MISSING,
    /** A file is shorter than it was, gone, or replaced by something else. */
    FILE_CHANGED,
    /** A file, folder or link is in the way that is not this share's. */
    NOT_OURS,
    /** The system said something else. */
    FAILED
  }

  private final Reason reason;

  public StorageException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  public StorageException(Reason reason, String sentence, IOException cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
