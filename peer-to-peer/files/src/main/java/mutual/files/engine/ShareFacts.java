package mutual.files.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import mutual.files.disk.StorePlace.Origin;
import mutual.files.torrent.InfoHash;
import mutual.files.torrent.InfoHashes;
import mutual.middleware.NodeId;
import mutual.middleware.SecretFiles;

/**
 * What is kept of a share over restarts, besides its torrent and its progress: the file {@code
 * share.txt}, a line {@code <key> <value>} for each, values percent-encoded.
 *
 * @param id names the share and its folder
 * @param hashes all that are known
 * @param name what the link called it
 * @param folder holds the content's file or folder
 * @param origin whose the files are
 * @param audience who may fetch it
 * @param provider the contact it is fetched from, if it is private
 * @param paused whether its owner has paused it
 * @param sequential whether it is fetched in order
 * @param only patterns of wanted files, until the files are known
 * @param unwanted indexes of files that are not wanted
 * @param trackers tiers, one a line
 * @param peers to try first
 * @param added when
 * @param receivedBytes over all runs
 * @param sentBytes over all runs
 * @param upLimitBytesPerSecond 0 for none
 * @param downLimitBytesPerSecond 0 for none
 * @param removing "content" or "share" while it is being removed, else empty
 */
record ShareFacts(
    InfoHash id,
    InfoHashes hashes,
    String name,
    Path folder,
    Origin origin,
    Audience audience,
    Optional<NodeId> provider,
    boolean paused,
    boolean sequential,
    List<String> only,
    List<Integer> unwanted,
    List<List<String>> trackers,
    List<InetSocketAddress> peers,
    Instant added,
    long receivedBytes,
    long sentBytes,
    long upLimitBytesPerSecond,
    long downLimitBytesPerSecond,
    String removing) {
  static final String FILE = "share.txt";
  private static final int FILE_BYTES_MAX = 8 << 20;

  ShareFacts {
    only = List.copyOf(only);
    unwanted = List.copyOf(unwanted);
    trackers = trackers.stream().map(List::copyOf).toList();
    peers = List.copyOf(peers);
  }

  /** Writes it, synced, in the place of what was there. */
  void write(Path stateFolder) {
    StringBuilder text = new StringBuilder();
    line(text, "id", id.hex());
    hashes.v1().ifPresent(hash -> line(text, "v1", hash.hex()));
    hashes.v2().ifPresent(hash -> line(text, "v2", hash.hex()));
    line(text, "name", name);
    line(text, "folder", folder.toString());
    line(text, "origin", origin.name());
    line(text, "audience", audience.encode());
    provider.ifPresent(node -> line(text, "provider", node.toString()));
    line(text, "paused", Boolean.toString(paused));
    line(text, "sequential", Boolean.toString(sequential));
    only.forEach(glob -> line(text, "only", glob));
    if (!unwanted.isEmpty()) {
      line(
          text,
          "unwanted",
          unwanted.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
    trackers.forEach(
        tier ->
            line(
                text,
                "trackers",
                tier.stream().map(Words::encode).collect(Collectors.joining(" "))));
    peers.forEach(peer -> line(text, "peer", peer.getHostString() + " " + peer.getPort()));
    line(text, "added", Long.toString(added.toEpochMilli()));
    line(text, "received", Long.toString(receivedBytes));
    line(text, "sent", Long.toString(sentBytes));
    line(text, "up-limit", Long.toString(upLimitBytesPerSecond));
    line(text, "down-limit", Long.toString(downLimitBytesPerSecond));
    line(text, "removing", removing);
    SecretFiles.replace(stateFolder.resolve(FILE), text.toString(), /* secret= */ true);
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append(' ').append(Words.encode(value)).append('\n');
  }

  /**
   * Reads it.
   *
   * @throws IOException if it cannot be read or is damaged; says where
   */
  static ShareFacts read(Path stateFolder) throws IOException {
    Path file = stateFolder.resolve(FILE);
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new IOException(file + " is too large");
    }
    Map<String, List<String>> lines = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        int blank = line.indexOf(' ');
        lines
            .computeIfAbsent(line.substring(0, blank), _ -> new ArrayList<>())
            .add(Words.decode(line.substring(blank + 1)));
      }
      return of(lines);
    } catch (RuntimeException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  private static ShareFacts of(Map<String, List<String>> lines) {
    Optional<InfoHash> v1 = optional(lines, "v1").map(PrivateLink::hash);
    Optional<InfoHash> v2 = optional(lines, "v2").map(PrivateLink::hash);
    return new ShareFacts(
        PrivateLink.hash(one(lines, "id")),
        new InfoHashes(v1, v2),
        one(lines, "name"),
        Path.of(one(lines, "folder")),
        Origin.valueOf(one(lines, "origin")),
        Audience.parse(one(lines, "audience")),
        optional(lines, "provider").map(NodeId::parse),
        Boolean.parseBoolean(one(lines, "paused")),
        Boolean.parseBoolean(one(lines, "sequential")),
        lines.getOrDefault("only", List.of()),
        optional(lines, "unwanted").map(ShareFacts::numbers).orElse(List.of()),
        lines.getOrDefault("trackers", List.of()).stream().map(ShareFacts::tier).toList(),
        lines.getOrDefault("peer", List.of()).stream().map(ShareFacts::peer).toList(),
        Instant.ofEpochMilli(Long.parseLong(one(lines, "added"))),
        Long.parseLong(one(lines, "received")),
        Long.parseLong(one(lines, "sent")),
        Long.parseLong(one(lines, "up-limit")),
        Long.parseLong(one(lines, "down-limit")),
        one(lines, "removing"));
  }

  private static Optional<String> optional(Map<String, List<String>> lines, String key) {
    return lines.getOrDefault(key, List.of()).stream().findFirst();
  }

  private static String one(Map<String, List<String>> lines, String key) {
    return optional(lines, key).orElseThrow(() -> new IllegalArgumentException("it has no " + key));
  }

  private static List<Integer> numbers(String text) {
    List<Integer> numbers = new ArrayList<>();
    for (String number : text.split(",", -1)) {
      numbers.add(Integer.parseInt(number));
    }
    return numbers;
  }

  private static List<String> tier(String text) {
    List<String> tier = new ArrayList<>();
    for (String url : text.split(" ", -1)) {
      tier.add(Words.decode(url));
    }
    return tier;
  }

  private static InetSocketAddress peer(String text) {
    int blank = text.indexOf(' ');
    return new InetSocketAddress(
        text.substring(0, blank), Integer.parseInt(text.substring(blank + 1)));
  }

  /** A copy to be changed. */
  Change change() {
    return new Change(this);
  }

  /** A copy that is being changed. */
  static final class Change {
    private final ShareFacts old;
    InfoHashes hashes;
    String name;
    Path folder;
    Audience audience;
    boolean paused;
    boolean sequential;
    List<String> only;
    List<Integer> unwanted;
    long received;
    long sent;
    long upLimit;
    long downLimit;
    String removing;

    private Change(ShareFacts old) {
      this.old = old;
      hashes = old.hashes;
      name = old.name;
      folder = old.folder;
      audience = old.audience;
      paused = old.paused;
      sequential = old.sequential;
      only = old.only;
      unwanted = old.unwanted;
      received = old.receivedBytes;
      sent = old.sentBytes;
      upLimit = old.upLimitBytesPerSecond;
      downLimit = old.downLimitBytesPerSecond;
      removing = old.removing;
    }

    ShareFacts made() {
      return new ShareFacts(
          old.id,
          hashes,
          name,
          folder,
          old.origin,
          audience,
          old.provider,
          paused,
          sequential,
          only,
          unwanted,
          old.trackers,
          old.peers,
          old.added,
          received,
          sent,
          upLimit,
          downLimit,
          removing);
    }
  }
}
