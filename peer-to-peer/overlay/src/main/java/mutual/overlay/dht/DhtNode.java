package mutual.overlay.dht;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import mutual.middleware.NodeId;
import mutual.overlay.bencode.BString;
import mutual.overlay.bencode.Bencode;
import mutual.overlay.bencode.BencodeValue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node of BitTorrent's mainline DHT on one UDP port, for IPv4 and IPv6.
 *
 * <pre>{@code
 * try (DhtNode dht = DhtNode.builder().port(6881).remember(folder.resolve("dht.txt")).start()) {
 *   dht.bootstrap(List.of(new InetSocketAddress("router.example", 6881)));
 *   dht.findPeers(infoHash, peer -> connect(peer)).join();
 * }
 * }</pre>
 *
 * <p>Everything found is hearsay: peers may not exist, and only {@link MutableItem}s are checked
 * (their signature), and values by their hash. Consumers and futures are called one after another
 * on a thread of the node, and must not block.
 */
public final class DhtNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DhtNode.class);
  private static final long SAVE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private record Outgoing(InetSocketAddress to, byte[] datagram) {}

  private final DatagramChannel channel;
  private final InetSocketAddress local;
  private final @Nullable Path memory;
  private final ReentrantLock lock = new ReentrantLock();

  /** Released when the core's owner has given it work, so that it is called at once. */
  private final Semaphore work = new Semaphore(0);

  private final List<Outgoing> outgoing = new ArrayList<>();
  private final LinkedBlockingQueue<Runnable> news = new LinkedBlockingQueue<>();
  private final DhtCore core;
  private final Searches searches;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  private DhtNode(Builder builder) throws IOException {
    channel = DatagramChannel.open();
    try {
      channel.bind(builder.bind);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    local = (InetSocketAddress) channel.getLocalAddress();
    memory = builder.memory;
    SavedNodes saved = memory == null ? SavedNodes.none() : SavedNodes.read(memory);
    core =
        new DhtCore(
            (to, datagram) -> outgoing.add(new Outgoing(to, datagram)),
            new SecureRandom(),
            builder.limits,
            builder.readOnly,
            saved.own(),
            millis());
    searches = new Searches(core);
    threads.add(Thread.ofVirtual().name("dht-receive").unstarted(this::receive));
    threads.add(Thread.ofVirtual().name("dht-tick").unstarted(this::tick));
    threads.add(Thread.ofVirtual().name("dht-news").unstarted(this::tell));
    threads.forEach(Thread::start);
    if (!saved.others().isEmpty()) {
      bootstrap(saved.others());
    }
  }

  /** Starts the description of a node. */
  public static Builder builder() {
    return new Builder();
  }

  /** The UDP port. */
  public int port() {
    return local.getPort();
  }

  /** Adds nodes to begin with; those known from before are asked without this. */
  public void bootstrap(List<InetSocketAddress> nodes) {
    ask(() -> core.bootstrap(nodes));
  }

  /**
   * Searches for peers of an info hash.
   *
   * @param found hears each peer as soon as it is heard of
   * @return how many there were
   */
  public CompletableFuture<Integer> findPeers(DhtId infoHash, Consumer<InetSocketAddress> found) {
    return peers(infoHash, OptionalInt.empty(), found);
  }

  /**
   * Announces that this host has an info hash at a port, and searches for others that do. To be
   * repeated before half an hour has passed.
   *
   * @return how many nodes took the announcement
   */
  public CompletableFuture<Integer> announce(
      DhtId infoHash, int port, Consumer<InetSocketAddress> found) {
    return peers(infoHash, OptionalInt.of(port), found);
  }

  private CompletableFuture<Integer> peers(
      DhtId infoHash, OptionalInt port, Consumer<InetSocketAddress> found) {
    CompletableFuture<Integer> done = new CompletableFuture<>();
    ask(
        () ->
            searches.peers(
                infoHash,
                port,
                peer -> news.add(() -> found.accept(peer)),
                count -> news.add(() -> done.complete(count))));
    return done;
  }

  /**
   * Puts an item at the nodes nearest to it. To be repeated within two hours, by anybody.
   *
   * @param replaced if given, nodes take the item only in place of one with this sequence number
   * @return how many nodes took it
   */
  public CompletableFuture<Integer> put(MutableItem item, OptionalLong replaced) {
    CompletableFuture<Integer> done = new CompletableFuture<>();
    ask(() -> searches.put(item, replaced, count -> news.add(() -> done.complete(count))));
    return done;
  }

  /**
   * Searches for the newest item of a key and a salt.
   *
   * @param better hears of each that is newer than those found before
   */
  public CompletableFuture<Optional<MutableItem>> get(
      NodeId key, BString salt, Consumer<MutableItem> better) {
    CompletableFuture<Optional<MutableItem>> done = new CompletableFuture<>();
    ask(
        () ->
            searches.mutable(
                key,
                salt,
                item -> news.add(() -> better.accept(item)),
                item -> news.add(() -> done.complete(item))));
    return done;
  }

  /** Puts a value of at most {@value MutableItem#VALUE_BYTES_MAX} bytes under its own hash. */
  public CompletableFuture<Integer> put(BencodeValue value) {
    if (Bencode.encodedLength(value) > MutableItem.VALUE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "A value has at most " + MutableItem.VALUE_BYTES_MAX + " bytes");
    }
    CompletableFuture<Integer> done = new CompletableFuture<>();
    ask(() -> searches.put(value, count -> news.add(() -> done.complete(count))));
    return done;
  }

  /** Searches for the value whose encoding has a SHA-1. */
  public CompletableFuture<Optional<BencodeValue>> get(DhtId hash) {
    CompletableFuture<Optional<BencodeValue>> done = new CompletableFuture<>();
    ask(() -> searches.immutable(hash, value -> news.add(() -> done.complete(value))));
    return done;
  }

  /** How the node is doing. */
  public DhtStatus status() {
    lock.lock();
    try {
      return new DhtStatus(
          core.table(AddressFamily.IPV4).size(),
          core.table(AddressFamily.IPV6).size(),
          core.desk().peers().hashes(),
          core.desk().items().size(),
          core.dropped());
    } finally {
      lock.unlock();
    }
  }

  /** Remembers the nodes it knows, if it was told where, and frees the port. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    save();
    closed = true;
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("The DHT's port was closed with an error", e);
    }
    threads.forEach(Thread::interrupt);
  }

  private void save() {
    if (memory == null) {
      return;
    }
    Map<AddressFamily, DhtId> own = new EnumMap<>(AddressFamily.class);
    List<InetSocketAddress> others = new ArrayList<>();
    lock.lock();
    try {
      for (AddressFamily family : AddressFamily.values()) {
        own.put(family, core.table(family).own());
        core.table(family).all().stream()
            .limit(DhtCore.SEEDS_MAX / 2)
            .forEach(node -> others.add(node.address()));
      }
    } finally {
      lock.unlock();
    }
    if (!others.isEmpty()) {
      new SavedNodes(own, others).write(memory);
    }
  }

  // ---- threads
  // -----------------------------------------------------------------------------------

  private static long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Gives the core work of its owner's, for which it may have to be called more often. */
  private void ask(Runnable action) {
    locked(action);
    work.release();
  }

  /** Lets the core do something, then sends what it wants sent, without the lock. */
  private void locked(Runnable action) {
    List<Outgoing> toSend;
    lock.lock();
    try {
      action.run();
      toSend = List.copyOf(outgoing);
      outgoing.clear();
    } finally {
      lock.unlock();
    }
    for (Outgoing one : toSend) {
      try {
        channel.send(ByteBuffer.wrap(one.datagram), one.to);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // No route to one node, or none at all; the query will time out.
        LOG.debug("No datagram can be sent to {}", one.to, e);
      }
    }
  }

  private void receive() {
    ByteBuffer buffer = ByteBuffer.allocate(KrpcMessage.BYTES_MAX + 1);
    while (!closed) {
      try {
        buffer.clear();
        SocketAddress from = channel.receive(buffer);
        buffer.flip();
        if (from instanceof InetSocketAddress address) {
          locked(() -> core.receive(address, buffer, millis()));
        }
      } catch (AsynchronousCloseException e) {
        return;
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // An earlier datagram could not be delivered, and the system says so here.
        LOG.debug("The DHT's port reports", e);
      }
    }
  }

  private void tick() {
    long savedNanos = System.nanoTime();
    try {
      while (!closed) {
        long[] pause = new long[1];
        locked(() -> pause[0] = core.tick(millis()));
        if (System.nanoTime() - savedNanos > SAVE_NANOS) {
          savedNanos = System.nanoTime();
          save();
        }
        boolean _ = work.tryAcquire(pause[0], TimeUnit.MILLISECONDS);
        int _ = work.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell() {
    try {
      while (!closed) {
        Runnable next = news.take();
        try {
          next.run();
        } catch (RuntimeException e) {
          LOG.error("Who asked the DHT failed to take its answer", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a node is to be. */
  public static final class Builder {
    private InetSocketAddress bind = new InetSocketAddress(0);
    private DhtLimits limits = DhtLimits.DEFAULT;
    private boolean readOnly;
    private @Nullable Path memory;

    private Builder() {}

    /** The UDP port, on all addresses; 0 (the default) takes a free one. */
    public Builder port(int port) {
      bind = new InetSocketAddress(port);
      return this;
    }

    /** The one address and port to use. */
    public Builder bind(InetSocketAddress address) {
      bind = address;
      return this;
    }

    public Builder limits(DhtLimits newLimits) {
      limits = newLimits;
      return this;
    }

    /** Asks others but answers nobody, as behind a slow or costly line (BEP 43). */
    public Builder readOnly() {
      readOnly = true;
      return this;
    }

    /** The file in which known nodes are kept over a restart. */
    public Builder remember(Path file) {
      memory = file;
      return this;
    }

    /** Opens the port. */
    public DhtNode start() throws IOException {
      return new DhtNode(this);
    }
  }
}
