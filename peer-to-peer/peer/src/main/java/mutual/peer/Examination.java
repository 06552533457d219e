package mutual.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mutual.files.engine.Share;
import mutual.files.engine.ShareStatus;
import mutual.middleware.NodeAddress;
import mutual.overlay.Contact;
import mutual.overlay.LinkState;
import mutual.overlay.dht.DhtStatus;
import mutual.peer.ContactQuestions.Answer;
import mutual.peer.Finding.Level;

/** Looks at everything that commonly goes wrong with a peer. */
final class Examination {
  /** Difference from the clocks of contacts beyond which it matters. */
  static final Duration CLOCK_APART_MAX = Duration.ofSeconds(60);

  /** Contacts whose clocks must agree before this peer's is doubted. */
  static final int CLOCKS_MIN = 2;

  private static final int CONNECT_MILLIS_MAX = 1_000;
  private static final long FREE_BYTES_LOW = 1L << 30;
  private static final long FREE_BYTES_NEEDED = 100L << 20;

  private final PeerNode node;
  private final ContactQuestions.Answers answers;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param answers what contacts have just answered
   */
  Examination(PeerNode node, ContactQuestions.Answers answers) {
    this.node = node;
    this.answers = answers;
  }

  List<Finding> findings() {
    key();
    ports();
    outside();
    lan();
    dht();
    clock(
            answers.answers().values().stream()
                .map(Answer::clockAhead)
                .flatMap(Optional::stream)
                .toList())
        .ifPresent(findings::add);
    disk();
    folder();
    contacts();
    shares();
    return findings;
  }

  private void add(String about, Level level, String found, String advice) {
    findings.add(new Finding(about, level, found, advice));
  }

  private void key() {
    node.overlay()
        .copiedKey()
        .ifPresent(
            addresses ->
                add(
                    "key",
                    Level.BAD,
                    "Another peer uses a copy of this one's key, at " + addresses + ".",
                    "Stop it and give it a folder of its own; if it is not yours, somebody has"
                        + " copied this folder: make a new peer and tell your contacts."));
  }

  private void ports() {
    int contentPort = node.engine().port();
    List<NodeAddress> addresses = node.overlay().addresses();
    if (onlyHere()) {
      add(
          "address",
          Level.WARNING,
          "This peer listens on this machine only, at " + node.config().address() + ".",
          "Start it with --address 0.0.0.0 if others are to reach it.");
    } else if (addresses.isEmpty()) {
      add(
          "network",
          Level.BAD,
          "This machine has no network address that others could reach.",
          "Connect it to a network; the peer notices by itself.");
    }
    List<String> closed = new ArrayList<>();
    for (NodeAddress address : addresses) {
      for (int port : List.of(node.nodePort(), contentPort)) {
        if (!accepts(address.host(), port)) {
          closed.add(new NodeAddress(address.host(), port).toString());
        }
      }
    }
    if (!closed.isEmpty()) {
      add(
          "ports",
          Level.BAD,
          "Nothing answers at " + String.join(", ", closed) + ", where this peer listens.",
          "Allow these ports in this machine's firewall.");
    } else if (!addresses.isEmpty()) {
      add(
          "ports",
          Level.GOOD,
          "Listens at port %d for peers and %d for content, at %s."
              .formatted(
                  node.nodePort(),
                  contentPort,
                  addresses.stream().map(NodeAddress::host).collect(Collectors.joining(", "))),
          "");
    }
  }

  private boolean onlyHere() {
    try {
      return Listening.address(node.config().address()).isLoopbackAddress();
    } catch (IOException e) {
      return false; // It was there at the start, and has gone away with its network.
    }
  }

  private static boolean accepts(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS_MAX);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void outside() {
    if (node.engine().reachedFromOutside().isPresent()) {
      add("from outside", Level.GOOD, "Somebody from outside has connected to this peer.", "");
    } else {
      add(
          "from outside",
          Level.WARNING,
          "Nobody from outside has connected to this peer since it started.",
          "If that stays so, forward TCP port %d and TCP and UDP port %d to this machine in your"
                  .formatted(node.nodePort(), node.engine().port())
              + " router. Without that it still fetches, and gives to whom it connects to.");
    }
  }

  private void lan() {
    if (!node.config().lan()) {
      return;
    }
    String trouble =
        node.overlay().lanTrouble().isEmpty()
            ? node.engine().lanTrouble()
            : node.overlay().lanTrouble();
    if (trouble.isEmpty()) {
      add("local network", Level.GOOD, "Announces itself on the local network.", "");
    } else {
      add(
          "local network",
          Level.WARNING,
          "The local network cannot be searched: " + trouble,
          "Allow multicast (UDP 5353 and 6771) in firewall and router, or tell contacts your"
              + " address by an invitation.");
    }
  }

  private void dht() {
    if (node.dht().isEmpty()) {
      return;
    }
    DhtStatus status = node.dht().get().status();
    if (status.connected()) {
      add("DHT", Level.GOOD, "Knows " + (status.nodes4() + status.nodes6()) + " of its nodes.", "");
    } else {
      add(
          "DHT",
          Level.WARNING,
          "No node of the DHT answers: UDP may be blocked, or nothing is known to begin with.",
          "Allow UDP port %d, or name a node with --bootstrap HOST:PORT; just after the start,"
                  .formatted(node.engine().port())
              + " wait a minute.");
    }
  }

  /** Compares this clock with those of contacts, each that far ahead of it. */
  static Optional<Finding> clock(List<Duration> ahead) {
    if (ahead.size() < CLOCKS_MIN) {
      return Optional.empty();
    }
    List<Duration> sorted = new ArrayList<>(ahead);
    Collections.sort(sorted);
    Duration middle = sorted.get(sorted.size() / 2);
    long apart = sorted.stream().filter(each -> each.abs().compareTo(CLOCK_APART_MAX) > 0).count();
    if (apart < CLOCKS_MIN || middle.abs().compareTo(CLOCK_APART_MAX) <= 0) {
      return Optional.of(
          new Finding("clock", Level.GOOD, "Agrees with the clocks of contacts.", ""));
    }
    return Optional.of(
        new Finding(
            "clock",
            Level.BAD,
            "This machine's clock is %d s %s those of %d contacts."
                .formatted(
                    middle.abs().toSeconds(), middle.isNegative() ? "ahead of" : "behind", apart),
            "Set the clock, or have it set over the network (timedatectl set-ntp true)."));
  }

  private void disk() {
    Path downloads = node.config().downloads();
    Path there = downloads.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      add(
          "downloads",
          Level.BAD,
          "Nothing can be written to " + downloads + ".",
          "Give yourself the right to write to " + there + ", or start with --downloads DIR.");
      return;
    }
    long free;
    try {
      free = Files.getFileStore(there).getUsableSpace();
    } catch (IOException e) {
      add("downloads", Level.WARNING, "Its free space is not known: " + e.getMessage(), "");
      return;
    }
    add(
        "downloads",
        free < FREE_BYTES_NEEDED ? Level.BAD : free < FREE_BYTES_LOW ? Level.WARNING : Level.GOOD,
        "%d MiB are free for %s.".formatted(free >> 20, downloads),
        free < FREE_BYTES_LOW ? "Make room, or start with --downloads DIR on another disk." : "");
  }

  private void folder() {
    Path folder = node.config().folder();
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> others = EnumSet.allOf(PosixFilePermission.class);
    others.removeIf(permission -> permission.name().startsWith("OWNER"));
    try {
      if (!Collections.disjoint(Files.getPosixFilePermissions(folder), others)) {
        add(
            "folder",
            Level.WARNING,
            "Other users of this machine may look into " + folder + ".",
            "chmod 700 " + folder);
      }
    } catch (IOException e) {
      add("folder", Level.BAD, folder + " cannot be read: " + e.getMessage(), "");
    }
  }

  private void contacts() {
    List<Contact> all = node.overlay().contacts().all();
    for (Contact contact : all) {
      if (node.overlay().links().state(contact.id()).orElse(null)
          instanceof LinkState.Unreachable(String reason, var _, var _)) {
        add(contact.name(), Level.WARNING, "Cannot be reached: " + reason + ".", advice(reason));
      }
    }
    answers
        .failures()
        .forEach(
            (contact, reason) ->
                add(
                    contact.name(),
                    Level.WARNING,
                    "Does not answer: " + reason + ".",
                    advice(reason)));
    if (!answers.answers().isEmpty()) {
      add("contacts", Level.GOOD, answers.answers().size() + " of " + all.size() + " answer.", "");
    }
  }

  /** What to do about a contact that cannot be reached, by how that failed. */
  static String advice(String reason) {
    if (reason.contains("Another node answered") || reason.contains("cannot prove its key")) {
      return "Another peer answers at its address. Ask the contact whether its key has changed; if"
          + " so, remove it and accept a new invitation.";
    }
    if (reason.contains("not expect") || reason.contains("not a contact")) {
      return "It has removed you. Ask it for an invitation.";
    }
    if (reason.contains("No address")) {
      return "Ask it for an invitation once more, or be on one network with it once.";
    }
    return "It may be switched off, or behind a router that forwards nothing to it; run 'mutual"
        + " doctor' there. It is tried again by itself.";
  }

  private void shares() {
    for (Share share : node.engine().shares()) {
      ShareStatus status = share.status();
      if (status.state() == ShareStatus.State.TROUBLE) {
        add(share.name(), Level.WARNING, status.trouble(), "It is tried again by itself.");
      }
    }
  }
}
