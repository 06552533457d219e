package mutual.files.torrent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.BString;

/**
 * A file as one half of an info dictionary describes it.
 *
 * @param inTree whether version 2's half does
 * @param padding whether it only fills a piece up (BEP 47)
 * @param root of its tree of hashes, in version 2
 */
record FileEntry(
    List<String> path,
    long length,
    FileAttributes attributes,
    boolean inTree,
    boolean padding,
    Optional<Hash256> root) {
  static FileEntry inList(List<String> path, BDictionary file) throws MalformedTorrentException {
    String letters = file.string("attr").map(BString::text).orElse("");
    FileAttributes attributes = FileAttributes.of(letters);
    return new FileEntry(
        path, length(file, attributes), attributes, false, letters.contains("p"), Optional.empty());
  }

  static FileEntry inTree(List<String> path, BDictionary file) throws MalformedTorrentException {
    FileAttributes attributes =
        FileAttributes.of(file.string("attr").map(BString::text).orElse(""));
    long length = length(file, attributes);
    return new FileEntry(
        path, length, attributes, true, false, length == 0 ? Optional.empty() : root(file));
  }

  private static long length(BDictionary file, FileAttributes attributes)
      throws MalformedTorrentException {
    long length = file.integer("length").orElse(attributes.symlink() ? 0 : -1);
    if (length < 0) {
      throw InfoParser.refusal("has a file without a length, or of a negative one");
    }
    if (attributes.symlink() && length > 0) {
      throw InfoParser.refusal("has a symbolic link with content");
    }
    return length;
  }

  private static Optional<Hash256> root(BDictionary file) throws MalformedTorrentException {
    Optional<BString> root = file.string("pieces root");
    if (root.isEmpty() || root.get().length() != Hash256.LENGTH_BYTES) {
      throw InfoParser.refusal("has a file without a root of its hashes");
    }
    return root.map(bytes -> Hash256.of(bytes.bytes()));
  }

  /** A name that can be one step of a path; malformed UTF-8 becomes U+FFFD. */
  static String checkedName(BString bytes) throws MalformedTorrentException {
    String name = bytes.text();
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw InfoParser.refusal("has a name that is empty, . or ..");
    }
    if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
      throw InfoParser.refusal("has a name with a slash or a zero in it");
    }
    return name;
  }

  static List<String> checkedPath(List<String> names) throws MalformedTorrentException {
    if (names.isEmpty() || names.size() > TorrentLimits.PATH_NAMES_MAX) {
      throw InfoParser.refusal("has a path of " + names.size() + " names, none or too many");
    }
    long bytes = names.size() - 1L;
    for (String name : names) {
      bytes += name.getBytes(UTF_8).length;
    }
    if (bytes > TorrentLimits.PATH_BYTES_MAX) {
      throw InfoParser.refusal("has a path of " + bytes + " bytes, too long");
    }
    return List.copyOf(names);
  }
}
