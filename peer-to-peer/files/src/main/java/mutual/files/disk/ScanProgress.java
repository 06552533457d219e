package mutual.files.disk;

/** Hears how far a long reading or copying of files is. Called by one thread at a time. */
@FunctionalInterface
public interface ScanProgress {
  ScanProgress SILENT = (_, _) -> true;

  /** Returns whether to go on. */
  boolean at(long bytesDone, long bytesTotal);
}
