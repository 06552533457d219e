package mutual.overlay.bencode;

/** Bytes that are not the bencoding of a value within the limits: where, and why. */
public final class BencodeException extends Exception {
  private final int offset;

  BencodeException(int offset, String reason) {
    // No stack trace: strangers can cause these by the thousand.
    super(reason + " at byte " + offset, null, false, false);
    this.offset = offset;
  }

  /** The byte, counted from the value's beginning, at which decoding stopped. */
  public int offset() {
    return offset;
  }
}
