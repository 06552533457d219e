package mutual.files.torrent;

/**
 * What BEP 47 says of a file besides its bytes.
 *
 * @param executable {@code x}
 * @param hidden {@code h}
 * @param symlink {@code l}; we show such files but never make or follow the link
 */
public record FileAttributes(boolean executable, boolean hidden, boolean symlink) {
  public static final FileAttributes NONE = new FileAttributes(false, false, false);
  public static final FileAttributes EXECUTABLE = new FileAttributes(true, false, false);

  /** Of the letters in an {@code attr}; unknown ones are ignored, as BEP 47 wants. */
  static FileAttributes of(String letters) {
    return new FileAttributes(letters.contains("x"), letters.contains("h"), letters.contains("l"));
  }

  /** The letters, in alphabetical order; empty if there are none. */
  String letters() {
    return (hidden ? "h" : "") + (symlink ? "l" : "") + (executable ? "x" : "");
  }
}
