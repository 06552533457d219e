package mutual.overlay.dht;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import mutual.overlay.bencode.BDictionary;
import mutual.overlay.bencode.BList;
import mutual.overlay.bencode.BString;
import mutual.overlay.bencode.BencodeValue;
import org.jspecify.annotations.Nullable;

/**
 * What a DHT node does, without socket, clock or thread: datagrams and the time come in, datagrams
 * go out. One thread at a time may use it.
 *
 * <p>IPv4 and IPv6 have a table and an id each (BEP 32). The id follows from the address that
 * others see (BEP 42); until enough of them agree it is random.
 */
final class DhtCore {
  /** How long an answer is waited for. */
  static final long QUERY_MILLIS = 5_000;

  /** After this time a query no longer keeps its lookup from asking others. */
  static final long SLOW_MILLIS = 800;

  /** Addresses to begin with that are remembered. */
  static final int SEEDS_MAX = 64;

  private static final long BUSY_TICK_MILLIS = 100;
  private static final long IDLE_TICK_MILLIS = 1_000;
  private static final long BOOTSTRAP_MILLIS_MIN = 1_000;
  private static final long BOOTSTRAP_MILLIS_MAX = 5 * 60_000;
  private static final long EXPIRY_MILLIS = 60_000;

  /** Where datagrams go. Promises neither order nor arrival. */
  @FunctionalInterface
  interface Outlet {
    void send(InetSocketAddress to, byte[] datagram);
  }

  /** What becomes of a query: one of {@code answered} and {@code failed}, once. */
  interface Reply {
    void answered(DhtId id, KrpcMessage.Response response);

    void failed();

    /** It takes long; the answer may still come. */
    default void slow() {}
  }

  private record Pending(
      InetSocketAddress to, Optional<DhtId> expected, long sentMillis, Reply reply) {}

  private final Outlet outlet;
  private final RandomGenerator random;
  private final DhtLimits limits;
  private final boolean readOnly;
  private final PacketGate gate;
  private final Map<AddressFamily, RoutingTable> tables = new EnumMap<>(AddressFamily.class);
  private final Map<AddressFamily, AddressVotes> votes = new EnumMap<>(AddressFamily.class);
  private final Map<BString, Pending> pending = new LinkedHashMap<>();
  private final Set<BString> slow = new LinkedHashSet<>();
  private final Set<InetSocketAddress> seeds = new LinkedHashSet<>();
  private final List<Lookup> lookups = new ArrayList<>();
  private final Deque<Lookup> waiting = new ArrayDeque<>();
  private final QueryDesk desk;
  private long nowMillis;
  private long bootstrapMillis;
  private long bootstrapPauseMillis = BOOTSTRAP_MILLIS_MIN;
  private long expiryMillis;
  private long dropped;

  DhtCore(
      Outlet outlet,
      RandomGenerator random,
      DhtLimits limits,
      boolean readOnly,
      Map<AddressFamily, DhtId> ids,
      long nowMillis) {
    this.outlet = outlet;
    this.random = random;
    this.limits = limits;
    this.readOnly = readOnly;
    this.nowMillis = nowMillis;
    this.expiryMillis = nowMillis;
    this.bootstrapMillis = nowMillis;
    this.gate =
        new PacketGate(limits.datagramsPerSecondPerAddressMax(), limits.datagramsPerSecondMax());
    for (AddressFamily family : AddressFamily.values()) {
      DhtId id = ids.containsKey(family) ? ids.get(family) : DhtId.random(random);
      tables.put(family, new RoutingTable(id, nowMillis));
      votes.put(family, new AddressVotes());
    }
    this.desk = new QueryDesk(this, random, nowMillis);
  }

  // ---- what happens to the node -----------------------------------------------------------------

  /** Takes a datagram. */
  void receive(InetSocketAddress from, ByteBuffer datagram, long now) {
    nowMillis = Math.max(nowMillis, now);
    boolean awaited = pending.values().stream().anyMatch(p -> p.to.equals(from));
    if (datagram.remaining() > KrpcMessage.BYTES_MAX
        || from.getPort() == 0
        || (!awaited && !gate.admits(from, nowMillis))) {
      dropped++;
      return;
    }
    @Nullable KrpcMessage message = KrpcMessage.read(datagram).orElse(null);
    switch (message) {
      case null -> dropped++;
      case KrpcMessage.Query query -> {
        if (!readOnly) {
          desk.answer(query, from, nowMillis);
        }
      }
      case KrpcMessage.Response response -> answered(response, from);
      case KrpcMessage.Failure failure -> {
        Pending query = pending.get(failure.transaction());
        if (query != null && query.to.equals(from)) {
          forget(failure.transaction());
          query.reply.failed();
        }
      }
    }
  }

  private void answered(KrpcMessage.Response response, InetSocketAddress from) {
    Pending query = pending.get(response.transaction());
    if (query == null || !query.to.equals(from)) {
      dropped++;
      return;
    }
    forget(response.transaction());
    Optional<DhtId> id = DhtId.of(response.values().string("id"));
    if (id.isEmpty() || !query.expected.map(id.get()::equals).orElse(true)) {
      query.expected.ifPresent(wanted -> failed(new DhtContact(wanted, from)));
      query.reply.failed();
      return;
    }
    DhtContact node = new DhtContact(id.get(), from);
    table(node.family()).answered(node, nowMillis);
    response.seenAs().ifPresent(seen -> seenAs(node.family(), from.getAddress(), seen));
    noticeOthers(node.family(), response.values());
    query.reply.answered(id.get(), response);
  }

  /** An answer may name nodes of the other family, of which few are known at first. */
  private void noticeOthers(AddressFamily asked, BDictionary values) {
    for (AddressFamily other : AddressFamily.values()) {
      if (other != asked && isSparse(other)) {
        values
            .string(other.nodesKey())
            .ifPresent(nodes -> other.unpackNodes(nodes).forEach(this::noticed));
      }
    }
  }

  private boolean isSparse(AddressFamily family) {
    return table(family).size() < RoutingTable.BUCKET_NODES;
  }

  /**
   * Does what is due; returns after how many milliseconds at most this wants to be called again.
   */
  long tick(long now) {
    nowMillis = Math.max(nowMillis, now);
    desk.tick(nowMillis);
    List<Reply> late = new ArrayList<>();
    List<Reply> lost = new ArrayList<>();
    Iterator<Map.Entry<BString, Pending>> queries = pending.entrySet().iterator();
    while (queries.hasNext()) {
      Map.Entry<BString, Pending> entry = queries.next();
      Pending query = entry.getValue();
      long age = nowMillis - query.sentMillis;
      if (age < SLOW_MILLIS) {
        break; // They are in the order in which they were sent.
      }
      if (age >= QUERY_MILLIS) {
        queries.remove();
        slow.remove(entry.getKey());
        query.expected.ifPresent(id -> failed(new DhtContact(id, query.to)));
        lost.add(query.reply);
      } else if (slow.add(entry.getKey())) {
        late.add(query.reply);
      }
    }
    lost.forEach(Reply::failed);
    late.forEach(Reply::slow);
    keepUp();
    List.copyOf(lookups).forEach(Lookup::step);
    lookups.removeIf(Lookup::finished);
    startWaiting();
    return pending.isEmpty() && lookups.isEmpty() ? IDLE_TICK_MILLIS : BUSY_TICK_MILLIS;
  }

  private void keepUp() {
    if (nowMillis - expiryMillis >= EXPIRY_MILLIS) {
      expiryMillis = nowMillis;
      desk.expire(nowMillis);
    }
    // Nodes that begin at the same time do not find each other at once.
    if (nowMillis - bootstrapMillis >= bootstrapPauseMillis) {
      bootstrapPauseMillis = Math.min(2 * bootstrapPauseMillis, BOOTSTRAP_MILLIS_MAX);
      bootstrap(this::isSparse);
    }
    for (RoutingTable table : tables.values()) {
      if (!mayQuery()) {
        return;
      }
      table
          .replacement()
          .or(() -> table.questionable(nowMillis))
          .ifPresent(node -> ping(node.address(), Optional.of(node.id())));
      if (lookups.size() < limits.lookupsMax() && table.size() > 0) {
        table.staleBucket(nowMillis, random).ifPresent(this::refresh);
      }
    }
  }

  // ---- what the node's owner wants --------------------------------------------------------------

  /** Adds addresses of nodes to begin with, and searches for this node's own neighbourhood. */
  void bootstrap(List<InetSocketAddress> addresses) {
    for (InetSocketAddress address : addresses) {
      if (seeds.size() < SEEDS_MAX && !address.isUnresolved()) {
        seeds.add(address);
      }
    }
    bootstrapPauseMillis = BOOTSTRAP_MILLIS_MIN;
    bootstrap(_ -> true);
  }

  private void bootstrap(Predicate<AddressFamily> wanted) {
    bootstrapMillis = nowMillis;
    for (AddressFamily family : families()) {
      if (wanted.test(family)) {
        search(family, table(family).own(), new Refreshing(table(family).own()));
      }
    }
  }

  private void refresh(DhtId target) {
    for (AddressFamily family : AddressFamily.values()) {
      if (table(family).size() > 0) {
        search(family, target, new Refreshing(target));
      }
    }
  }

  /** A search whose answers are all that is wanted: they fill the table. */
  private record Refreshing(DhtId target) implements Lookup.Purpose {
    @Override
    public String method() {
      return "find_node";
    }

    @Override
    public BDictionary.Builder arguments() {
      return BDictionary.builder().put("target", target.string());
    }

    @Override
    public void answered(InetSocketAddress from, KrpcMessage.Response response) {}

    @Override
    public void done(List<Lookup.Holder> nearest) {}
  }

  /** The families in which there is anybody to ask. */
  List<AddressFamily> families() {
    List<AddressFamily> families = new ArrayList<>();
    for (AddressFamily family : AddressFamily.values()) {
      if (table(family).size() > 0 || !seeds(family).isEmpty()) {
        families.add(family);
      }
    }
    return families;
  }

  /** Starts a search, or lets it wait for its turn; says no if too many wait. */
  boolean search(AddressFamily family, DhtId target, Lookup.Purpose purpose) {
    if (lookups.size() >= limits.lookupsMax() && waiting.size() >= limits.lookupsWaitingMax()) {
      return false;
    }
    waiting.add(new Lookup(this, family, target, purpose, seeds(family)));
    startWaiting();
    return true;
  }

  private void startWaiting() {
    while (lookups.size() < limits.lookupsMax()) {
      Lookup next = waiting.poll();
      if (next == null) {
        return;
      }
      lookups.add(next);
      next.step();
    }
  }

  private List<InetSocketAddress> seeds(AddressFamily family) {
    return seeds.stream().filter(seed -> AddressFamily.of(seed) == family).toList();
  }

  // ---- for the parts of the core ----------------------------------------------------------------

  RoutingTable table(AddressFamily family) {
    RoutingTable table = tables.get(family);
    if (table == null) {
      throw new IllegalStateException("Every family has a table");
    }
    return table;
  }

  QueryDesk desk() {
    return desk;
  }

  long dropped() {
    return dropped;
  }

  long now() {
    return nowMillis;
  }

  boolean mayQuery() {
    return pending.size() < limits.queriesInFlightMax();
  }

  /** Whether an address heard of from strangers may be sent to: no global node names local ones. */
  boolean mayBeAsked(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    return Reach.isGlobal(host) || !seenGlobally(AddressFamily.of(address));
  }

  private boolean seenGlobally(AddressFamily family) {
    AddressVotes cast = votes.get(family);
    return cast != null && cast.winner().isPresent();
  }

  /** Sends a query. More than {@link #mayQuery} allows are given up at once. */
  void query(
      InetSocketAddress to,
      Optional<DhtId> expected,
      String method,
      BDictionary.Builder arguments,
      Reply reply) {
    if (!mayQuery()) {
      reply.failed();
      return;
    }
    byte[] bytes = new byte[4];
    BString transaction;
    do {
      random.nextBytes(bytes);
      transaction = BString.of(bytes);
    } while (pending.containsKey(transaction));
    pending.put(transaction, new Pending(to, expected, nowMillis, reply));
    List<BencodeValue> wanted = new ArrayList<>();
    for (AddressFamily family : AddressFamily.values()) {
      if (family == AddressFamily.of(to) || isSparse(family)) {
        wanted.add(BString.of(family.wantedAs()));
      }
    }
    arguments.put("id", table(AddressFamily.of(to)).own().string());
    if (!method.equals("ping")) {
      arguments.put("want", new BList(wanted));
    }
    send(to, new KrpcMessage.Query(transaction, method, arguments.build(), readOnly));
  }

  void send(InetSocketAddress to, KrpcMessage message) {
    outlet.send(to, message.write());
  }

  void ping(InetSocketAddress to, Optional<DhtId> expected) {
    query(
        to,
        expected,
        "ping",
        BDictionary.builder(),
        new Reply() {
          @Override
          public void answered(DhtId id, KrpcMessage.Response response) {}

          @Override
          public void failed() {}
        });
  }

  /** A node that asked us something; it gets into the table if it answers a ping. */
  void noticed(DhtContact node) {
    if (mayQuery()
        && mayBeAsked(node.address())
        && table(node.family()).hasRoomFor(node)
        && pending.values().stream().noneMatch(p -> p.to.equals(node.address()))) {
      ping(node.address(), Optional.of(node.id()));
    }
  }

  private void forget(BString transaction) {
    pending.remove(transaction);
    slow.remove(transaction);
  }

  private void failed(DhtContact node) {
    table(node.family()).failed(node);
  }

  /** Takes one node's word on our address; when many agree, our id follows it. */
  private void seenAs(AddressFamily family, InetAddress voter, InetSocketAddress seen) {
    AddressVotes cast = votes.get(family);
    if (cast == null || AddressFamily.of(seen) != family) {
      return;
    }
    cast.cast(voter, seen.getAddress());
    Optional<InetAddress> agreed = cast.winner();
    if (agreed.isEmpty() || SecureIds.fits(table(family).own(), agreed.get())) {
      return;
    }
    RoutingTable fresh = new RoutingTable(SecureIds.make(agreed.get(), random), nowMillis);
    table(family).all().forEach(node -> fresh.answered(node, nowMillis));
    tables.put(family, fresh);
    search(family, fresh.own(), new Refreshing(fresh.own()));
  }
}
