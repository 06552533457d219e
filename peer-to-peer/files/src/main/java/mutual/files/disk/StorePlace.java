package mutual.files.disk;

import java.nio.file.Path;

/**
 * Where a share's files and what is kept of them are.
 *
 * @param folder the folder that was chosen; the share's own file or folder is in it
 * @param stateFolder a folder of this share's own in the node's data folder
 * @param origin whose the files are
 * @param allocation when the disk's space is taken
 */
public record StorePlace(Path folder, Path stateFolder, Origin origin, Allocation allocation) {
  /** Whose the files are, which decides what may be done to them. */
  public enum Origin {
    /** They come from peers: made by us, under a name that nothing else has. */
    FETCHED,
    /** The torrent was made from them: all there, and never written. */
    OWN,
    /**
     * They are said to be there already, perhaps in part: checked first, then what is missing or
     * wrong is overwritten, as the person was told.
     */
    EXISTING
  }

  /** When the disk's space is taken. */
  public enum Allocation {
    /** As pieces come; files are sparse until they are complete. */
    SPARSE,
    /** All at once, so that the disk cannot become full halfway. */
    FULL
  }

  public StorePlace {
    folder = folder.toAbsolutePath().normalize();
    stateFolder = stateFolder.toAbsolutePath().normalize();
  }

  public static StorePlace fetched(Path folder, Path stateFolder) {
    return new StorePlace(folder, stateFolder, Origin.FETCHED, Allocation.SPARSE);
  }

  public static StorePlace own(Path folder, Path stateFolder) {
    return new StorePlace(folder, stateFolder, Origin.OWN, Allocation.SPARSE);
  }

  Path stateFile() {
    return stateFolder.resolve("progress");
  }

  Path logFile() {
    return stateFolder.resolve("progress.log");
  }

  Path sideFolder() {
    return stateFolder.resolve("parts");
  }
}
