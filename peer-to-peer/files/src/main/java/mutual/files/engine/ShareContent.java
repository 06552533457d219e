package mutual.files.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import mutual.files.disk.ContentStore;
import mutual.files.disk.StorageException;
import mutual.files.torrent.InfoDictionary;
import org.jspecify.annotations.Nullable;

/**
 * A share's content: what of it is wanted and here, and, while a session has it open, its files and
 * the pieces on their way. Safe for use by many threads.
 */
final class ShareContent {
  private final ShareArchive archive;
  private final boolean own;
  private final Holdings holdings = new Holdings();
  private volatile @Nullable ContentStore store;
  private volatile @Nullable Path top;
  private volatile @Nullable PieceTraffic traffic;

  /**
   * Of a share that is not open yet.
   *
   * @param own whether the files are this node's own, which are never written
   */
  ShareContent(ShareArchive archive, boolean own) {
    this.archive = archive;
    this.own = own;
  }

  Holdings holdings() {
    return holdings;
  }

  /** The pieces on their way; null while there are none. */
  @Nullable PieceTraffic traffic() {
    return traffic;
  }

  Optional<Path> top() {
    return Optional.ofNullable(top);
  }

  List<FileStatus> files() {
    ContentStore open = store;
    return holdings.files(
        file ->
            open == null ? archive.facts().folder().resolve(file.displayPath()) : open.path(file));
  }

  /** A session has opened it, or read it again. */
  void opened(ContentStore open) throws StorageException {
    List<Integer> unwanted = archive.facts().unwanted();
    if (!own && !unwanted.isEmpty()) {
      BitSet wanted = new BitSet();
      wanted.set(0, open.info().files().size());
      unwanted.forEach(wanted::clear);
      open.select(wanted);
    }
    store = open;
    top = open.top();
    holdings.here(open.verified());
  }

  /** Pieces are exchanged from now on. */
  void swarming(PieceTraffic pieces) {
    traffic = pieces;
  }

  /** It is about to be closed. */
  void left() {
    store = null;
    traffic = null;
  }

  /** Wants these files, by their indexes, and no others. */
  void select(InfoDictionary info, BitSet files) throws IOException {
    ContentStore open = store;
    if (open != null && !own) {
      open.select(files);
    }
    List<Integer> unwanted = new ArrayList<>();
    info.files().stream()
        .filter(file -> !files.get(file.index()))
        .forEach(file -> unwanted.add(file.index()));
    holdings.select(unwanted);
    archive.change(
        fresh -> {
          fresh.unwanted = unwanted;
          fresh.only = List.of();
        });
    PieceTraffic pieces = traffic;
    if (pieces != null) {
      pieces.select();
    }
  }
}
