package mutual.files.tracker;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mutual.overlay.bencode.BString;

/**
 * What a tracker says of a swarm. Its peers are hearsay, and we are often among them.
 *
 * @param intervalSeconds when it wants to hear from us again, as it said it
 * @param intervalSecondsMin how long we must not ask again, as it said it; 0 if it did not
 * @param peers others in the swarm, at most {@link #PEERS_MAX}
 * @param seeders members that have everything, if told
 * @param leechers members that do not, if told
 * @param warning a sentence for people
 * @param trackerId to be told again in the next announce
 */
record TrackerAnswer(
    long intervalSeconds,
    long intervalSecondsMin,
    List<InetSocketAddress> peers,
    OptionalLong seeders,
    OptionalLong leechers,
    Optional<String> warning,
    Optional<BString> trackerId) {
  /** Peers of one answer; those beyond are not read. */
  static final int PEERS_MAX = 1_000;

  TrackerAnswer {
    peers = List.copyOf(peers);
  }
}
