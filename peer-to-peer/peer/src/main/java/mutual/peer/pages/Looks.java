package mutual.peer.pages;

import gg.jte.Content;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mutual.files.engine.Audience;
import mutual.files.engine.PeerStatus;
import mutual.files.engine.ShareStatus;
import mutual.files.torrent.InfoHash;
import mutual.middleware.NodeId;
import mutual.overlay.Contact;
import mutual.overlay.LinkState;
import mutual.pages.Components;
import mutual.pages.Format;
import mutual.pages.Tone;
import mutual.peer.Finding;

/** How a peer's states are named and coloured, the same on every page. */
public final class Looks {
  private static final double LITTLE_BYTES_PER_SECOND = 1;

  /** Characters of a stranger's words that are shown. */
  private static final int SHOWN_CHARACTERS_MAX = 120;

  private Looks() {}

  /** Words of any length, the middle of long ones left out. */
  public static String shown(String words) {
    if (words.length() <= SHOWN_CHARACTERS_MAX) {
      return words;
    }
    int half = SHOWN_CHARACTERS_MAX / 2;
    int rest = words.length() - half;
    return words.substring(0, Character.isHighSurrogate(words.charAt(half - 1)) ? half - 1 : half)
        + "…"
        + words.substring(Character.isLowSurrogate(words.charAt(rest)) ? rest + 1 : rest);
  }

  /** What a share is doing, in a sentence. */
  public static String state(ShareSource.View share) {
    ShareStatus status = share.status();
    return switch (status.state()) {
      case DESCRIPTION ->
          status.peers() == 0
              ? "Looking for somebody who knows what it is. " + tries(status)
              : "Asking " + peers(status) + " what it is.";
      case CHECKING ->
          "Reading what is on the disk, to see what is there: "
              + Format.bytes(status.checkedBytes())
              + " of "
              + Format.bytes(status.checkTotalBytes())
              + ".";
      case FETCHING ->
          status.peers() == 0
              ? "Looking for somebody who has it. " + tries(status)
              : status.downBytesPerSecond() < LITTLE_BYTES_PER_SECOND
                  ? "Connected with " + peers(status) + "; waiting for what is missing."
                  : "Fetching; connected with " + peers(status) + ".";
      case COMPLETE ->
          share.audience().isNobody()
              ? "All of it is here. Nobody else may fetch it."
              : status.upBytesPerSecond() < LITTLE_BYTES_PER_SECOND
                  ? "All of it is here, for whoever may fetch it."
                  : "All of it is here; giving it to " + peers(status) + ".";
      case PAUSED -> "Paused: nothing is fetched or given.";
      case TROUBLE -> status.trouble();
    };
  }

  /** What its owner can do about a share in trouble. */
  public static String remedy(ShareSource.View share) {
    return share.own()
        ? "Put that right, and try again; or stop sharing it."
        : "What is still here is kept, and it is tried again by itself from time to time. If files"
            + " are gone for good, remove it, and fetch it anew.";
  }

  private static String tries(ShareStatus status) {
    return status.candidates() == 0
        ? "Nobody is known yet."
        : "Trying " + Format.count(status.candidates(), "address.", "addresses.");
  }

  private static String peers(ShareStatus status) {
    return Format.count(status.peers(), "peer", "peers");
  }

  /** The state in a word. */
  public static String word(ShareStatus.State state) {
    return switch (state) {
      case DESCRIPTION -> "Searching";
      case CHECKING -> "Checking";
      case FETCHING -> "Fetching";
      case COMPLETE -> "Complete";
      case PAUSED -> "Paused";
      case TROUBLE -> "Trouble";
    };
  }

  public static Tone tone(ShareStatus.State state) {
    return switch (state) {
      case DESCRIPTION, CHECKING, FETCHING -> Tone.ACCENT;
      case COMPLETE -> Tone.GOOD;
      case PAUSED -> Tone.PLAIN;
      case TROUBLE -> Tone.BAD;
    };
  }

  /** How much of what is wanted is here, in whole percent; 100 only if all is. */
  public static String percent(double share) {
    return (int) Math.floor(Math.clamp(share, 0, 1) * 100) + "\u00a0%";
  }

  /** Which programs may make use of a public share's link. */
  public static String readers(InfoHash id) {
    return id.version() == InfoHash.Version.V1
        ? "Whoever has this link can fetch it with any BitTorrent program."
        : "Whoever has this link can fetch it with a BitTorrent program that reads version 2. For"
            + " aria2, and Transmission before 4, share it again, with everyone from the start.";
  }

  /** What the bytes that are here are part of. */
  public static String extent(ShareSource.View share) {
    ShareStatus status = share.status();
    if (share.own() || status.hereBytes() == status.contentBytes()) {
      return "all of it";
    }
    return status.wantedBytes() < status.contentBytes()
        ? "of "
            + Format.bytes(status.wantedBytes())
            + " wanted, "
            + Format.bytes(status.contentBytes())
            + " in all"
        : "of " + Format.bytes(status.contentBytes());
  }

  /** Rate and time left, as far as known. */
  public static String pace(ShareStatus status) {
    List<String> words = new ArrayList<>();
    if (status.state() == ShareStatus.State.FETCHING
        && status.downBytesPerSecond() >= LITTLE_BYTES_PER_SECOND) {
      words.add(Format.rate(status.downBytesPerSecond()));
      status
          .secondsLeft()
          .ifPresent(left -> words.add(Format.duration(Duration.ofSeconds(left)) + " left"));
    }
    return String.join(" · ", words);
  }

  /** Who may fetch a share, in few words. */
  public static String audience(Audience audience, Map<NodeId, Contact> contacts) {
    if (audience.everyone()) {
      return "Everyone";
    }
    if (audience.contacts()) {
      return "All contacts";
    }
    if (audience.isNobody()) {
      return "Nobody yet";
    }
    List<String> names = new ArrayList<>(audience.groups());
    audience.peers().forEach(peer -> names.add(name(peer, contacts)));
    return names.size() <= 2
        ? String.join(", ", names)
        : names.getFirst() + " and " + (names.size() - 1) + " more";
  }

  /** The same beside a share's name, where nothing else says what is meant. */
  public static String forWhom(Audience audience, Map<NodeId, Contact> contacts) {
    String words = audience(audience, contacts);
    boolean named = !audience.groups().isEmpty() || !audience.peers().isEmpty();
    return "For "
        + (named && !audience.everyone() && !audience.contacts()
            ? words
            : words.toLowerCase(Locale.ROOT));
  }

  public static Tone tone(Audience audience) {
    return audience.everyone() ? Tone.WARN : audience.isNobody() ? Tone.PLAIN : Tone.ACCENT;
  }

  /** What a peer is called here. */
  public static String name(NodeId peer, Map<NodeId, Contact> contacts) {
    Contact contact = contacts.get(peer);
    return contact == null ? peer.shortText() + "…" : contact.name();
  }

  /** Who the other end of a connection is. */
  public static String who(PeerStatus peer, Map<NodeId, Contact> contacts) {
    return peer.node()
        .map(node -> name(node, contacts))
        .orElseGet(
            () ->
                peer.address().getAddress() == null
                    ? peer.address().getHostString()
                    : peer.address().getAddress().getHostAddress());
  }

  /** How somebody whose key is proven comes to be connected. */
  public static Content acquaintance(NodeId peer, Map<NodeId, Contact> contacts) {
    return contacts.containsKey(peer)
        ? Components.badge(Tone.GOOD, "Contact")
        : Components.badge(Tone.PLAIN, "Not a contact");
  }

  /**
   * How it stands between a peer and us, in words.
   *
   * @param unfinished whether we want anything
   */
  public static String manners(PeerStatus peer, boolean unfinished) {
    List<String> words = new ArrayList<>();
    words.add(peer.incoming() ? "it called us" : "we called it");
    if (unfinished) {
      words.add(peer.choking() ? "lets us wait" : "gives to us");
    }
    if (peer.interested()) {
      words.add(peer.choked() ? "waits for us" : "may take from us");
    } else {
      words.add("wants nothing");
    }
    return String.join(", ", words);
  }

  public static String word(LinkState link) {
    return switch (link) {
      case LinkState.Searching _ -> "Searching";
      case LinkState.Reachable _ -> "Reachable";
      case LinkState.Unreachable _ -> "Not reachable";
    };
  }

  public static Tone tone(LinkState link) {
    return switch (link) {
      case LinkState.Searching _ -> Tone.ACCENT;
      case LinkState.Reachable _ -> Tone.GOOD;
      case LinkState.Unreachable _ -> Tone.PLAIN;
    };
  }

  /** How a contact is reached, or why not. */
  public static String how(LinkState link) {
    return switch (link) {
      case LinkState.Searching _ -> "It is being looked for.";
      case LinkState.Reachable there ->
          switch (there.how()) {
            case LAN -> "On the same local network, at " + there.at();
            case RECORD -> "At " + there.at() + ", as it has said itself";
            case INVITATION -> "At " + there.at() + ", as its invitation said";
          };
      case LinkState.Unreachable gone -> gone.reason();
    };
  }

  public static Tone tone(Finding.Level level) {
    return switch (level) {
      case GOOD -> Tone.GOOD;
      case WARNING -> Tone.WARN;
      case BAD -> Tone.BAD;
    };
  }

  public static String word(Finding.Level level) {
    return switch (level) {
      case GOOD -> "Good";
      case WARNING -> "Could be better";
      case BAD -> "Does not work";
    };
  }

  /** Whether this peer can be reached, in a few words. */
  public static String reach(DashboardSource.Reach reach) {
    if (reach.addresses().isEmpty()) {
      return "No network";
    }
    return reach.reachedFromOutside().isPresent() ? "Reachable" : "Not called from outside yet";
  }

  public static Tone tone(DashboardSource.Reach reach) {
    if (reach.addresses().isEmpty()) {
      return Tone.BAD;
    }
    return reach.reachedFromOutside().isPresent() ? Tone.GOOD : Tone.PLAIN;
  }

  /** A limit as a person writes it, in KiB a second; empty for none. */
  public static String limit(long bytesPerSecond) {
    return bytesPerSecond == 0 ? "" : Long.toString(Math.max(1, bytesPerSecond / 1024));
  }
}
