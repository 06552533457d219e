package mutual.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import mutual.contracts.files.v1.Offer;
import mutual.files.engine.ContentEngine;
import mutual.files.engine.EngineConfig;
import mutual.files.engine.PrivateLink;
import mutual.files.torrent.InfoHash;
import mutual.middleware.Identity;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeId;
import mutual.middleware.NodeServer;
import mutual.middleware.web.WebRoutes;
import mutual.overlay.Contact;
import mutual.overlay.LinkState;
import mutual.overlay.Overlay;
import mutual.overlay.dht.DhtNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A peer that runs: its overlay, its shares, and the doors for contacts, owner and browser. */
public final class PeerNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerNode.class);

  /** Something that was opened and is to be closed. */
  private interface Opened {
    void close() throws IOException;
  }

  private final PeerConfig config;
  private final NodeId id;
  private final Overlay overlay;
  private final ContentEngine engine;
  private final Optional<DhtNode> dht;
  private final ContactQuestions questions;
  private final Supplier<String> tokens;
  private final Deque<Opened> opened;
  private @Nullable NodeServer server;

  private PeerNode(
      PeerConfig config,
      NodeId id,
      Overlay overlay,
      ContentEngine engine,
      Optional<DhtNode> dht,
      ContactQuestions questions,
      Supplier<String> tokens,
      Deque<Opened> opened) {
    this.config = config;
    this.id = id;
    this.overlay = overlay;
    this.engine = engine;
    this.dht = dht;
    this.questions = questions;
    this.tokens = tokens;
    this.opened = opened;
  }

  /**
   * Starts a peer with what its folder holds, and keeps the configuration there.
   *
   * @param pages makes the dashboard's pages
   * @param tokens makes tokens by which a browser is let in, one at a time
   * @throws IOException with a sentence, if the folder is in use or a port is not free
   */
  public static PeerNode start(
      PeerConfig wanted, Function<PeerNode, WebRoutes> pages, Supplier<String> tokens)
      throws IOException {
    Deque<Opened> opened = new ArrayDeque<>();
    try {
      FolderLock lock = FolderLock.take(wanted.folder());
      opened.push(lock::close);
      InetAddress address = Listening.address(wanted.address());
      PeerConfig config = Listening.withPorts(wanted, address);
      config.store();
      return open(config, address, pages, tokens, opened);
    } catch (IOException | RuntimeException e) {
      closeAll(opened);
      throw e;
    }
  }

  private static PeerNode open(
      PeerConfig config,
      InetAddress address,
      Function<PeerNode, WebRoutes> pages,
      Supplier<String> tokens,
      Deque<Opened> opened)
      throws IOException {
    Clock clock = Clock.systemUTC();
    Identity identity = Identity.loadOrCreate(config.folder());
    Overlay overlay = Overlay.open(identity, config.folder(), config.name(), clock);
    opened.push(overlay::close);
    ContactQuestions questions = new ContactQuestions(overlay, clock);
    ContactPeers peers = new ContactPeers(overlay, questions, clock);
    InetSocketAddress contentPort = new InetSocketAddress(address, config.contentPort());
    Optional<DhtNode> dht = Optional.empty();
    ContentEngine engine;
    try {
      if (config.dht()) {
        DhtNode node =
            DhtNode.builder()
                .bind(contentPort)
                .remember(config.folder().resolve("dht.txt"))
                .start();
        opened.push(node::close);
        dht = Optional.of(node);
        Bootstrap bootstrap = Bootstrap.start(node, config.bootstrap());
        opened.push(bootstrap::close);
      }
      engine =
          ContentEngine.start(
              EngineConfig.in(config.folder())
                  .withAddress(address)
                  .withPort(config.contentPort())
                  .withLan(config.lan()),
              identity,
              peers,
              dht);
    } catch (BindException e) {
      throw taken(config.contentPort() + ", for content", e);
    }
    opened.push(engine::close);
    overlay.contacts().onChange(engine::recheckAccess);
    overlay.links().onAnswer(engine::reachable);
    PeerNode node =
        new PeerNode(config, identity.id(), overlay, engine, dht, questions, tokens, opened);
    node.serve(identity, address, pages.apply(node));
    return node;
  }

  private void serve(Identity identity, InetAddress address, WebRoutes pages) throws IOException {
    Identity owner = RunningPeer.owner(config.folder());
    NodeServer started;
    try {
      started =
          NodeServer.builder(identity)
              .bind(address)
              .nodePort(config.nodePort())
              .access(new PeerAccess(owner.id(), overlay))
              .service(overlay.service())
              .service(new OffersService(engine))
              .service(new ControlService(this))
              .service(new ControlSharesService(this))
              .service(new ControlContactsService(this))
              .people(config.dashboardPort(), pages)
              .start();
    } catch (CompletionException e) {
      throw taken(
          config.nodePort() + ", for peers, or " + config.dashboardPort() + ", for the dashboard",
          e);
    }
    opened.push(started::close);
    server = started;
    overlay.join(
        started.nodePort(),
        dht,
        address.isAnyLocalAddress() ? Overlay.thisHost() : () -> List.of(address),
        config.lan());
    new RunningPeer(identity.id(), new NodeAddress(dialable(address), started.nodePort()))
        .store(config.folder());
    opened.push(() -> RunningPeer.remove(config.folder()));
    opened.push(ShellNames.keep(config.folder(), overlay.contacts(), engine)::close);
  }

  private static IOException taken(String ports, Exception cause) {
    BindException failure =
        new BindException(ports + "; name another port, or end the program that uses it");
    failure.initCause(cause);
    return failure;
  }

  /** An address to connect to, for one to listen at. */
  private static String dialable(InetAddress address) {
    return address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
  }

  /** Its key. */
  public NodeId id() {
    return id;
  }

  /** What it wishes to be called. */
  public String name() {
    return config.name();
  }

  /** How it is, with the ports that were taken. */
  public PeerConfig config() {
    return config;
  }

  /** Contacts, invitations, links, addresses. */
  public Overlay overlay() {
    return overlay;
  }

  /** What is shared and fetched. */
  public ContentEngine engine() {
    return engine;
  }

  /** Its node in the DHT; empty if it keeps out of it. */
  public Optional<DhtNode> dht() {
    return dht;
  }

  /** The port for other peers. */
  public int nodePort() {
    return Objects.requireNonNull(server, "a peer that serves").nodePort();
  }

  /** The dashboard's address with a new token: for the owner's eyes only. */
  public URI dashboard() {
    int port = Objects.requireNonNull(server, "a peer that serves").peoplePort().orElseThrow();
    return URI.create("http://127.0.0.1:" + port + "/?token=" + tokens.get());
  }

  /**
   * Waits until a contact is reachable.
   *
   * @return whether it is now; false if it is not when the time is over
   */
  public boolean awaitReachable(Contact contact, Duration atMost) {
    try {
      return overlay.links().awaitReachable(contact.id(), atMost).orElse(null)
          instanceof LinkState.Reachable;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What contacts offer, asked of all that are reachable at once; waits at most some seconds. */
  public List<ContactOffer> offers() {
    return offers(overlay.contacts().all()).offers();
  }

  /**
   * What contacts offer.
   *
   * @param answered those that answered
   * @param offers the newest first
   */
  record Offers(Set<Contact> answered, List<ContactOffer> offers) {}

  Offers offers(List<Contact> contacts) {
    Map<Contact, ContactQuestions.Answer> answers = questions.askAll(contacts).answers();
    List<ContactOffer> all = new ArrayList<>();
    answers.forEach(
        (contact, answer) ->
            answer.offers().getOffersList().stream()
                .limit(OffersService.OFFERS_MAX)
                .forEach(offer -> offer(contact, offer).ifPresent(all::add)));
    all.sort(Comparator.comparing(ContactOffer::added).reversed());
    return new Offers(answers.keySet(), all);
  }

  private static Optional<ContactOffer> offer(Contact contact, Offer offer) {
    byte[] hash = offer.getInfoHash().toByteArray();
    Optional<InfoHash> named =
        switch (hash.length) {
          case 20 -> Optional.of(InfoHash.v1(hash));
          case 32 -> Optional.of(InfoHash.v2(hash));
          default -> Optional.empty(); // Of a later version.
        };
    return named.map(
        infoHash ->
            new ContactOffer(
                contact,
                new PrivateLink(contact.id(), infoHash, Optional.of(offer.getName())),
                offer.getName(),
                Math.max(0, offer.getBytes()),
                Math.max(0, offer.getFiles()),
                Instant.ofEpochMilli(offer.getAddedMillis())));
  }

  /**
   * What may keep this peer from being reached or from reaching others, and what to do about it.
   */
  public List<Finding> examine() {
    return new Examination(this, questions.askAll(overlay.contacts().all())).findings();
  }

  /** Lets go of everybody and frees the ports and the folder. */
  @Override
  public void close() {
    closeAll(opened);
  }

  private static void closeAll(Deque<Opened> opened) {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (IOException | UncheckedIOException e) {
        LOG.warn("Something could not be closed as it should", e);
      }
    }
  }
}
