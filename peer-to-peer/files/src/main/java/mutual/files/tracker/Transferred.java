package mutual.files.tracker;

/**
 * What a share has moved since it was started, as trackers count it.
 *
 * @param uploadedBytes given to others
 * @param downloadedBytes had from others
 * @param leftBytes still missing; 0 only if the share is complete, so any other number while the
 *     length is not known
 */
public record Transferred(long uploadedBytes, long downloadedBytes, long leftBytes) {
  public Transferred {
    if (uploadedBytes < 0 || downloadedBytes < 0 || leftBytes < 0) {
      throw new IllegalArgumentException("less than no bytes");
    }
  }

  /** Whether nothing is missing. */
  public boolean complete() {
    return leftBytes == 0;
  }
}
