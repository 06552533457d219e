package mutual.files.tracker;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import mutual.files.torrent.InfoHashes;

/** A share that does nothing but announce. */
final class Share {
  final Set<Integer> heardPorts = ConcurrentHashMap.newKeySet();
  final Announcer announcer;
  private volatile long left;

  Share(
      Trackers trackers,
      ScheduledExecutorService timer,
      InfoHashes hashes,
      int port,
      long left,
      String... urls) {
    this.left = left;
    announcer =
        new Announcer(
            trackers,
            timer,
            List.of(List.of(urls)),
            new Announcer.Member(hashes, Samples.id(port), port),
            () -> new Transferred(0, 0, this.left),
            this::hear);
  }

  private void hear(InetSocketAddress peer) {
    heardPorts.add(peer.getPort());
  }

  Share start() {
    announcer.start();
    return this;
  }

  void complete() {
    left = 0;
    announcer.completed();
  }

  TrackerStatus status() {
    return announcer.status().getFirst();
  }

  boolean answered() {
    return status().state() == TrackerStatus.State.WORKING;
  }
}
