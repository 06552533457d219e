package mutual.files.engine;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import mutual.files.disk.ContentStore;
import mutual.files.disk.StorageException;
import mutual.files.torrent.Metainfo;
import mutual.files.torrent.PieceHashes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A share at work, from when it is started until it is paused, removed, or the disk fails: its
 * connections and what goes on over them.
 *
 * <p>One virtual thread lives its life in order ({@link #live}): wait for the description, open the
 * content, wait for its hashes, check what is doubtful, then swarm. Everything that connections say
 * is decided under {@link #lock}, which nobody holds while they wait for network or disk.
 */
final class ShareSession {
  /** What it is doing. */
  enum Phase {
    DESCRIPTION,
    HASHES,
    CHECKING,
    SWARMING
  }

  /** How it stands; bytes are those read and to be read while CHECKING. */
  record Status(
      Phase phase, long checkedBytes, long checkTotalBytes, int peers, int seeds, int candidates) {
    static final Status NONE = new Status(Phase.DESCRIPTION, 0, 0, 0, 0, 0);
  }

  private static final Logger LOG = LoggerFactory.getLogger(ShareSession.class);

  final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Workshop workshop;
  private final Share share;
  private final Bandwidth up;
  private final Bandwidth down;
  private final Dialling dialling;

  private final Members members;

  // ---- guarded by the lock
  private Phase phase = Phase.DESCRIPTION;
  private boolean stopping;
  private @Nullable StorageException failure;
  private long checkedBytes;
  private long checkTotalBytes;
  private boolean lookWanted;

  /** Whether it ends so that another one begins by checking what somebody has changed. */
  private volatile boolean again;

  ShareSession(Workshop workshop, Share share, Bandwidth up, Bandwidth down) {
    this.workshop = workshop;
    this.share = share;
    this.up = up;
    this.down = down;
    members = new Members(this);
    dialling = new Dialling(this);
  }

  Workshop workshop() {
    return workshop;
  }

  Share share() {
    return share;
  }

  Dialling dialling() {
    return dialling;
  }

  Members members() {
    return members;
  }

  void start() {
    Thread.ofVirtual().name("share-" + share.id().hex().substring(0, 8)).start(this::run);
  }

  // ---- the share's life
  // ----------------------------------------------------------------------------

  private void run() {
    StorageException outage = null;
    try {
      live();
    } catch (StorageException e) {
      outage = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      share.ended(this, outage);
    }
    if (again) {
      share.start();
    }
  }

  private void live() throws StorageException, InterruptedException {
    dialling.start();
    try {
      Metainfo known = awaitDescription();
      if (known == null) {
        return;
      }
      ContentStore store = ContentStore.open(known.info(), share.place(), workshop.files());
      try {
        PieceHashes proofs = new PieceHashes(known);
        share.opened(store);
        if (awaitHashes(proofs) && check(store, proofs)) {
          swarm(store, proofs);
        }
      } finally {
        leaveAll();
        share.content().left();
        store.close();
      }
    } finally {
      leaveAll();
      dialling.stop();
    }
  }

  private @Nullable Metainfo awaitDescription() throws InterruptedException {
    lock.lock();
    try {
      while (members.torrent() == null && !stopping) {
        changed.await();
      }
      return stopping ? null : members.torrent();
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitHashes(PieceHashes proofs) throws InterruptedException {
    lock.lock();
    try {
      HashExchange exchange = new HashExchange(proofs);
      members.fetchHashes(exchange);
      phase = Phase.HASHES;
      boolean fetched = !exchange.complete();
      boolean hybrid = share.hashes().hybrid();
      long longest = workshop.patience().hybridHashes().toNanos();
      long patience = longest;
      while (!exchange.complete() && !stopping) {
        if (!hybrid) {
          changed.await();
        } else if (patience > 0) {
          patience = changed.awaitNanos(patience);
        } else if (members.isEmpty()) {
          patience = longest;
        } else {
          LOG.info("{} is proven by version 1: no peer gives version 2's hashes", share.name());
          proofs.settleForV1();
          return true;
        }
      }
      if (fetched && exchange.complete()) {
        share.layersKnown(proofs.layers());
      }
      return !stopping;
    } finally {
      lock.unlock();
    }
  }

  private boolean check(ContentStore store, PieceHashes proofs)
      throws StorageException, InterruptedException {
    BitSet doubtful = share.takeRecheck() ? all(store) : store.doubtful();
    if (doubtful.isEmpty()) {
      return true;
    }
    phase(Phase.CHECKING);
    boolean ended =
        store.recheck(
            doubtful,
            proofs,
            workshop.hashers(),
            (done, total) -> {
              lock.lock();
              try {
                checkedBytes = done;
                checkTotalBytes = total;
                return !stopping;
              } finally {
                lock.unlock();
              }
            });
    share.opened(store);
    if (ended && share.own() && !store.complete()) {
      throw new StorageException(
          StorageException.Reason.FILE_CHANGED,
          "Files in "
              + store.top()
              + " are not what they were when they were shared. Put them"
              + " back as they were, or remove this share and share them again.");
    }
    return ended;
  }

  private static BitSet all(ContentStore store) {
    BitSet all = new BitSet();
    all.set(0, store.info().pieces().pieceCount());
    return all;
  }

  private void swarm(ContentStore store, PieceHashes proofs)
      throws StorageException, InterruptedException {
    PieceTraffic pieces = new PieceTraffic(this, store, proofs);
    lock.lock();
    try {
      phase = Phase.SWARMING;
      share.content().swarming(pieces);
      members.exchangePieces(pieces);
    } finally {
      lock.unlock();
    }
    dialling.dial();
    try {
      do {
        if (!pieces.complete() && fetch(pieces)) {
          // What is complete survives a power cut.
          store.settle();
          dialling.completed();
          share.news();
        }
      } while (give(store, pieces));
    } finally {
      leaveAll();
      pieces.awaitChecks();
    }
  }

  /** Stays until all that is wanted is here; false if the end has come before. */
  private boolean fetch(PieceTraffic pieces) throws StorageException, InterruptedException {
    workshop.beginsToFetch();
    lock.lock();
    try {
      while (!stopping && failure == null && !pieces.complete()) {
        changed.await();
      }
      return goesOn();
    } finally {
      lock.unlock();
      workshop.endsToFetch();
    }
  }

  /** Stays while nothing is missing; true if something is, such as since more is wanted. */
  private boolean give(ContentStore store, PieceTraffic pieces)
      throws StorageException, InterruptedException {
    while (true) {
      lock.lock();
      try {
        while (!stopping && failure == null && !lookWanted && pieces.complete()) {
          changed.await();
        }
        if (!goesOn() || !pieces.complete()) {
          return !stopping;
        }
        lookWanted = false;
      } finally {
        lock.unlock();
      }
      if (!store.changed().isEmpty()) {
        again = true;
        return false;
      }
    }
  }

  private boolean goesOn() throws StorageException {
    if (failure != null) {
      throw failure;
    }
    return !stopping;
  }

  private void leaveAll() {
    lock.lock();
    try {
      stopping = true;
      members.leaveAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends it; {@link Share#ended} follows. */
  void stop() {
    lock.lock();
    try {
      stopping = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The disk has failed. */
  void fail(StorageException outage) {
    lock.lock();
    try {
      if (failure == null) {
        failure = outage;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void phase(Phase now) {
    lock.lock();
    try {
      phase = now;
    } finally {
      lock.unlock();
    }
    share.news();
  }

  Status status() {
    lock.lock();
    try {
      List<PeerConnection> all = members.all();
      long seeds = all.stream().filter(each -> each.peer != null && each.peer.isSeed()).count();
      return new Status(
          phase, checkedBytes, checkTotalBytes, all.size(), (int) seeds, dialling.known());
    } finally {
      lock.unlock();
    }
  }

  /** Whether the content is described as one whose peers are had from its trackers only. */
  boolean trackersOnly() {
    lock.lock();
    try {
      return members.trackersOnly();
    } finally {
      lock.unlock();
    }
  }

  /** Cuts off those who may not have it any more. */
  void recheckAccess() {
    lock.lock();
    try {
      members.recheckAccess();
    } finally {
      lock.unlock();
    }
  }

  List<PeerStatus> peers() {
    lock.lock();
    try {
      return members.status(System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** Wakes whoever waits for something to change; with the lock. */
  void signal() {
    changed.signalAll();
  }

  /** Waits a little for something to change; with the lock, in the caller's loop. */
  @SuppressWarnings("WaitNotInLoop")
  void awaitChange(long nanos) throws InterruptedException {
    long _ = changed.awaitNanos(nanos);
  }

  /** Whether it is about to end; with the lock. */
  boolean stopping() {
    return stopping;
  }

  /** Whether something moves or is waited for. */
  boolean busy() {
    lock.lock();
    try {
      PieceTraffic pieces = members.traffic();
      return !stopping && (!members.isEmpty() || pieces == null || !pieces.complete());
    } finally {
      lock.unlock();
    }
  }

  // ---- time and bandwidth
  // --------------------------------------------------------------------------

  /** Time has passed; called a few times each second. */
  void tick(long now) {
    lock.lock();
    try {
      if (stopping) {
        return;
      }
      members.tick(now);
    } finally {
      lock.unlock();
    }
    dialling.tick(now);
  }

  /** Has all files looked at: somebody has changed one that was to be given. */
  void lookAtFiles() {
    lock.lock();
    try {
      lookWanted = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long uploadWaitNanos() {
    return up.waitNanos(System.nanoTime());
  }

  /** Counts blocks that came; nanoseconds for which nothing more is to be read. */
  long downloaded(int bytes, long now) {
    down.take(bytes, now);
    return down.waitNanos(now);
  }

  /** Puts blocks for a peer into a buffer; how many bytes of them. */
  int fillBlocks(PeerConnection to, ByteBuffer out) {
    PieceTraffic pieces;
    lock.lock();
    try {
      pieces = members.traffic();
    } finally {
      lock.unlock();
    }
    return pieces == null || !to.uploads() ? 0 : pieces.fillBlocks(to, out, up);
  }

  void uploaded(PeerConnection to, int bytes) {
    lock.lock();
    try {
      PieceTraffic pieces = members.traffic();
      if (pieces != null) {
        pieces.uploaded(to, bytes);
      }
    } finally {
      lock.unlock();
    }
  }
}
