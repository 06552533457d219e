package mutual.files.torrent;

/** A torrent, magnet link or info dictionary that is refused; its message is a sentence why. */
public final class MalformedTorrentException extends Exception {
  public MalformedTorrentException(String sentence) {
    // No stack trace: strangers can cause these by the thousand.
    super(sentence, null, false, false);
  }
}
