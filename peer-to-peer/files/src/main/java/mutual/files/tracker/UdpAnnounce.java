package mutual.files.tracker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import mutual.files.wire.CompactPeers;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of an announce over UDP (BEP 15), with the address's path (BEP 41); big-endian:
 *
 * <pre>
 * connect   magic 8, action 0 4, transaction 4          answer  action 0, transaction, connection 8
 * announce  connection 8, action 1 4, transaction 4, hash 20, peer id 20, downloaded 8, left 8,
 *           uploaded 8, event 4, IP 4, key 4, peers wanted 4, port 2, then options
 * answer    action 1, transaction, interval 4, leechers 4, seeders 4, peers of 6 or 18 bytes
 * error     action 3, transaction, text
 * </pre>
 */
final class UdpAnnounce {
  /** Bytes of an answer that are read: room for more peers than we ask for. */
  static final int ANSWER_BYTES_MAX = 8_192;

  static final int CONNECT = 0;
  static final int ANNOUNCE = 1;

  private static final int ERROR = 3;
  private static final long MAGIC = 0x417_2710_1980L;
  private static final int HEAD_BYTES = 8;
  private static final int ANNOUNCE_BYTES = 98;
  private static final int URL_OPTION = 2;
  private static final int URL_OPTION_BYTES_MAX = 255;

  private UdpAnnounce() {}

  static byte[] connect(int transaction) {
    return ByteBuffer.allocate(16).putLong(MAGIC).putInt(CONNECT).putInt(transaction).array();
  }

  static byte[] announce(long connection, int transaction, Announce announce, String path) {
    byte[] url = path.getBytes(US_ASCII);
    int options = Math.ceilDiv(url.length, URL_OPTION_BYTES_MAX);
    ByteBuffer out = ByteBuffer.allocate(ANNOUNCE_BYTES + 2 * options + url.length);
    out.putLong(connection).putInt(ANNOUNCE).putInt(transaction);
    out.put(announce.hash().wire()).put(announce.self().bytes());
    out.putLong(announce.transferred().downloadedBytes());
    out.putLong(announce.transferred().leftBytes());
    out.putLong(announce.transferred().uploadedBytes());
    out.putInt(announce.event().code()).putInt(0).putInt(announce.key());
    out.putInt(announce.peersWanted()).putShort((short) announce.port());
    for (int at = 0; at < url.length; at += URL_OPTION_BYTES_MAX) {
      int part = Math.min(URL_OPTION_BYTES_MAX, url.length - at);
      out.put((byte) URL_OPTION).put((byte) part).put(url, at, part);
    }
    return out.array();
  }

  /**
   * What follows action and transaction in the answer to a request of ours; null if the datagram is
   * no answer to it.
   */
  static @Nullable ByteBuffer answer(ByteBuffer datagram, int action, int transaction)
      throws TrackerException {
    if (datagram.remaining() < HEAD_BYTES || datagram.getInt(4) != transaction) {
      return null;
    }
    int said = datagram.getInt(0);
    ByteBuffer rest = datagram.slice(HEAD_BYTES, datagram.remaining() - HEAD_BYTES);
    if (said == ERROR) {
      throw TrackerException.refused(UTF_8.decode(rest).toString(), OptionalLong.empty());
    }
    return said == action ? rest : null;
  }

  /** Reads the number that a connect was answered with. */
  static long connection(ByteBuffer answer) throws TrackerException {
    if (answer.remaining() < Long.BYTES) {
      throw TrackerException.malformed("The tracker's answer is too short.");
    }
    return answer.getLong();
  }

  /**
   * Reads what an announce was answered with.
   *
   * @param six whether it came over IPv6
   */
  static TrackerAnswer peers(ByteBuffer answer, boolean six) throws TrackerException {
    if (!answer.hasRemaining()) {
      // What opentracker says instead of an error.
      throw TrackerException.refused("it does not serve this torrent", OptionalLong.empty());
    }
    if (answer.remaining() < 3 * Integer.BYTES) {
      throw TrackerException.malformed("The tracker's answer is too short.");
    }
    int interval = answer.getInt();
    OptionalLong leechers = count(answer.getInt());
    OptionalLong seeders = count(answer.getInt());
    byte[] peers = new byte[answer.remaining()];
    answer.get(peers);
    return new TrackerAnswer(
        interval,
        0,
        CompactPeers.read(peers, six, TrackerAnswer.PEERS_MAX),
        seeders,
        leechers,
        Optional.empty(),
        Optional.empty());
  }

  private static OptionalLong count(int said) {
    return said < 0 ? OptionalLong.empty() : OptionalLong.of(said);
  }
}
