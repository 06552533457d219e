package mutual.files.tracker;

import java.util.Optional;
import mutual.files.torrent.InfoHash;
import mutual.files.wire.PeerId;
import mutual.overlay.bencode.BString;

/**
 * What a member of a swarm says to a tracker.
 *
 * @param hash the swarm; its 20-byte form goes over the wire
 * @param self who speaks
 * @param port where it listens for peers
 * @param transferred its numbers
 * @param event why it speaks now
 * @param peersWanted how many others it would like to hear of
 * @param key the same in each of its announces, so that it is known again at another address
 * @param trackerId what the tracker wants to be told again
 */
record Announce(
    InfoHash hash,
    PeerId self,
    int port,
    Transferred transferred,
    Event event,
    int peersWanted,
    int key,
    Optional<BString> trackerId) {

  /** Why a member speaks, with its number in BEP 15. */
  enum Event {
    NONE(0),
    COMPLETED(1),
    STARTED(2),
    STOPPED(3);

    private final int code;

    Event(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  Announce {
    if (port < 0 || port > 0xffff || peersWanted < 0) {
      throw new IllegalArgumentException("port " + port + ", wants " + peersWanted + " peers");
    }
  }
}
