package mutual.files.torrent;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.BString;
import mutual.overlay.bencode.Bencode;
import mutual.overlay.bencode.BencodeException;
import mutual.overlay.bencode.BencodeLimits;
import mutual.overlay.bencode.BencodeValue;

/** One reading of an info dictionary: of version 1, of version 2, or of both, which must agree. */
final class InfoParser {
  private static final BencodeLimits LIMITS =
      BencodeLimits.TORRENT.withBytesMax(TorrentLimits.INFO_BYTES_MAX);

  private final byte[] bytes;

  InfoParser(byte[] bytes) {
    this.bytes = bytes;
  }

  InfoDictionary parse() throws MalformedTorrentException {
    BDictionary info = decode();
    boolean v2 = version2(info);
    boolean v1 = info.has("pieces") || !v2;
    int pieceLength = pieceLength(info, v2);
    String name = name(info);
    List<FileEntry> tree = v2 ? TreeReader.read(info, name) : List.of();
    List<FileEntry> list = v1 ? ListReader.read(info, name) : List.of();
    boolean single = v1 ? !info.has("files") : singleFile(tree, name);
    Layout layout = Layout.of(v1 ? list : tree, pieceLength, v2);
    if (v1 && v2) {
      Layout.of(tree, pieceLength, true).expectSameAs(layout);
      layout = layout.withRootsOf(tree);
    }
    if (layout.files().isEmpty() || layout.totalLength() == 0) {
      throw refusal("has no content");
    }
    PieceMap pieces = pieces(pieceLength, v1 ? layout : layout.wholePieces(pieceLength));
    return new InfoDictionary(
        bytes,
        hashes(v1, v2),
        name,
        single,
        info.integer("private").orElse(0) == 1,
        layout.files(),
        pieces,
        v1 ? sha1s(info, pieces.pieceCount()) : new byte[0]);
  }

  private BDictionary decode() throws MalformedTorrentException {
    try {
      if (Bencode.decode(ByteBuffer.wrap(bytes), LIMITS) instanceof BDictionary dictionary) {
        return dictionary;
      }
      throw refusal("is not a dictionary");
    } catch (BencodeException e) {
      throw refusal("is not bencoded as it should be: " + e.getMessage());
    }
  }

  private static boolean version2(BDictionary info) throws MalformedTorrentException {
    Optional<BencodeValue> version = info.get("meta version");
    if (version.isEmpty()) {
      return false;
    }
    OptionalLong number = info.integer("meta version");
    if (number.isEmpty() || number.getAsLong() < 1 || number.getAsLong() > 2) {
      throw refusal("is of a version that is not known here");
    }
    return number.getAsLong() == 2;
  }

  private static int pieceLength(BDictionary info, boolean v2) throws MalformedTorrentException {
    long length = info.integer("piece length").orElse(0);
    if (length < TorrentLimits.PIECE_LENGTH_BYTES_MIN
        || length > TorrentLimits.PIECE_LENGTH_BYTES_MAX) {
      throw refusal("has pieces of " + length + " bytes, too few or too many");
    }
    if (v2 && (length < PieceMap.BLOCK_BYTES || Long.bitCount(length) != 1)) {
      throw refusal(
          "has pieces of " + length + " bytes, which is no power of two of at least 16 KiB");
    }
    return (int) length;
  }

  private static String name(BDictionary info) throws MalformedTorrentException {
    Optional<BString> name = info.string("name.utf-8").or(() -> info.string("name"));
    return FileEntry.checkedName(name.orElseThrow(() -> refusal("has no name")));
  }

  /** BEP 52 tells a single file from a folder by nothing but the only name in the tree. */
  private static boolean singleFile(List<FileEntry> tree, String name) {
    return tree.size() == 1 && tree.getFirst().path().equals(List.of(name));
  }

  private static PieceMap pieces(int pieceLength, Layout layout) throws MalformedTorrentException {
    if (Math.ceilDiv(layout.totalLength(), (long) pieceLength) > TorrentLimits.PIECES_MAX) {
      throw refusal("has more than " + TorrentLimits.PIECES_MAX + " pieces");
    }
    PieceMap pieces = new PieceMap(pieceLength, layout.totalLength(), layout.files());
    for (int piece = 0; piece < pieces.pieceCount(); piece++) {
      if (pieces.dataLength(piece) == 0) {
        throw refusal("has a piece of nothing but padding");
      }
    }
    return pieces;
  }

  private static byte[] sha1s(BDictionary info, int pieces) throws MalformedTorrentException {
    byte[] sha1s = info.string("pieces").orElseThrow(() -> refusal("has no hashes")).bytes();
    if (sha1s.length != pieces * InfoHash.WIRE_BYTES) {
      throw refusal("has " + sha1s.length + " bytes of hashes for " + pieces + " pieces");
    }
    return sha1s;
  }

  private InfoHashes hashes(boolean v1, boolean v2) {
    return new InfoHashes(
        v1 ? Optional.of(InfoHash.v1(Digests.sha1(bytes))) : Optional.empty(),
        v2 ? Optional.of(InfoHash.v2(Digests.sha256(bytes))) : Optional.empty());
  }

  static MalformedTorrentException refusal(String predicate) {
    return new MalformedTorrentException("The torrent's info dictionary " + predicate + ".");
  }

  /**
   * Files at their places in the space of pieces.
   *
   * @param files padding left out
   */
  private record Layout(List<ContentFile> files, long totalLength) {
    static Layout of(List<FileEntry> entries, int pieceLength, boolean aligned)
        throws MalformedTorrentException {
      long lengthMax = (long) TorrentLimits.PIECES_MAX * pieceLength;
      List<ContentFile> files = new ArrayList<>(entries.size());
      PathCheck paths = new PathCheck();
      long at = 0;
      long end = 0;
      for (FileEntry entry : entries) {
        // In a hybrid the list's own padding has to lead to the same places.
        if (aligned && entry.length() > 0 && !entry.padding() && entry.inTree()) {
          at = Math.ceilDiv(at, (long) pieceLength) * pieceLength;
        }
        if (entry.length() > lengthMax - at) {
          throw refusal("has more than " + lengthMax + " bytes");
        }
        if (!entry.padding()) {
          paths.add(entry.path());
          files.add(
              new ContentFile(
                  files.size(),
                  entry.path(),
                  entry.length(),
                  at,
                  entry.attributes(),
                  entry.root()));
        }
        at += entry.length();
        end = Math.max(end, at);
      }
      return new Layout(files, end);
    }

    void expectSameAs(Layout list) throws MalformedTorrentException {
      if (files.size() != list.files.size()) {
        throw refusal("has other files in version 1 than in version 2");
      }
      for (int i = 0; i < files.size(); i++) {
        ContentFile inTree = files.get(i);
        ContentFile inList = list.files.get(i);
        if (!inTree.path().equals(inList.path()) || inTree.length() != inList.length()) {
          throw refusal("has other files in version 1 than in version 2");
        }
        if (inTree.length() > 0 && inTree.offset() != inList.offset()) {
          throw refusal("has files at other places in version 1 than in version 2");
        }
      }
    }

    /**
     * The same with padding behind the last file too: in a torrent of version 2 alone, libtorrent
     * takes every piece for whole and asks for all of it.
     */
    Layout wholePieces(int pieceLength) {
      return new Layout(files, Math.ceilDiv(totalLength, (long) pieceLength) * pieceLength);
    }

    Layout withRootsOf(List<FileEntry> tree) {
      List<ContentFile> rooted = new ArrayList<>(files.size());
      for (ContentFile file : files) {
        rooted.add(
            new ContentFile(
                file.index(),
                file.path(),
                file.length(),
                file.offset(),
                file.attributes(),
                tree.get(file.index()).root()));
      }
      return new Layout(rooted, totalLength);
    }
  }
}
