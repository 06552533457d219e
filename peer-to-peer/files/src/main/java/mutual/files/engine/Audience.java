package mutual.files.engine;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import mutual.files.torrent.TorrentMaker.Format;
import mutual.middleware.NodeId;

/**
 * Who may fetch a share.
 *
 * @param everyone whether it is public: any BitTorrent client may, and the world is told
 * @param contacts whether every contact may
 * @param groups names of groups of contacts that may
 * @param peers contacts that may
 */
public record Audience(
    boolean everyone, boolean contacts, SortedSet<String> groups, SortedSet<NodeId> peers) {
  /** Nobody: what a share begins with unless its owner says otherwise. */
  public static final Audience NOBODY =
      new Audience(false, false, new TreeSet<>(), new TreeSet<>());

  /** All the world. */
  public static final Audience EVERYONE =
      new Audience(true, false, new TreeSet<>(), new TreeSet<>());

  /** Every contact. */
  public static final Audience CONTACTS =
      new Audience(false, true, new TreeSet<>(), new TreeSet<>());

  public Audience {
    groups = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(groups));
    peers = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(peers));
  }

  /** The members of some groups. */
  public static Audience groups(String... names) {
    return new Audience(false, false, new TreeSet<>(Arrays.asList(names)), new TreeSet<>());
  }

  /** Some contacts. */
  public static Audience peers(NodeId... ids) {
    return new Audience(false, false, new TreeSet<>(), new TreeSet<>(Arrays.asList(ids)));
  }

  /** This and another audience together. */
  public Audience and(Audience other) {
    SortedSet<String> allGroups = new TreeSet<>(groups);
    allGroups.addAll(other.groups);
    SortedSet<NodeId> allPeers = new TreeSet<>(peers);
    allPeers.addAll(other.peers);
    return new Audience(
        everyone || other.everyone, contacts || other.contacts, allGroups, allPeers);
  }

  /** Whether nobody may. */
  public boolean isNobody() {
    return !everyone && !contacts && groups.isEmpty() && peers.isEmpty();
  }

  /**
   * Which torrent suits them. Hybrids are meant for every program, but aria2, and Transmission
   * before version 4, fail on them; with version 1 all the world means all. Contacts have this
   * program, and the better hashes.
   */
  public Format usualFormat() {
    return everyone ? Format.V1 : Format.HYBRID;
  }

  /** One line of words that {@link #parse} reads. */
  String encode() {
    StringBuilder words = new StringBuilder();
    if (everyone) {
      words.append("everyone ");
    }
    if (contacts) {
      words.append("contacts ");
    }
    groups.forEach(group -> words.append("group:").append(Words.encode(group)).append(' '));
    peers.forEach(peer -> words.append("peer:").append(peer).append(' '));
    return words.toString().strip();
  }

  /** Reads what {@link #encode} wrote. */
  static Audience parse(String text) {
    Audience audience = NOBODY;
    for (String word : text.isBlank() ? new String[0] : text.split(" ", -1)) {
      audience = audience.and(ofWord(word));
    }
    return audience;
  }

  private static Audience ofWord(String word) {
    if (word.equals("everyone")) {
      return EVERYONE;
    }
    if (word.equals("contacts")) {
      return CONTACTS;
    }
    if (word.startsWith("group:")) {
      return groups(Words.decode(word.substring("group:".length())));
    }
    if (word.startsWith("peer:")) {
      return peers(NodeId.parse(word.substring("peer:".length())));
    }
    throw new IllegalArgumentException("Not an audience: " + word);
  }

  /** For logs; pages and commands name contacts by their names. */
  @Override
  public String toString() {
    return isNobody()
        ? "nobody"
        : Arrays.stream(encode().split(" ", -1)).collect(Collectors.joining(", "));
  }
}
