package mutual.files.torrent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.BString;
import mutual.overlay.bencode.BencodeValue;

/** Reads version 2's tree of files (BEP 52), in the order of its keys. */
final class TreeReader {
  /** The key under which a file's own description stands. */
  private static final BString FILE = BString.of("");

  private final List<FileEntry> entries = new ArrayList<>();
  private final List<String> path = new ArrayList<>();

  private TreeReader() {}

  static List<FileEntry> read(BDictionary info, String name) throws MalformedTorrentException {
    FileEntry.checkedPath(List.of(name));
    TreeReader reader = new TreeReader();
    reader.folder(
        info.dictionary("file tree")
            .orElseThrow(() -> InfoParser.refusal("is of version 2 but has no tree of files")));
    return reader.entries;
  }

  private void folder(BDictionary folder) throws MalformedTorrentException {
    for (Map.Entry<BString, BencodeValue> entry : folder) {
      if (!(entry.getValue() instanceof BDictionary child)) {
        throw InfoParser.refusal("has something other than files and folders in its tree");
      }
      path.add(FileEntry.checkedName(entry.getKey()));
      List<String> names = FileEntry.checkedPath(path);
      if (child.entries().containsKey(FILE)) {
        file(names, child);
      } else {
        folder(child);
      }
      path.removeLast();
    }
  }

  private void file(List<String> names, BDictionary node) throws MalformedTorrentException {
    if (node.size() != 1) {
      throw InfoParser.refusal("has something in its tree that is both file and folder");
    }
    BDictionary file =
        node.dictionary("")
            .orElseThrow(() -> InfoParser.refusal("has a file that is not a dictionary"));
    if (entries.size() == TorrentLimits.FILES_MAX) {
      throw InfoParser.refusal("has more than " + TorrentLimits.FILES_MAX + " files");
    }
    entries.add(FileEntry.inTree(names, file));
  }
}
