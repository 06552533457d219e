package mutual.files.disk;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import mutual.files.disk.FileSystem.Status;
import mutual.files.disk.StorageException.Reason;
import mutual.files.disk.StorePlace.Origin;
import mutual.files.torrent.InfoDictionary;

/** Finds what is kept of a share from an earlier run, and the places of its files. */
final class StoreOpening {
  private static final int STATE_BYTES_MAX = 1 << 30;

  private final InfoDictionary info;
  private final StorePlace place;
  private final OpenFiles files;
  private final FileSystem disk;

  StoreOpening(InfoDictionary info, StorePlace place, OpenFiles files) throws StorageException {
    this.info = info;
    this.place = place;
    this.files = files;
    this.disk = files.disk();
    if (disk.status(place.folder()).isEmpty()) {
      throw new StorageException(Reason.FOLDER_MISSING, place.folder() + " is not there.");
    }
    makeFolders(place.stateFolder());
  }

  private void makeFolders(Path folder) throws StorageException {
    if (disk.status(folder).isEmpty()) {
      Path parent = folder.getParent();
      if (parent != null) {
        makeFolders(parent);
      }
      disk.createFolder(folder);
    }
  }

  /** Empty at the first time, or if what was kept is damaged. */
  Optional<StateFile> readState() throws StorageException {
    Path path = place.stateFile();
    Optional<Status> status = disk.status(path);
    if (status.isEmpty() || status.get().size() > STATE_BYTES_MAX) {
      return Optional.empty();
    }
    ByteBuffer content = ByteBuffer.allocate((int) status.get().size());
    try {
      files.use(path, FileSystem.Access.READ, file -> file.read(content, 0));
    } finally {
      files.close(path);
    }
    return StateFile.decode(content.array(), info.files().size());
  }

  Layout layout(Optional<StateFile> state) throws StorageException {
    if (place.origin() == Origin.OWN) {
      return Layout.asIs(info, place.folder());
    }
    String wanted = Layout.safeTop(info);
    if (state.isPresent() || place.origin() == Origin.EXISTING) {
      return Layout.safe(info, place.folder(), state.map(StateFile::top).orElse(wanted));
    }
    // What is there already is not ours: take a name that nothing has.
    Layout layout = Layout.safe(info, place.folder(), wanted);
    for (int i = 2; disk.status(layout.topPath()).isPresent(); i++) {
      layout = Layout.safe(info, place.folder(), numbered(wanted, i));
    }
    return layout;
  }

  private String numbered(String name, int number) {
    int dot = info.singleFile() ? name.lastIndexOf('.') : -1;
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String ending = dot > 0 ? name.substring(dot) : "";
    return SafeNames.ofThisMachine().safe(stem + " (" + number + ")" + ending);
  }
}
