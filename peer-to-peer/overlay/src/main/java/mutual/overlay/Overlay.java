package mutual.overlay;

import com.google.protobuf.ByteString;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import mutual.contracts.peer.v1.AcceptInvitationRequest;
import mutual.contracts.peer.v1.AcceptInvitationResponse;
import mutual.contracts.peer.v1.ContactsGrpc;
import mutual.contracts.peer.v1.GreetRequest;
import mutual.middleware.Access;
import mutual.middleware.Directory;
import mutual.middleware.Identity;
import mutual.middleware.NodeAddress;
import mutual.middleware.NodeClient;
import mutual.middleware.NodeId;
import mutual.overlay.bencode.BString;
import mutual.overlay.dht.DhtNode;
import mutual.overlay.dht.MutableItem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A peer's place among others: who its contacts are, where they are, and how they find it.
 *
 * <pre>{@code
 * Overlay overlay = Overlay.open(identity, folder, "Ann", Clock.systemUTC());
 * NodeServer server =
 *     NodeServer.builder(identity).access(overlay.access()).service(overlay.service()).start();
 * overlay.join(server.nodePort(), Optional.of(dht), Overlay.thisHost(), true);
 * }</pre>
 *
 * <p>After {@link #join}, {@link #client()} reaches each contact that can be reached, by its key.
 */
public final class Overlay implements AutoCloseable {
  /** Peers on the local network that are no contacts and are remembered, to be invited perhaps. */
  public static final int NEIGHBOURS_MAX = 64;

  /** The salt of a peer's address record among its key's items in the DHT. */
  static final BString DHT_SALT = BString.of("mutual.addresses");

  private static final Logger LOG = LoggerFactory.getLogger(Overlay.class);
  private static final Duration NETWORK_LOOKED_AT_EVERY = Duration.ofSeconds(3);
  private static final long ACCEPTING_SECONDS_MAX = 10;
  private static final Duration PUBLISHED_EVERY = Duration.ofMinutes(50);

  private final Identity identity;
  private final Clock clock;
  private final Directory directory = Directory.inMemory();
  private final NodeClient client;
  private final ContactBook contacts;
  private final InvitationBook invitations;
  private final OwnAddresses own;
  private final PeerLinks links;
  private final ContactsService service;
  private final Semaphore closing = new Semaphore(0);
  private final Semaphore proving = new Semaphore(1);
  private final Map<NodeId, List<NodeAddress>> neighbours =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, List<NodeAddress>> eldest) {
          return size() > NEIGHBOURS_MAX;
        }
      };
  private @Nullable LanDiscovery lan;
  private Optional<DhtNode> dht = Optional.empty();
  private volatile boolean closed;

  private Overlay(Identity identity, Path folder, String name, Clock clock) {
    this.identity = identity;
    this.clock = clock;
    client = NodeClient.builder(identity, directory).build();
    contacts = ContactBook.open(folder.resolve("contacts.txt"));
    invitations = new InvitationBook(folder.resolve("invitations.txt"), clock);
    own = new OwnAddresses(identity, name, clock);
    AddressBook records =
        new AddressBook(folder.resolve("addresses.txt"), node -> contacts.find(node).isPresent());
    links = new PeerLinks(contacts, records, own, directory, client, clock);
    service = new ContactsService(contacts, invitations, own, links, clock);
  }

  /**
   * Opens what a folder holds of contacts, invitations and addresses.
   *
   * @param name what this peer wishes to be called by others
   */
  public static Overlay open(Identity identity, Path folder, String name, Clock clock) {
    return new Overlay(identity, folder, name, clock);
  }

  /** What to serve on the node port. */
  public BindableService service() {
    return service;
  }

  /** Contacts may call; strangers only to accept an invitation, while there is one. */
  public Access access() {
    return new Access() {
      @Override
      public boolean expects(NodeId caller) {
        return contacts.find(caller).isPresent() || invitations.anyOpen();
      }

      @Override
      public boolean allows(NodeId caller, String method) {
        return contacts.find(caller).isPresent()
            || method.equals(ContactsService.ACCEPT_INVITATION);
      }
    };
  }

  public ContactBook contacts() {
    return contacts;
  }

  public PeerLinks links() {
    return links;
  }

  /** Calls contacts by their key. */
  public NodeClient client() {
    return client;
  }

  /** Where this peer is now, as it tells others. */
  public List<NodeAddress> addresses() {
    return own.addresses();
  }

  /** Addresses of another peer that uses a copy of this one's key, if one was noticed. */
  public Optional<List<NodeAddress>> copiedKey() {
    return own.copy();
  }

  /** Why the local network cannot be searched; empty if it can, or is not to be. */
  public String lanTrouble() {
    @Nullable LanDiscovery discovery = lan;
    return discovery == null ? "" : discovery.trouble();
  }

  /** Peers heard on the local network that are no contacts. Whoever they are is not proven. */
  public Map<NodeId, List<NodeAddress>> neighbours() {
    synchronized (neighbours) {
      Map<NodeId, List<NodeAddress>> strangers = new LinkedHashMap<>(neighbours);
      strangers.keySet().removeIf(node -> contacts.find(node).isPresent());
      return strangers;
    }
  }

  /**
   * Begins to keep in touch.
   *
   * @param nodePort where the service is served
   * @param newDht where to publish and look for addresses
   * @param hosts the addresses of this host to use, asked again and again
   * @param onLan whether to announce this peer on the local networks
   */
  public void join(
      int nodePort, Optional<DhtNode> newDht, Supplier<List<InetAddress>> hosts, boolean onLan) {
    dht = newDht;
    if (onLan) {
      lan = new LanDiscovery(identity.id(), own.instance(), nodePort, this::sighted);
    }
    List<InetAddress> first = hosts.get();
    boolean _ = own.moved(first, nodePort);
    links.start(this::find);
    Thread.ofVirtual().name("overlay-network").start(() -> watch(nodePort, hosts, first));
  }

  /** The addresses of this host that others may reach it at. */
  public static Supplier<List<InetAddress>> thisHost() {
    return LocalAddresses::scan;
  }

  private void watch(int port, Supplier<List<InetAddress>> hosts, List<InetAddress> first) {
    long publishedNanos = System.nanoTime();
    try {
      discoverAt(first);
      publish();
      while (!closing.tryAcquire(NETWORK_LOOKED_AT_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        List<InetAddress> now = hosts.get();
        boolean moved = own.moved(now, port);
        if (moved) {
          LOG.info("This peer's addresses are now {}", own.addresses());
          discoverAt(now);
          links.tryAgain();
        }
        if (moved || System.nanoTime() - publishedNanos > PUBLISHED_EVERY.toNanos()) {
          publishedNanos = System.nanoTime();
          publish();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void discoverAt(List<InetAddress> hosts) {
    @Nullable LanDiscovery discovery = lan;
    if (discovery != null && !closed) {
      discovery.use(hosts);
    }
  }

  /** Takes what was heard on the local network. */
  void sighted(LanDiscovery.Sighting sighting) {
    if (sighting.node().equals(identity.id())) {
      // One at a time: anybody on the network can announce this key as often as they like.
      if (proving.tryAcquire()) {
        Thread.ofVirtual().name("overlay-copy").start(() -> proveCopy(sighting));
      }
      return;
    }
    if (contacts.find(sighting.node()).isPresent()) {
      links.rumour(sighting.node(), LinkState.Source.LAN, sighting.addresses());
    } else {
      synchronized (neighbours) {
        neighbours.put(sighting.node(), sighting.addresses());
      }
    }
  }

  /** Whoever is announced with this peer's key is a copy only if it can prove the key. */
  private void proveCopy(LanDiscovery.Sighting sighting) {
    Directory there = Directory.inMemory();
    there.put(identity.id(), sighting.addresses());
    try (NodeClient prober = NodeClient.builder(Identity.ephemeral(), there).build()) {
      var _ =
          prober
              .stub(identity.id(), ContactsGrpc::newBlockingStub)
              .greet(GreetRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      // A stranger is refused, but only after the handshake.
      if (e.getStatus().getCode() == Status.Code.PERMISSION_DENIED) {
        own.copyAt(sighting.addresses());
      } else {
        LOG.info(
            "Somebody announces this peer's key at {} and does not prove it: {}",
            sighting.addresses(),
            e.getMessage());
      }
    } finally {
      proving.release();
    }
  }

  // ---- DHT
  // ---------------------------------------------------------------------------------------

  /** Puts this peer's record into the DHT; looks first whether somebody else has put one. */
  private void publish() {
    dht.ifPresent(
        node -> {
          var _ =
              node.get(identity.id(), DHT_SALT, item -> record(item).ifPresent(own::check))
                  .thenAccept(
                      _ -> {
                        AddressRecord record = own.current();
                        MutableItem item =
                            MutableItem.sign(
                                identity,
                                DHT_SALT,
                                record.sequence(),
                                BString.of(record.signed().toByteArray()));
                        var _ = node.put(item, OptionalLong.empty());
                      });
        });
  }

  private void find(NodeId contact, Consumer<AddressRecord> found) {
    dht.ifPresent(
        node -> {
          var _ = node.get(contact, DHT_SALT, item -> record(item).ifPresent(found));
        });
  }

  private static Optional<AddressRecord> record(MutableItem item) {
    return item.value() instanceof BString bytes
        ? AddressRecord.read(bytes.bytes()).filter(record -> record.node().equals(item.key()))
        : Optional.empty();
  }

  // ---- invitations
  // -------------------------------------------------------------------------------

  /**
   * Writes an invitation that works once.
   *
   * @param name what the new contact is to be called here; what it wishes itself if empty
   * @param groups the groups it is to be in
   */
  public Invitation invite(Optional<String> name, SortedSet<String> groups, Duration valid) {
    Instant expires = clock.instant().plus(valid);
    List<NodeAddress> here = own.addresses();
    return new Invitation(
        identity.id(),
        invitations.issue(name, groups, expires),
        here.subList(0, Math.min(here.size(), Invitation.ADDRESSES_MAX)),
        expires,
        own.name());
  }

  /**
   * Accepts an invitation: proves its secret to the inviter, and only to it. Both are contacts
   * then.
   *
   * @param name what the inviter is to be called here; what it wishes itself if empty
   * @throws IllegalArgumentException if the invitation cannot be accepted by this peer
   * @throws StatusRuntimeException if the inviter refuses or cannot be reached
   */
  public Contact accept(Invitation invitation, Optional<String> name) {
    NodeId inviter = invitation.inviter();
    if (inviter.equals(identity.id())) {
      throw new IllegalArgumentException("This is an invitation of your own: send it to another");
    }
    if (clock.instant().isAfter(invitation.expires())) {
      throw new IllegalArgumentException("This invitation has expired: ask for another");
    }
    Set<NodeAddress> places = new LinkedHashSet<>(invitation.addresses());
    synchronized (neighbours) {
      places.addAll(neighbours.getOrDefault(inviter, List.of()));
    }
    if (places.isEmpty()) {
      places.addAll(lookUp(inviter));
    }
    AcceptInvitationResponse answer =
        askInviter(
            inviter,
            places,
            AcceptInvitationRequest.newBuilder()
                .setSecret(ByteString.copyFrom(invitation.secret().bytes()))
                .setName(own.name())
                .setAddresses(own.current().signed())
                .build());
    Contact contact =
        contacts.add(
            inviter, name.orElse(answer.getName()), new java.util.TreeSet<>(), clock.millis());
    links.rumour(inviter, LinkState.Source.INVITATION, invitation.addresses());
    AddressRecord.read(answer.getAddresses())
        .filter(record -> record.node().equals(inviter))
        .ifPresent(links::heard);
    return contact;
  }

  /** Asks at whichever address the inviter itself answers first. */
  private AcceptInvitationResponse askInviter(
      NodeId inviter, Set<NodeAddress> places, AcceptInvitationRequest request) {
    BlockingQueue<Dialer.Try> ended = links.dialer().dial(places);
    StringBuilder failures = new StringBuilder();
    try {
      for (int i = 0; i < places.size(); i++) {
        Dialer.Try one = ended.take();
        String failure = one.failure();
        if (one.connected()) {
          directory.put(inviter, List.of(one.address()));
          client.forgetFailures(inviter);
          try {
            return client
                .stub(inviter, ContactsGrpc::newBlockingStub)
                .withDeadlineAfter(ACCEPTING_SECONDS_MAX, TimeUnit.SECONDS)
                .acceptInvitation(request);
          } catch (StatusRuntimeException e) {
            if (e.getStatus().getCause() == null) {
              throw e; // The inviter's own word.
            }
            failure = String.valueOf(e.getStatus().getDescription());
          }
        }
        failures.append("; ").append(one.address()).append(": ").append(failure);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw Status.UNAVAILABLE
        .withDescription(inviter.shortText() + " cannot be reached" + failures)
        .asRuntimeException();
  }

  private List<NodeAddress> lookUp(NodeId inviter) {
    if (dht.isEmpty()) {
      throw Status.UNAVAILABLE
          .withDescription("The invitation names no address of " + inviter.shortText())
          .asRuntimeException();
    }
    return dht.get()
        .get(inviter, DHT_SALT, _ -> {})
        .join()
        .flatMap(Overlay::record)
        .map(AddressRecord::addresses)
        .orElse(List.of());
  }

  /** Lets go of all contacts and frees what it holds; the DHT and the server are their owner's. */
  @Override
  public void close() {
    closed = true;
    closing.release();
    links.close();
    @Nullable LanDiscovery discovery = lan;
    if (discovery != null) {
      discovery.close();
    }
    client.close();
  }
}
