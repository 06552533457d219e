package mutual.files.tracker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import mutual.files.torrent.InfoHash;
import mutual.files.wire.PeerId;

/** Announces and answers for tests. */
final class Samples {
  /** Short, so that tests of what never answers end soon. */
  static final TrackerTimeouts SHORT = new TrackerTimeouts(2_000, 1_000, 100, 1_000);

  private Samples() {}

  /** A hash of bytes 0, 16, 32, ... 240, 0, ... with letters and marks among them. */
  static InfoHash hash() {
    byte[] bytes = new byte[20];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 16 + (i > 15 ? 1 : 0));
    }
    return InfoHash.v1(bytes);
  }

  static PeerId id(int seed) {
    return PeerId.draw(new Random(seed));
  }

  static Announce announce(Announce.Event event) {
    Transferred transferred = new Transferred(1, 2, 3);
    return new Announce(hash(), id(1), 6881, transferred, event, 50, 0xA1, Optional.empty());
  }

  static TrackerAnswer answer(long interval, long min) {
    return new TrackerAnswer(
        interval,
        min,
        List.of(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static InetSocketAddress peer(String ip, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(ip), port);
  }
}
