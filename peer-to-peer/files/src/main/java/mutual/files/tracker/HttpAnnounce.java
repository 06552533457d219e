package mutual.files.tracker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import mutual.files.wire.CompactPeers;
import mutual.files.wire.PexMessage;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.BInteger;
import mutual.overlay.bencode.BList;
import mutual.overlay.bencode.BString;
import mutual.overlay.bencode.Bencode;
import mutual.overlay.bencode.BencodeException;
import mutual.overlay.bencode.BencodeLimits;
import mutual.overlay.bencode.BencodeValue;
import org.jspecify.annotations.Nullable;

/**
 * The words of an announce over HTTP (BEP 3, 7, 23, 31):
 *
 * <pre>
 * GET /announce?info_hash=%12%34...&amp;peer_id=-MU0100-...&amp;port=6881&amp;uploaded=0&amp;...
 * d8:completei1e10:incompletei0e8:intervali1800e5:peers6:......e
 * </pre>
 */
final class HttpAnnounce {
  /** Bytes of an answer. */
  static final int ANSWER_BYTES_MAX = 1 << 20;

  private static final BencodeLimits LIMITS = new BencodeLimits(ANSWER_BYTES_MAX, 16, 128 << 10);
  private static final int TRACKER_ID_BYTES_MAX = 1_024;
  private static final int LITERAL_CHARS_MAX = 45;
  private static final long INTERVAL_SECONDS_UNSAID = 1_800;
  private static final long MINUTE_MILLIS = 60_000;
  private static final long RETRY_MINUTES_MAX = 24 * 60;

  private HttpAnnounce() {}

  /** The address to get. */
  static URI request(TrackerUrl url, Announce announce) {
    StringBuilder query = new StringBuilder(url.uri().toString());
    @Nullable String own = url.uri().getRawQuery();
    query.append(own == null ? "?" : own.isEmpty() || own.endsWith("&") ? "" : "&");
    query.append("info_hash=").append(escaped(announce.hash().wire()));
    query.append("&peer_id=").append(escaped(announce.self().bytes()));
    query.append("&port=").append(announce.port());
    query.append("&uploaded=").append(announce.transferred().uploadedBytes());
    query.append("&downloaded=").append(announce.transferred().downloadedBytes());
    query.append("&left=").append(announce.transferred().leftBytes());
    query.append("&compact=1&no_peer_id=1&numwant=").append(announce.peersWanted());
    query.append("&key=").append("%08X".formatted(announce.key()));
    if (announce.event() != Announce.Event.NONE) {
      query.append("&event=").append(announce.event().name().toLowerCase(Locale.ROOT));
    }
    announce.trackerId().ifPresent(id -> query.append("&trackerid=").append(escaped(id.bytes())));
    return URI.create(query.toString());
  }

  private static String escaped(byte[] bytes) {
    StringBuilder out = new StringBuilder();
    for (byte b : bytes) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x7f && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
      out.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return out.toString();
  }

  /** Reads the body of an answer. */
  static TrackerAnswer answer(byte[] body) throws TrackerException {
    BDictionary said;
    try {
      if (!(Bencode.decodeLenient(body, LIMITS) instanceof BDictionary dictionary)) {
        throw TrackerException.malformed("The tracker's answer is not a dictionary.");
      }
      said = dictionary;
    } catch (BencodeException e) {
      throw TrackerException.malformed(
          "The tracker's answer is not bencoded: " + e.getMessage() + ".");
    }
    Optional<BString> failure = said.string("failure reason");
    if (failure.isPresent()) {
      throw TrackerException.refused(failure.get().text(), retryMillis(said));
    }
    return new TrackerAnswer(
        said.integer("interval").orElse(INTERVAL_SECONDS_UNSAID),
        said.integer("min interval").orElse(0),
        peers(said),
        count(said, "complete"),
        count(said, "incomplete"),
        said.string("warning message").map(text -> TrackerException.plain(text.text())),
        said.string("tracker id").filter(id -> id.length() <= TRACKER_ID_BYTES_MAX));
  }

  private static OptionalLong retryMillis(BDictionary said) {
    if (said.string("retry in").filter(BString.of("never")::equals).isPresent()) {
      return OptionalLong.of(TrackerException.NEVER);
    }
    OptionalLong minutes = said.integer("retry in");
    return minutes.isPresent() && minutes.getAsLong() > 0
        ? OptionalLong.of(Math.min(minutes.getAsLong(), RETRY_MINUTES_MAX) * MINUTE_MILLIS)
        : OptionalLong.empty();
  }

  private static OptionalLong count(BDictionary said, String key) {
    OptionalLong count = said.integer(key);
    return count.isPresent() && count.getAsLong() >= 0 ? count : OptionalLong.empty();
  }

  private static List<InetSocketAddress> peers(BDictionary said) {
    List<InetSocketAddress> peers = new ArrayList<>();
    for (boolean six : new boolean[] {false, true}) {
      int room = TrackerAnswer.PEERS_MAX - peers.size();
      switch (said.get(six ? "peers6" : "peers").orElse(BList.of())) {
        case BString compact -> peers.addAll(CompactPeers.read(compact.bytes(), six, room));
        case BList spelled -> spelled(spelled, room, peers);
        case BDictionary _ -> {}
        case BInteger _ -> {}
      }
    }
    return peers;
  }

  /** Peers as dictionaries. Names are left out: looking them up is not a stranger's to demand. */
  private static void spelled(BList list, int max, List<InetSocketAddress> peers) {
    int sizeMax = peers.size() + max;
    for (BencodeValue each : list) {
      if (each instanceof BDictionary peer && peers.size() < sizeMax) {
        String ip = peer.string("ip").map(text -> new String(text.bytes(), US_ASCII)).orElse("");
        long port = peer.integer("port").orElse(0);
        if (port > 0 && port <= 0xffff) {
          literal(ip)
              .map(address -> new InetSocketAddress(address, (int) port))
              .filter(PexMessage::plausible)
              .ifPresent(peers::add);
        }
      }
    }
  }

  private static Optional<InetAddress> literal(String text) {
    if (text.length() > LITERAL_CHARS_MAX || text.indexOf('%') >= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
