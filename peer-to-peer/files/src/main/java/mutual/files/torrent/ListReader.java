package mutual.files.torrent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.BList;
import mutual.overlay.bencode.BString;
import mutual.overlay.bencode.BencodeValue;

/** Reads version 1's list of files (BEP 3). */
final class ListReader {
  private ListReader() {}

  static List<FileEntry> read(BDictionary info, String name) throws MalformedTorrentException {
    Optional<BencodeValue> files = info.get("files");
    if (files.isPresent() == info.has("length")) {
      throw InfoParser.refusal("has neither one length nor a list of files, or both");
    }
    if (files.isEmpty()) {
      return List.of(FileEntry.inList(FileEntry.checkedPath(List.of(name)), info));
    }
    BList list = info.list("files").orElseThrow(() -> notAList("files"));
    // Hybrids have a padding file after each file.
    if (list.size() > 2 * TorrentLimits.FILES_MAX) {
      throw InfoParser.refusal("has more than " + TorrentLimits.FILES_MAX + " files");
    }
    List<FileEntry> entries = new ArrayList<>(list.size());
    for (BencodeValue item : list) {
      if (!(item instanceof BDictionary file)) {
        throw InfoParser.refusal("has a file that is not a dictionary");
      }
      entries.add(FileEntry.inList(path(file), file));
    }
    return entries;
  }

  private static List<String> path(BDictionary file) throws MalformedTorrentException {
    BList list =
        file.list("path.utf-8")
            .or(() -> file.list("path"))
            .orElseThrow(() -> notAList("a file's path"));
    List<String> names = new ArrayList<>(list.size());
    for (BencodeValue item : list) {
      if (!(item instanceof BString name)) {
        throw InfoParser.refusal("has a path with something other than names in it");
      }
      names.add(FileEntry.checkedName(name));
    }
    return FileEntry.checkedPath(names);
  }

  private static MalformedTorrentException notAList(String what) {
    return InfoParser.refusal("has no list where " + what + " should be");
  }
}
