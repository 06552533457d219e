package mutual.peer.pages;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import mutual.files.engine.Audience;
import mutual.files.engine.FetchPlan;
import mutual.files.engine.PrivateLink;
import mutual.files.engine.ShareStatus.State;
import mutual.files.torrent.InfoHash;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.Metainfo;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeId;
import mutual.overlay.Contact;
import mutual.overlay.Invitation;
import mutual.overlay.LinkState;
import mutual.overlay.bencode.BString;
import mutual.peer.ContactOffer;
import mutual.peer.Finding;

/** A peer that is whatever a test says. */
final class HandMadeSource implements DashboardSource {
  final List<HandMadeShare> shares = new CopyOnWriteArrayList<>();
  final List<Making> making = new CopyOnWriteArrayList<>();
  final List<Contact> contacts = new CopyOnWriteArrayList<>();
  final Map<NodeId, LinkState> links = new LinkedHashMap<>();
  final List<ContactOffer> offers = new CopyOnWriteArrayList<>();
  final List<Finding> findings = new CopyOnWriteArrayList<>();
  final Map<NodeId, List<NodeAddress>> neighbours = new LinkedHashMap<>();
  final List<String> asked = new CopyOnWriteArrayList<>();
  final Path downloads;
  Reach reach = new Reach(List.of(), Optional.empty(), OptionalInt.empty());
  Limits limits = new Limits(0, 0);

  /** What sharing ends with, if it fails. */
  Optional<IOException> sharingFails = Optional.empty();

  HandMadeSource(Path downloads) {
    this.downloads = downloads;
  }

  static NodeId node(int number) {
    byte[] key = new byte[NodeId.BYTES];
    key[0] = (byte) (number * 37);
    key[1] = (byte) number;
    return NodeId.of(key);
  }

  HandMadeShare add(HandMadeShare share) {
    shares.add(share);
    return share;
  }

  Contact contact(int number, String name, LinkState link, String... groups) {
    Contact contact = new Contact(node(number), name, new TreeSet<>(List.of(groups)), 0);
    contacts.add(contact);
    links.put(contact.id(), link);
    return contact;
  }

  @Override
  public NodeId id() {
    return node(99);
  }

  @Override
  public String name() {
    return "Ann’s laptop";
  }

  @Override
  public Path downloads() {
    return downloads;
  }

  @Override
  public Reach reach() {
    return reach;
  }

  @Override
  public List<Finding> examine() {
    return findings;
  }

  @Override
  public List<ShareSource> shares() {
    return List.copyOf(shares);
  }

  @Override
  public Optional<ShareSource> share(InfoHash id) {
    return shares.stream().filter(share -> share.id.equals(id)).<ShareSource>map(s -> s).findAny();
  }

  @Override
  public List<Making> making() {
    return making;
  }

  @Override
  public void stopMaking(Path source) {
    making.removeIf(one -> one.source().equals(source));
  }

  @Override
  public CompletionStage<InfoHash> share(Path source, Audience audience) {
    asked.add("share " + source + " with " + audience);
    if (sharingFails.isPresent()) {
      return CompletableFuture.failedFuture(sharingFails.get());
    }
    HandMadeShare share =
        new HandMadeShare(100 + shares.size(), source.getFileName().toString(), State.COMPLETE);
    share.file(share.name, source.toFile().length(), 1);
    share.own = true;
    share.here = 1;
    share.audience = audience;
    shares.add(share);
    return CompletableFuture.completedFuture(share.id);
  }

  @Override
  public InfoHash fetch(Magnet magnet, FetchPlan plan) {
    return fetching("magnet", magnet.name().orElse("Unnamed"), plan);
  }

  @Override
  public InfoHash fetch(Metainfo torrent, FetchPlan plan) {
    return fetching("torrent", torrent.info().name(), plan);
  }

  @Override
  public InfoHash fetch(PrivateLink link, FetchPlan plan) throws IOException {
    if (links.get(link.provider()) == null) {
      throw new IOException("Whose share this is, is no contact of yours: ask for an invitation");
    }
    return fetching("private", link.name().orElse("Unnamed"), plan);
  }

  private InfoHash fetching(String how, String name, FetchPlan plan) {
    asked.add(
        "fetch "
            + how
            + " "
            + name
            + (plan.paused() ? " paused" : "")
            + (plan.sequential() ? " in order" : ""));
    return add(new HandMadeShare(100 + shares.size(), name, State.DESCRIPTION)).id;
  }

  @Override
  public void remove(InfoHash id, boolean withContent) {
    asked.add("remove " + (withContent ? "with content" : "only"));
    shares.removeIf(share -> share.id.equals(id));
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public void limits(Limits chosen) {
    limits = chosen;
  }

  @Override
  public List<Contact> contacts() {
    return List.copyOf(contacts);
  }

  @Override
  public Optional<LinkState> link(NodeId contact) {
    return Optional.ofNullable(links.get(contact));
  }

  @Override
  public List<ContactOffer> offers() {
    return offers;
  }

  @Override
  public void change(Contact contact) {
    if (contacts.stream()
        .anyMatch(
            other -> other.name().equals(contact.name()) && !other.id().equals(contact.id()))) {
      throw new IllegalArgumentException(
          "Another contact is called " + contact.name() + " already");
    }
    contacts.replaceAll(other -> other.id().equals(contact.id()) ? contact : other);
  }

  @Override
  public void removeContact(NodeId contact) {
    contacts.removeIf(other -> other.id().equals(contact));
  }

  @Override
  public Invitation invite(Optional<String> name, SortedSet<String> groups, Duration valid) {
    asked.add("invite " + name.orElse("somebody") + " into " + groups + " for " + valid);
    return new Invitation(
        id(),
        BString.of(new byte[Invitation.SECRET_BYTES]),
        List.of(new NodeAddress("192.0.2.7", 7000), new NodeAddress("2001:db8::7", 7000)),
        HandMadeShare.ADDED.plus(valid),
        "Ann");
  }

  @Override
  public Contact accept(Invitation invitation, Optional<String> name) throws IOException {
    if (invitation.addresses().isEmpty()) {
      throw new IOException("The inviter cannot be reached; is its peer running?");
    }
    return contact(
        50, name.orElse(invitation.name()), new LinkState.Searching(HandMadeShare.ADDED));
  }

  @Override
  public Map<NodeId, List<NodeAddress>> neighbours() {
    return neighbours;
  }

  @Override
  public void tryAgain() {
    asked.add("try again");
  }

  static LinkState reachable() {
    return new LinkState.Reachable(
        new NodeAddress("192.168.1.20", 7000), LinkState.Source.LAN, Instant.now());
  }
}
