package mutual.files.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import mutual.files.torrent.ContentFile;
import mutual.files.torrent.InfoDictionary;
import mutual.files.torrent.PieceMap;
import org.jspecify.annotations.Nullable;

/** What of a share is wanted and what is here. Safe for use by many threads. */
final class Holdings {
  private static final int WHOLE = 100;

  /**
   * How much there is.
   *
   * @param wanted bytes that are wanted
   * @param here bytes of those that are here
   */
  record Bytes(long wanted, long here) {
    long left() {
      return wanted - here;
    }

    OptionalLong secondsLeft(double bytesPerSecond) {
      return left() == 0 || bytesPerSecond < 1
          ? OptionalLong.empty()
          : OptionalLong.of((long) Math.ceil(left() / bytesPerSecond));
    }
  }

  private @Nullable InfoDictionary info;
  private final BitSet here = new BitSet();
  private final BitSet unwantedFiles = new BitSet();
  private BitSet unwantedPieces = new BitSet();
  private long wantedBytes;
  private long hereBytes;

  synchronized void describe(InfoDictionary known, List<Integer> unwanted) {
    info = known;
    select(unwanted);
  }

  synchronized void select(List<Integer> unwanted) {
    InfoDictionary known = info;
    unwantedFiles.clear();
    unwanted.forEach(unwantedFiles::set);
    unwantedPieces = new BitSet();
    if (known != null && !unwanted.isEmpty()) {
      unwantedPieces.set(0, known.pieces().pieceCount());
      for (ContentFile file : known.files()) {
        if (!unwantedFiles.get(file.index())) {
          unwantedPieces.clear(known.pieces().firstPiece(file), known.pieces().endPiece(file));
        }
      }
    }
    count();
  }

  synchronized void here(BitSet verified) {
    here.clear();
    here.or(verified);
    count();
  }

  synchronized void arrived(int piece) {
    InfoDictionary known = info;
    if (known != null && !here.get(piece)) {
      here.set(piece);
      if (!unwantedPieces.get(piece)) {
        hereBytes += known.pieces().dataLength(piece);
      }
    }
  }

  private void count() {
    wantedBytes = 0;
    hereBytes = 0;
    InfoDictionary known = info;
    if (known != null) {
      for (int piece = 0; piece < known.pieces().pieceCount(); piece++) {
        if (!unwantedPieces.get(piece)) {
          int length = known.pieces().dataLength(piece);
          wantedBytes += length;
          hereBytes += here.get(piece) ? length : 0;
        }
      }
    }
  }

  synchronized BitSet unwantedPieces() {
    return (BitSet) unwantedPieces.clone();
  }

  synchronized Bytes bytes() {
    return new Bytes(wantedBytes, hereBytes);
  }

  synchronized List<FileStatus> files(Function<ContentFile, Path> paths) {
    InfoDictionary known = info;
    List<FileStatus> all = new ArrayList<>();
    if (known != null) {
      for (ContentFile file : known.files()) {
        all.add(
            new FileStatus(
                file,
                paths.apply(file),
                !unwantedFiles.get(file.index()),
                hereBytes(known.pieces(), file)));
      }
    }
    return all;
  }

  private long hereBytes(PieceMap map, ContentFile file) {
    long sum = 0;
    int end = map.endPiece(file);
    for (int piece = here.nextSetBit(map.firstPiece(file));
        piece >= 0 && piece < end;
        piece = here.nextSetBit(piece + 1)) {
      long start = map.pieceStart(piece);
      long stop = start + map.wireLength(piece);
      sum += Math.max(0, Math.min(file.end(), stop) - Math.max(file.offset(), start));
    }
    return sum;
  }

  synchronized int[] map(int cells) {
    InfoDictionary known = info;
    if (known == null) {
      return new int[0];
    }
    int pieces = known.pieces().pieceCount();
    int[] map = new int[Math.min(cells, pieces)];
    for (int cell = 0; cell < map.length; cell++) {
      int from = (int) ((long) cell * pieces / map.length);
      int to = (int) ((long) (cell + 1) * pieces / map.length);
      map[cell] = here.get(from, to).cardinality() * WHOLE / (to - from);
    }
    return map;
  }
}
