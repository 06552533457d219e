package mutual.peer.pages;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.concurrent.CompletionStage;
import mutual.files.engine.Audience;
import mutual.files.engine.ContentEngine;
import mutual.files.engine.FetchPlan;
import mutual.files.engine.PrivateLink;
import mutual.files.engine.Share;
import mutual.files.engine.ShareMaking;
import mutual.files.torrent.InfoHash;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.Metainfo;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeId;
import mutual.overlay.Contact;
import mutual.overlay.Invitation;
import mutual.overlay.LinkState;
import mutual.overlay.Overlay;
import mutual.overlay.dht.DhtStatus;
import mutual.peer.ContactOffer;
import mutual.peer.Finding;
import mutual.peer.PeerNode;

/** A real peer as the dashboard sees it. */
final class NodeSource implements DashboardSource {
  private static final Duration CONNECTING_MAX = Duration.ofSeconds(5);

  private final PeerNode node;

  NodeSource(PeerNode node) {
    this.node = node;
  }

  private ContentEngine engine() {
    return node.engine();
  }

  private Overlay overlay() {
    return node.overlay();
  }

  @Override
  public NodeId id() {
    return node.id();
  }

  @Override
  public String name() {
    return node.name();
  }

  @Override
  public Path downloads() {
    return node.config().downloads();
  }

  @Override
  public Reach reach() {
    return new Reach(
        overlay().addresses(),
        engine().reachedFromOutside(),
        node.dht()
            .map(
                dht -> {
                  DhtStatus status = dht.status();
                  return OptionalInt.of(status.nodes4() + status.nodes6());
                })
            .orElse(OptionalInt.empty()));
  }

  @Override
  public List<Finding> examine() {
    return node.examine();
  }

  @Override
  public List<ShareSource> shares() {
    return engine().shares().stream().<ShareSource>map(EngineShare::new).toList();
  }

  @Override
  public Optional<ShareSource> share(InfoHash id) {
    return engine().find(id).map(EngineShare::new);
  }

  @Override
  public List<Making> making() {
    return engine().making().stream()
        .map(making -> new Making(making.source(), making.doneBytes(), making.totalBytes()))
        .toList();
  }

  @Override
  public void stopMaking(Path source) {
    engine().making().stream()
        .filter(making -> making.source().equals(source))
        .forEach(ShareMaking::stop);
  }

  @Override
  public CompletionStage<InfoHash> share(Path source, Audience audience) {
    return engine().share(source, audience.usualFormat(), audience).result().thenApply(Share::id);
  }

  @Override
  public InfoHash fetch(Magnet magnet, FetchPlan plan) throws IOException {
    return engine().fetch(magnet, plan).id();
  }

  @Override
  public InfoHash fetch(Metainfo torrent, FetchPlan plan) throws IOException {
    return engine().fetch(torrent, plan).id();
  }

  @Override
  public InfoHash fetch(PrivateLink link, FetchPlan plan) throws IOException {
    return engine().fetch(link, plan).id();
  }

  @Override
  public void remove(InfoHash id, boolean withContent) throws IOException {
    Optional<Share> share = engine().find(id);
    if (share.isPresent()) {
      engine().remove(share.get(), withContent);
    }
  }

  @Override
  public Limits limits() {
    return new Limits(engine().upLimitBytesPerSecond(), engine().downLimitBytesPerSecond());
  }

  @Override
  public void limits(Limits limits) {
    engine().limits(limits.upBytesPerSecond(), limits.downBytesPerSecond());
  }

  @Override
  public List<Contact> contacts() {
    return overlay().contacts().all();
  }

  @Override
  public Optional<LinkState> link(NodeId contact) {
    return overlay().links().state(contact);
  }

  @Override
  public List<ContactOffer> offers() {
    return node.offers();
  }

  @Override
  public void change(Contact contact) {
    overlay().contacts().put(contact);
  }

  @Override
  public void removeContact(NodeId contact) {
    overlay().contacts().remove(contact);
  }

  @Override
  public Invitation invite(Optional<String> name, SortedSet<String> groups, Duration valid) {
    return overlay().invite(name, groups, valid);
  }

  @Override
  public Contact accept(Invitation invitation, Optional<String> name) throws IOException {
    try {
      Contact contact = overlay().accept(invitation, name);
      // The page that follows says how it stands, which is settled within a moment mostly.
      boolean _ = node.awaitReachable(contact, CONNECTING_MAX);
      return contact;
    } catch (StatusRuntimeException refused) {
      throw new IOException(
          Objects.requireNonNullElse(
              refused.getStatus().getDescription(), "The inviter could not be asked"),
          refused);
    }
  }

  @Override
  public Map<NodeId, List<NodeAddress>> neighbours() {
    return overlay().neighbours();
  }

  @Override
  public void tryAgain() {
    overlay().links().tryAgain();
  }
}
