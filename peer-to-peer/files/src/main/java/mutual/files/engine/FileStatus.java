package mutual.files.engine;

import java.nio.file.Path;
import mutual.files.torrent.ContentFile;

/**
 * How one file of a share stands.
 *
 * @param file what the torrent says of it
 * @param path where it is or will be on the disk
 * @param wanted whether it is to be fetched
 * @param hereBytes verified bytes of it
 */
public record FileStatus(ContentFile file, Path path, boolean wanted, long hereBytes) {
  /** Whether all of it is here. */
  public boolean complete() {
    return hereBytes == file.length();
  }
}
