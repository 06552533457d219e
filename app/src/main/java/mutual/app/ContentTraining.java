package mutual.app;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import mutual.files.engine.Audience;
import mutual.files.engine.ContentEngine;
import mutual.files.engine.EngineConfig;
import mutual.files.engine.FetchPlan;
import mutual.files.engine.PrivateLink;
import mutual.files.engine.PrivatePeers;
import mutual.files.engine.Share;
import mutual.files.engine.ShareStatus;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.MalformedTorrentException;
import mutual.files.torrent.TorrentMaker.Format;
import mutual.middleware.Identity;
import mutual.middleware.NodeId;

/**
 * Content moved between two engines, in the open and by TLS, so that the JVM's profile of what
 * moves bytes is in the start-up cache and is compiled soon after the start.
 */
final class ContentTraining {
  private static final int CONTENT_BYTES = 96 << 20;
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int LOOK_MILLIS = 20;

  private final Path folder;
  private final Semaphore news = new Semaphore(0);
  private final ContentEngine giver;
  private final ContentEngine fetcher;

  private ContentTraining(Path folder) throws IOException {
    this.folder = folder;
    giver = engine("giver");
    fetcher = engine("fetcher");
  }

  /** Takes some seconds. */
  static void run(Path folder) {
    try {
      ContentTraining training = new ContentTraining(folder);
      try (training.giver;
          training.fetcher) {
        for (Format format : Format.values()) {
          training.move(format, Audience.EVERYONE);
        }
        training.move(Format.V2, Audience.CONTACTS);
      }
    } catch (IOException | ExecutionException | MalformedTorrentException e) {
      throw new IllegalStateException("The training failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ContentEngine engine(String name) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    ContentEngine engine =
        ContentEngine.start(
            EngineConfig.in(home.resolve("engine")).withAddress(InetAddress.getLoopbackAddress()),
            Identity.loadOrCreate(home.resolve("identity")),
            new PrivatePeers() {
              @Override
              public boolean admits(Audience audience, NodeId peer) {
                return audience.contacts();
              }

              @Override
              public List<InetSocketAddress> find(NodeId provider) {
                return List.of(address(giver));
              }
            },
            Optional.empty());
    engine.onChange(news::release);
    return engine;
  }

  private static InetSocketAddress address(ContentEngine engine) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), engine.port());
  }

  private void move(Format format, Audience audience)
      throws IOException, InterruptedException, ExecutionException, MalformedTorrentException {
    Path content = random(folder.resolve(format + "-for-" + audience));
    Share given = giver.share(content, format, audience).result().get();
    FetchPlan plan = FetchPlan.into(folder.resolve("fetched"));
    Share fetched =
        audience.contacts()
            ? fetcher.fetch(PrivateLink.parse(given.link()), plan)
            : fetcher.fetch(Magnet.parse(given.link()), plan);
    fetched.addPeer(address(giver));
    while (fetched.status().state() != ShareStatus.State.COMPLETE) {
      // Pieces arrive without news.
      boolean _ = news.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      int _ = news.drainPermits();
    }
    fetcher.remove(fetched, true);
    giver.remove(given, false);
    Files.delete(content);
  }

  /** Not the same twice: content that is known already is not fetched. */
  private static Path random(Path file) throws IOException {
    Random random = new Random();
    byte[] chunk = new byte[CHUNK_BYTES];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int left = CONTENT_BYTES; left > 0; left -= chunk.length) {
        random.nextBytes(chunk);
        out.write(chunk);
      }
    }
    return file;
  }
}
