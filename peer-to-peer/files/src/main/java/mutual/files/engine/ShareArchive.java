package mutual.files.engine;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import mutual.files.disk.ContentStore;
import mutual.files.disk.OpenFiles;
import mutual.files.disk.StorePlace;
import mutual.files.disk.StorePlace.Allocation;
import mutual.files.torrent.Hash256;
import mutual.files.torrent.InfoDictionary;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.Metainfo;
import org.jspecify.annotations.Nullable;

/** What is known of a share, kept on the disk with each change. Safe for use by many threads. */
final class ShareArchive {
  private final ShareFolder place;
  private final LongSupplier received;
  private final LongSupplier sent;
  private final ReentrantLock saving = new ReentrantLock();

  /** Guarded by the lock above: nothing more is written into the folder. */
  private boolean deleted;

  private volatile @Nullable Metainfo torrent;
  private volatile ShareFacts facts;
  private volatile long movedSaved;

  /**
   * Of a share as it was left.
   *
   * @param received bytes since this run began
   * @param sent bytes since this run began
   */
  ShareArchive(
      ShareFolder place,
      ShareFacts facts,
      @Nullable Metainfo torrent,
      LongSupplier received,
      LongSupplier sent) {
    this.place = place;
    this.facts = facts;
    this.torrent = torrent;
    this.received = received;
    this.sent = sent;
  }

  ShareFacts facts() {
    return facts;
  }

  /** What the content is, once that is known. */
  @Nullable Metainfo torrent() {
    return torrent;
  }

  /** Where the content and its progress are. */
  StorePlace place() {
    ShareFacts now = facts;
    return new StorePlace(now.folder(), place.contentState(), now.origin(), Allocation.SPARSE);
  }

  Magnet magnet() {
    Metainfo known = torrent;
    ShareFacts now = facts;
    return known != null
        ? known.magnet()
        : new Magnet(
            now.hashes(),
            Optional.of(now.name()).filter(name -> !name.isEmpty()),
            now.trackers().stream().flatMap(List::stream).toList(),
            List.of(),
            List.of(),
            List.of());
  }

  /** Changes the facts, and keeps them. */
  void change(Consumer<ShareFacts.Change> changing) {
    changeSoon(changing);
    save();
  }

  private synchronized void changeSoon(Consumer<ShareFacts.Change> changing) {
    ShareFacts.Change change = facts.change();
    changing.accept(change);
    facts = change.made();
  }

  /**
   * The description has come from peers and is proven. It is written down on another thread, since
   * the caller must not wait for the disk.
   */
  Metainfo described(InfoDictionary info, List<Integer> unwanted) {
    Metainfo known = Metainfo.of(info, Map.of()).withTrackers(facts.trackers());
    torrent = known;
    changeSoon(
        change -> {
          change.hashes = info.hashes();
          change.name = info.name();
          change.only = List.of();
          change.unwanted = unwanted;
        });
    saveSoon();
    return known;
  }

  /** All hashes of pieces have come from peers and are proven. */
  void layersKnown(Map<Hash256, byte[]> layers) {
    Metainfo known = torrent;
    if (known != null) {
      torrent = Metainfo.of(known.info(), layers).withTrackers(facts.trackers());
      saveSoon();
    }
  }

  private void saveSoon() {
    Thread.ofVirtual()
        .name("share-save")
        .start(
            () -> {
              Metainfo known = torrent;
              saving.lock();
              try {
                if (known != null && !deleted) {
                  place.writeTorrent(known);
                }
              } finally {
                saving.unlock();
              }
              save();
            });
  }

  /** Keeps how much has moved, if that is news. */
  void saveTotals() {
    if (received.getAsLong() + sent.getAsLong() != movedSaved) {
      save();
    }
  }

  /** Keeps the facts as they are now; one writer at a time, so that the last one is right. */
  private void save() {
    saving.lock();
    try {
      if (!deleted) {
        movedSaved = received.getAsLong() + sent.getAsLong();
        ShareFacts.Change change = facts.change();
        change.received += received.getAsLong();
        change.sent += sent.getAsLong();
        change.made().write(place.folder());
      }
    } finally {
      saving.unlock();
    }
  }

  /** Removes all that is kept; with the content, if wanted, unless that is this node's own. */
  void delete(OpenFiles files, boolean withContent) throws IOException {
    Metainfo known = torrent;
    saving.lock();
    try {
      if (known != null && place.hasContentState()) {
        ContentStore.open(known.info(), place(), files).delete(withContent);
      }
      deleted = true;
      place.delete();
    } finally {
      saving.unlock();
    }
  }
}
