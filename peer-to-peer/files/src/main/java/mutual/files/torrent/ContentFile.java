package mutual.files.torrent;

import java.util.List;
import java.util.Optional;

/**
 * A file of a torrent; padding is not one.
 *
 * @param index place among {@link InfoDictionary#files()}, from 0
 * @param path names from the torrent's folder down; a single file's torrent has its name here. They
 *     are what the torrent says: none is empty, {@code .} or {@code ..}, or has a slash or zero in
 *     it, but only {@code mutual.files.disk} makes them fit for a disk
 * @param length bytes
 * @param offset its first byte's place in the torrent's space of pieces
 * @param attributes BEP 47
 * @param piecesRoot root of its tree of hashes; empty in version 1 and if the file is empty
 */
public record ContentFile(
    int index,
    List<String> path,
    long length,
    long offset,
    FileAttributes attributes,
    Optional<Hash256> piecesRoot) {
  public ContentFile {
    path = List.copyOf(path);
  }

  /** The place after its last byte. */
  public long end() {
    return offset + length;
  }

  /** The names joined by slashes, to be shown. */
  public String displayPath() {
    return String.join("/", path);
  }
}
