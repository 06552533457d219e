package mutual.files.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import mutual.files.disk.FaultyFileSystem;
import mutual.files.disk.RealFileSystem;
import mutual.files.torrent.TorrentMaker;
import mutual.middleware.Identity;
import mutual.middleware.NodeId;
import mutual.overlay.dht.DhtNode;

/** An engine on the loopback address with a folder of its own, and a memory of who knows whom. */
final class TestPeer implements AutoCloseable {
  private static final long WAIT_SECONDS_MAX = 40;

  final Path folder;
  final Identity identity;

  /** Where others' engines listen. */
  final Map<NodeId, InetSocketAddress> places = new ConcurrentHashMap<>();

  /** Contacts, each with the group it is in. */
  final Map<NodeId, String> contacts = new ConcurrentHashMap<>();

  /** How often it was asked where somebody's engine listens. */
  final AtomicInteger asked = new AtomicInteger();

  private final Optional<DhtNode> dht;
  private final UnaryOperator<EngineConfig> settings;
  private final Patience patience;

  /** Its disk, which can be told to fail. */
  final FaultyFileSystem disk = new FaultyFileSystem(new RealFileSystem());

  ContentEngine engine;

  TestPeer(Path folder) throws IOException {
    this(folder, Patience.USUAL);
  }

  TestPeer(Path folder, Patience patience) throws IOException {
    this(folder, Optional.empty(), UnaryOperator.identity(), patience);
  }

  TestPeer(Path folder, Optional<DhtNode> dht, UnaryOperator<EngineConfig> settings)
      throws IOException {
    this(folder, dht, settings, Patience.USUAL);
  }

  private TestPeer(
      Path folder, Optional<DhtNode> dht, UnaryOperator<EngineConfig> settings, Patience patience)
      throws IOException {
    this.folder = folder;
    this.dht = dht;
    this.settings = settings;
    this.patience = patience;
    this.identity = Identity.loadOrCreate(Files.createDirectories(folder.resolve("id")));
    this.engine = begin();
  }

  private ContentEngine begin() throws IOException {
    return ContentEngine.start(
        settings.apply(
            EngineConfig.in(Files.createDirectories(folder.resolve("engine")))
                .withAddress(InetAddress.getLoopbackAddress())),
        patience,
        identity,
        new PrivatePeers() {
          @Override
          public boolean admits(Audience audience, NodeId peer) {
            String group = contacts.get(peer);
            return group != null
                && (audience.contacts()
                    || audience.peers().contains(peer)
                    || audience.groups().contains(group));
          }

          @Override
          public List<InetSocketAddress> find(NodeId provider) {
            asked.incrementAndGet();
            return Optional.ofNullable(places.get(provider)).stream().toList();
          }
        },
        dht,
        disk);
  }

  /** Ends the engine and starts it again on the same folder. */
  void restart() throws IOException {
    engine.close();
    engine = begin();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), engine.port());
  }

  Path downloads() {
    return folder.resolve("downloads");
  }

  void knows(TestPeer other) {
    contacts.put(other.identity.id(), "friends");
    places.put(other.identity.id(), other.address());
  }

  Share share(Path source, TorrentMaker.Format format, Audience audience) throws Exception {
    return engine.share(source, format, audience).result().get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
  }

  /** A folder of files with seeded content of these sizes. */
  static Path content(Path at, long seed, int... sizes) throws IOException {
    Random random = new Random(seed);
    Files.createDirectories(at.resolve("deeper"));
    for (int i = 0; i < sizes.length; i++) {
      byte[] bytes = new byte[sizes[i]];
      random.nextBytes(bytes);
      Files.write(at.resolve(i % 2 == 0 ? "file-" + i : "deeper/file-" + i), bytes);
    }
    return at;
  }

  /** Waits until the condition holds, which is looked at whenever an engine has news. */
  void await(BooleanSupplier condition) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
    while (!condition.getAsBoolean()) {
      CountDownLatch news = new CountDownLatch(1);
      engine.onChange(news::countDown);
      if (condition.getAsBoolean()) {
        return;
      }
      // Bytes arrive without news; so this also looks now and then.
      boolean _ = news.await(20, TimeUnit.MILLISECONDS);
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(
            engine.shares().stream().map(s -> s + " " + s.status()).toList().toString());
      }
    }
  }

  void awaitComplete(Share share) throws InterruptedException, TimeoutException {
    await(() -> share.status().state() == ShareStatus.State.COMPLETE);
  }

  static void settle(ShareMaking making) throws InterruptedException, ExecutionException {
    var _ = making.result().get();
  }

  @Override
  public void close() {
    engine.close();
  }
}
