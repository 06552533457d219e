package mutual.peer.pages;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.concurrent.CompletionStage;
import mutual.files.engine.Audience;
import mutual.files.engine.FetchPlan;
import mutual.files.engine.PrivateLink;
import mutual.files.torrent.InfoHash;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.Metainfo;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeId;
import mutual.overlay.Contact;
import mutual.overlay.Invitation;
import mutual.overlay.LinkState;
import mutual.peer.ContactOffer;
import mutual.peer.Finding;

/**
 * What the dashboard sees of a peer and asks of it. Answers at once unless said otherwise; promises
 * nothing about how the answers of two calls fit together.
 */
public interface DashboardSource {
  NodeId id();

  /** What the peer wishes to be called. */
  String name();

  /** Where fetched content goes, and dropped content below it. */
  Path downloads();

  Reach reach();

  /** Looks for trouble; may take some seconds. */
  List<Finding> examine();

  // ---- shares

  /** All shares, the oldest first. */
  List<ShareSource> shares();

  Optional<ShareSource> share(InfoHash id);

  /** Own content that is being read to be shared. */
  List<Making> making();

  /** Gives up to read a file or folder. */
  void stopMaking(Path source);

  /**
   * Begins to share a file or folder.
   *
   * @return fails with a message that is a sentence, or with a cancellation
   */
  CompletionStage<InfoHash> share(Path source, Audience audience);

  InfoHash fetch(Magnet magnet, FetchPlan plan) throws IOException;

  InfoHash fetch(Metainfo torrent, FetchPlan plan) throws IOException;

  InfoHash fetch(PrivateLink link, FetchPlan plan) throws IOException;

  void remove(InfoHash id, boolean withContent) throws IOException;

  /** Bytes per second over all shares; 0 for no limit. */
  Limits limits();

  void limits(Limits limits);

  // ---- contacts

  /** All contacts, by name. */
  List<Contact> contacts();

  /** How it stands with a contact; empty for others. */
  Optional<LinkState> link(NodeId contact);

  /** What contacts offer; asks them, which may take some seconds. */
  List<ContactOffer> offers();

  /**
   * Changes a contact's name or groups.
   *
   * @throws IllegalArgumentException with a sentence if that cannot be
   */
  void change(Contact contact);

  void removeContact(NodeId contact);

  Invitation invite(Optional<String> name, SortedSet<String> groups, Duration valid);

  /**
   * Accepts an invitation and waits a little until the new contact is reachable; may take some
   * seconds.
   *
   * @throws IllegalArgumentException with a sentence if this peer cannot accept it
   * @throws IOException with a sentence if the inviter refuses or cannot be reached
   */
  Contact accept(Invitation invitation, Optional<String> name) throws IOException;

  /** Peers on the local network that are no contacts; who they are is not proven. */
  Map<NodeId, List<NodeAddress>> neighbours();

  /** Looks for all contacts again. */
  void tryAgain();

  /**
   * How this peer can be reached.
   *
   * @param addresses where it is, as it tells others
   * @param reachedFromOutside when somebody from outside first connected since the start
   * @param dhtNodes nodes of the DHT that it knows; empty if it keeps out of it
   */
  record Reach(
      List<NodeAddress> addresses, Optional<Instant> reachedFromOutside, OptionalInt dhtNodes) {
    public Reach {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * Content that is being read.
   *
   * @param totalBytes 0 until they are counted
   */
  record Making(Path source, long doneBytes, long totalBytes) {}

  /** How much may be exchanged, in bytes per second; 0 for no limit. */
  record Limits(long upBytesPerSecond, long downBytesPerSecond) {}
}
