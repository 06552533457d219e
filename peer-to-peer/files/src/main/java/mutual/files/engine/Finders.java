package mutual.files.engine;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mutual.files.swarm.Candidates.Source;
import mutual.files.torrent.InfoHash;
import mutual.files.tracker.Announcer;
import mutual.files.tracker.TrackerStatus;
import mutual.overlay.dht.DhtId;
import org.jspecify.annotations.Nullable;

/**
 * Where a public share is announced, and where its peers are heard of: trackers, the DHT, the local
 * network. A private share has none.
 */
final class Finders {
  private static final long DHT_FIRST_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long DHT_EVERY_NANOS = TimeUnit.MINUTES.toNanos(20);

  private final ShareSession session;
  private final Dialling dialling;
  private final Share share;
  private final Workshop workshop;

  // ---- guarded by this
  private @Nullable Announcer announcer;
  private boolean onLan;
  private boolean open;
  private long dhtAtNanos = System.nanoTime();
  private long dhtPauseNanos = DHT_FIRST_NANOS;

  Finders(ShareSession session, Dialling dialling) {
    this.session = session;
    this.dialling = dialling;
    this.share = session.share();
    this.workshop = session.workshop();
  }

  void start() {
    synchronized (this) {
      open = true;
    }
    follow();
  }

  /** Begins or ends to announce, as the share's audience and kind are now. */
  void follow() {
    boolean isPublic = share.isPublic();
    boolean alone = session.trackersOnly();
    Announcer ending = null;
    synchronized (this) {
      if (open && isPublic && announcer == null && !share.trackerTiers().isEmpty()) {
        Announcer fresh =
            new Announcer(
                workshop.trackers(),
                workshop.alarms(),
                share.trackerTiers(),
                new Announcer.Member(
                    share.hashes(), session.members().ownId(), share.listeningPort().orElse(1)),
                share::transferred,
                peer -> dialling.heard(peer, Source.TRACKER));
        announcer = fresh;
        fresh.start();
      } else if ((!open || !isPublic) && announcer != null) {
        ending = announcer;
        announcer = null;
      }
      boolean lan = open && isPublic && !alone;
      if (lan != onLan) {
        onLan = lan;
        workshop
            .lan()
            .ifPresent(
                discovery ->
                    share
                        .hashes()
                        .all()
                        .forEach(
                            hash -> {
                              if (lan) {
                                discovery.announce(hash, share.listeningPort().orElse(1));
                              } else {
                                discovery.withdraw(hash);
                              }
                            }));
      }
    }
    if (ending != null) {
      ending.stop();
    }
  }

  void completed() {
    Announcer telling;
    synchronized (this) {
      telling = announcer;
    }
    if (telling != null) {
      telling.completed();
    }
  }

  void stop() {
    synchronized (this) {
      open = false;
    }
    follow();
  }

  List<TrackerStatus> trackers() {
    Announcer known;
    synchronized (this) {
      known = announcer;
    }
    return known == null ? List.of() : known.status();
  }

  /** Searches and announces in the DHT when it is time: soon again while nobody was found. */
  void tick(long now) {
    if (workshop.dht().isEmpty() || !share.isPublic() || session.trackersOnly()) {
      return;
    }
    synchronized (this) {
      if (!open || now - dhtAtNanos < 0) {
        return;
      }
      dhtAtNanos = now + dhtPauseNanos;
      dhtPauseNanos = Math.min(DHT_EVERY_NANOS, dhtPauseNanos * 2);
    }
    for (InfoHash hash : share.hashes().all()) {
      var _ =
          workshop
              .dht()
              .get()
              .announce(DhtId.of(hash.wire()), share.listeningPort().orElse(1), this::heard);
    }
  }

  private void heard(InetSocketAddress peer) {
    dialling.heard(peer, Source.DHT);
  }
}
