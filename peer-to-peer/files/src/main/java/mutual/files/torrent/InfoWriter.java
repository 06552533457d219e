package mutual.files.torrent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.BList;
import mutual.overlay.bencode.BString;
import mutual.overlay.bencode.Bencode;
import mutual.overlay.bencode.BencodeValue;

/** Writes info dictionaries, which the parser then reads like any other. */
final class InfoWriter {
  private InfoWriter() {}

  static byte[] write(
      String name,
      boolean single,
      List<ContentFile> files,
      PieceMap pieces,
      boolean v1,
      boolean v2,
      byte[] sha1s,
      boolean privateOnly) {
    BDictionary.Builder info = BDictionary.builder();
    info.put("name", name);
    info.put("piece length", pieces.pieceLength());
    if (privateOnly) {
      info.put("private", 1);
    }
    if (v1) {
      info.put("pieces", sha1s);
      if (single) {
        ContentFile file = files.getFirst();
        info.put("length", file.length());
        if (file.attributes().executable()) {
          info.put("attr", file.attributes().letters());
        }
      } else {
        info.put("files", list(files));
      }
    }
    if (v2) {
      info.put("meta version", 2);
      info.put("file tree", tree(files));
    }
    return Bencode.encode(info.build());
  }

  /** Version 1's list, with padding wherever files do not follow each other (BEP 47). */
  private static BList list(List<ContentFile> files) {
    List<BencodeValue> list = new ArrayList<>();
    long at = 0;
    for (ContentFile file : files) {
      if (file.offset() > at) {
        long padding = file.offset() - at;
        list.add(
            BDictionary.builder()
                .put("attr", "p")
                .put("length", padding)
                .put("path", BList.of(BString.of(".pad"), BString.of(Long.toString(padding))))
                .build());
        at = file.offset();
      }
      list.add(
          description(file)
              .put("length", file.length())
              .put("path", new BList(file.path().stream().<BencodeValue>map(BString::of).toList()))
              .build());
      at += file.length();
    }
    return new BList(list);
  }

  private static BDictionary.Builder description(ContentFile file) {
    BDictionary.Builder description = BDictionary.builder();
    if (!file.attributes().letters().isEmpty()) {
      description.put("attr", file.attributes().letters());
    }
    return description;
  }

  /** A folder while its tree is gathered. */
  private static final class Folder {
    final Map<String, Folder> folders = new TreeMap<>();
    final BDictionary.Builder entries = BDictionary.builder();

    BDictionary build() {
      folders.forEach((name, folder) -> entries.put(name, folder.build()));
      return entries.build();
    }
  }

  private static BDictionary tree(List<ContentFile> files) {
    Folder top = new Folder();
    for (ContentFile file : files) {
      Folder folder = top;
      for (String name : file.path().subList(0, file.path().size() - 1)) {
        folder = folder.folders.computeIfAbsent(name, _ -> new Folder());
      }
      BDictionary.Builder description = description(file).put("length", file.length());
      file.piecesRoot().ifPresent(root -> description.put("pieces root", root.bytes()));
      folder.entries.put(
          file.path().getLast(), BDictionary.builder().put("", description.build()).build());
    }
    return top.build();
  }
}
