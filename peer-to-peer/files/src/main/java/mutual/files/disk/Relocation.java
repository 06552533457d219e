package mutual.files.disk;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import mutual.files.disk.FileSystem.Access;
import mutual.files.disk.FileSystem.Kind;
import mutual.files.disk.FileSystem.Status;
import mutual.files.disk.StorageException.Reason;
import mutual.files.torrent.InfoDictionary;

/** Moves or removes a share's files, and nothing that is not one of them. */
final class Relocation {
  private static final int COPY_BYTES = 1 << 20;

  private final OpenFiles files;
  private final FileSystem disk;
  private final InfoDictionary info;
  private final Layout from;

  Relocation(OpenFiles files, InfoDictionary info, Layout from) {
    this.files = files;
    this.disk = files.disk();
    this.info = info;
    this.from = from;
  }

  boolean move(Layout to, ScanProgress progress) throws StorageException {
    if (disk.status(to.folder()).isEmpty()) {
      throw new StorageException(Reason.FOLDER_MISSING, to.folder() + " is not there.");
    }
    if (disk.status(to.topPath()).isPresent()) {
      throw new StorageException(Reason.NOT_OURS, to.topPath() + " is there already.");
    }
    if (disk.status(from.topPath()).isEmpty()) {
      return true;
    }
    if (disk.move(from.topPath(), to.topPath())) {
      progress.at(info.contentLength(), info.contentLength());
      return true;
    }
    boolean copied = false;
    try {
      copied = copy(to, progress);
    } finally {
      files.close(to.topPath());
      if (!copied) {
        new Relocation(files, info, to).deleteFiles();
      }
    }
    if (copied) {
      files.close(from.topPath());
      deleteFiles();
    }
    return copied;
  }

  private boolean copy(Layout to, ScanProgress progress) throws StorageException {
    FileStorage target = new FileStorage(files, info, to, to.folder(), true);
    ByteBuffer buffer = ByteBuffer.allocateDirect(COPY_BYTES);
    long done = 0;
    for (int i = 0; i < from.paths().size(); i++) {
      Optional<Status> status = disk.status(from.path(i));
      if (status.isEmpty() || status.get().kind() != Kind.FILE) {
        continue;
      }
      long size = Math.min(status.get().size(), info.files().get(i).length());
      Path source = from.path(i);
      for (long at = 0; at < size; at += COPY_BYTES) {
        buffer.clear().limit((int) Math.min(COPY_BYTES, size - at));
        long position = at;
        files.use(source, Access.READ, file -> file.read(buffer, position));
        target.copyIn(i, at, buffer.flip());
        done += buffer.limit();
        if (!progress.at(done, info.contentLength())) {
          return false;
        }
      }
    }
    target.createEmptyFiles();
    target.force();
    return true;
  }

  void deleteFiles() throws StorageException {
    Set<Path> folders =
        new TreeSet<>(Comparator.comparingInt(Path::getNameCount).reversed().thenComparing(p -> p));
    for (Path path : from.paths()) {
      Optional<Status> status = disk.status(path);
      if (status.isPresent() && status.get().kind() == Kind.FILE && insideRealFolders(path)) {
        disk.delete(path);
      }
      Path folder = Layout.parent(path);
      while (!folder.equals(from.folder()) && folders.add(folder)) {
        folder = Layout.parent(folder);
      }
    }
    // The deepest first; those in which somebody else has something stay.
    for (Path folder : folders) {
      if (disk.status(folder).filter(status -> status.kind() == Kind.FOLDER).isPresent()) {
        boolean _ = disk.delete(folder);
      }
    }
  }

  /** Whether no folder on the way is a link to elsewhere. */
  private boolean insideRealFolders(Path path) throws StorageException {
    for (Path step = Layout.parent(path); !step.equals(from.folder()); step = Layout.parent(step)) {
      if (disk.status(step).filter(status -> status.kind() == Kind.FOLDER).isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
