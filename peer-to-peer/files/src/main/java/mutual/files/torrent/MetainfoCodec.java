package mutual.files.torrent;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.BInteger;
import mutual.overlay.bencode.BList;
import mutual.overlay.bencode.BString;
import mutual.overlay.bencode.Bencode;
import mutual.overlay.bencode.BencodeException;
import mutual.overlay.bencode.BencodeLimits;
import mutual.overlay.bencode.BencodeValue;

/**
 * Reads and writes torrent files.
 *
 * <p>Outside of the info dictionary careless writers are forgiven: nothing there is hashed, and
 * what is not understood is left out.
 */
final class MetainfoCodec {
  private static final BencodeLimits LIMITS =
      BencodeLimits.TORRENT.withBytesMax(TorrentLimits.TORRENT_BYTES_MAX);
  private static final int NODES_MAX = 256;

  private MetainfoCodec() {}

  static Metainfo parse(byte[] bytes) throws MalformedTorrentException {
    BDictionary torrent;
    ByteBuffer infoBytes;
    try {
      if (!(Bencode.decodeLenient(bytes, LIMITS) instanceof BDictionary dictionary)) {
        throw refusal("is not a dictionary");
      }
      torrent = dictionary;
      infoBytes =
          Bencode.original(ByteBuffer.wrap(bytes), "info", LIMITS)
              .orElseThrow(() -> refusal("has no info dictionary"));
    } catch (BencodeException e) {
      throw refusal("is not bencoded as it should be: " + e.getMessage());
    }
    byte[] copy = new byte[infoBytes.remaining()];
    infoBytes.get(copy);
    InfoDictionary info = InfoDictionary.parse(copy);
    return new Metainfo(
        info,
        pieceLayers(torrent, info),
        trackers(torrent),
        webSeeds(torrent),
        nodes(torrent),
        torrent.string("comment.utf-8").or(() -> torrent.string("comment")).map(BString::text),
        torrent.string("created by").map(BString::text),
        created(torrent));
  }

  private static Map<Hash256, byte[]> pieceLayers(BDictionary torrent, InfoDictionary info)
      throws MalformedTorrentException {
    Map<Hash256, byte[]> layers = new HashMap<>();
    if (!info.hasV2()) {
      return layers;
    }
    BDictionary given = torrent.dictionary("piece layers").orElse(BDictionary.EMPTY);
    PieceHashes hashes = new PieceHashes(info);
    for (Map.Entry<BString, BencodeValue> entry : given) {
      if (entry.getKey().length() != Hash256.LENGTH_BYTES
          || !(entry.getValue() instanceof BString layer)
          || !hashes.addLayer(Hash256.of(entry.getKey().bytes()), layer.bytes())) {
        throw refusal("has hashes of pieces that do not belong to any of its files");
      }
      layers.put(Hash256.of(entry.getKey().bytes()), layer.bytes());
    }
    if (!hashes.complete()) {
      throw refusal("lacks the hashes of some file's pieces");
    }
    return layers;
  }

  private static List<List<String>> trackers(BDictionary torrent) throws MalformedTorrentException {
    List<List<String>> tiers = new ArrayList<>();
    int count = 0;
    for (BencodeValue tier : torrent.list("announce-list").orElse(BList.of())) {
      List<String> addresses = texts(tier);
      count += addresses.size();
      if (count > TorrentLimits.TRACKERS_MAX) {
        throw refusal("names more than " + TorrentLimits.TRACKERS_MAX + " trackers");
      }
      if (!addresses.isEmpty()) {
        tiers.add(addresses);
      }
    }
    if (tiers.isEmpty()) {
      torrent
          .string("announce")
          .filter(address -> address.length() > 0)
          .ifPresent(address -> tiers.add(List.of(address.text())));
    }
    return tiers;
  }

  private static List<String> webSeeds(BDictionary torrent) throws MalformedTorrentException {
    List<String> seeds = torrent.get("url-list").map(MetainfoCodec::texts).orElse(List.of());
    if (seeds.size() > TorrentLimits.WEB_SEEDS_MAX) {
      throw refusal("names more than " + TorrentLimits.WEB_SEEDS_MAX + " web seeds");
    }
    return seeds;
  }

  /** The strings in a list, or a single string; empty ones are left out. */
  private static List<String> texts(BencodeValue value) {
    List<BencodeValue> items = value instanceof BList list ? list.values() : List.of(value);
    return items.stream()
        .filter(BString.class::isInstance)
        .map(item -> ((BString) item).text().strip())
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static List<String> nodes(BDictionary torrent) {
    List<String> nodes = new ArrayList<>();
    for (BencodeValue node : torrent.list("nodes").orElse(BList.of())) {
      if (nodes.size() < NODES_MAX
          && node instanceof BList pair
          && pair.size() == 2
          && pair.get(0) instanceof BString host
          && pair.get(1) instanceof BInteger(long port)
          && host.length() > 0
          && port > 0
          && port <= 65_535) {
        nodes.add(new Magnet.PeerAddress(host.text(), (int) port).toString());
      }
    }
    return nodes;
  }

  private static Optional<Instant> created(BDictionary torrent) {
    if (torrent.integer("creation date").isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.ofEpochSecond(torrent.integer("creation date").getAsLong()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static byte[] encode(Metainfo torrent) {
    BDictionary.Builder out = BDictionary.builder();
    if (!torrent.trackers().isEmpty() && !torrent.trackers().getFirst().isEmpty()) {
      out.put("announce", torrent.trackers().getFirst().getFirst());
    }
    if (torrent.trackers().stream().mapToInt(List::size).sum() > 1) {
      out.put(
          "announce-list",
          new BList(
              torrent.trackers().stream().<BencodeValue>map(MetainfoCodec::strings).toList()));
    }
    torrent.comment().ifPresent(comment -> out.put("comment", comment));
    torrent.createdBy().ifPresent(program -> out.put("created by", program));
    torrent.created().ifPresent(time -> out.put("creation date", time.getEpochSecond()));
    if (!torrent.nodes().isEmpty()) {
      out.put(
          "nodes",
          new BList(torrent.nodes().stream().<BencodeValue>map(MetainfoCodec::node).toList()));
    }
    if (!torrent.webSeeds().isEmpty()) {
      out.put("url-list", strings(torrent.webSeeds()));
    }
    if (torrent.info().hasV2()) {
      BDictionary.Builder layers = BDictionary.builder();
      torrent
          .pieceLayers()
          .forEach((root, layer) -> layers.put(BString.of(root.bytes()), BString.of(layer)));
      out.put("piece layers", layers.build());
    }
    return withInfo(out.build(), torrent.info().bytes());
  }

  private static byte[] withInfo(BDictionary torrent, ByteBuffer info) {
    BDictionary.Builder before = BDictionary.builder();
    BDictionary.Builder after = BDictionary.builder();
    BString key = BString.of("info");
    torrent.entries().headMap(key, false).forEach(before::put);
    torrent.entries().tailMap(key, false).forEach(after::put);
    byte[] head = Bencode.encode(before.build());
    byte[] name = Bencode.encode(key);
    byte[] tail = Bencode.encode(after.build());
    // Without the head's end and the tail's beginning the parts make one dictionary.
    return ByteBuffer.allocate(head.length - 1 + name.length + info.remaining() + tail.length - 1)
        .put(head, 0, head.length - 1)
        .put(name)
        .put(info)
        .put(tail, 1, tail.length - 1)
        .array();
  }

  private static MalformedTorrentException refusal(String predicate) {
    return new MalformedTorrentException("The torrent " + predicate + ".");
  }

  private static BencodeValue strings(List<String> texts) {
    return new BList(texts.stream().<BencodeValue>map(BString::of).toList());
  }

  private static BencodeValue node(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    String host = hostAndPort.substring(0, colon);
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    }
    return BList.of(
        BString.of(host), new BInteger(Long.parseLong(hostAndPort.substring(colon + 1))));
  }
}
