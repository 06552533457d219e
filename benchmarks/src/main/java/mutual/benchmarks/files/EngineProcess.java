package mutual.benchmarks.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mutual.files.engine.Audience;
import mutual.files.engine.ContentEngine;
import mutual.files.engine.ContentReader;
import mutual.files.engine.EngineConfig;
import mutual.files.engine.FetchPlan;
import mutual.files.engine.PrivateLink;
import mutual.files.engine.PrivatePeers;
import mutual.files.engine.Share;
import mutual.files.engine.ShareStatus;
import mutual.files.torrent.TorrentMaker.Format;
import mutual.middleware.Identity;
import mutual.middleware.NodeId;

/**
 * A content engine of ours in a process of its own, which ends with its input. Commands, their
 * words separated by tabs, and the answers:
 *
 * <pre>
 * id                                       id NODE HOST:PORT
 * know NODE HOST:PORT                      known
 * give PATH FORMAT everyone|contacts       given LINK
 * give-each FOLDER                         given-each COUNT
 * fetch TORRENT FOLDER HOST:PORT …         complete BYTES
 * fetch-private LINK FOLDER                complete BYTES
 * forget                                   forgotten, with what was fetched
 * first-byte LINK FOLDER                   first-byte NANOSECONDS
 * </pre>
 */
public final class EngineProcess {
  private static final int LOOK_MILLIS = 20;

  private final InetAddress bind;
  private final Identity identity;
  private final Map<NodeId, InetSocketAddress> contacts = new ConcurrentHashMap<>();
  private final Semaphore news = new Semaphore(0);
  private final ContentEngine engine;

  private EngineProcess(Path folder, InetAddress bind) throws IOException {
    this.bind = bind;
    identity = Identity.loadOrCreate(Files.createDirectories(folder.resolve("identity")));
    engine = start(folder.resolve("engine"));
  }

  /**
   * @param arguments folder, and address to listen at
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    EngineProcess process =
        new EngineProcess(Path.of(arguments[0]), InetAddress.getByName(arguments[1]));
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(String.join("\t", process.obey(List.of(line.split("\t", -1)))));
      out.flush();
    }
    process.engine.close();
  }

  private ContentEngine start(Path at) throws IOException {
    ContentEngine fresh =
        ContentEngine.start(
            EngineConfig.in(Files.createDirectories(at)).withAddress(bind),
            identity,
            new PrivatePeers() {
              @Override
              public boolean admits(Audience audience, NodeId peer) {
                return audience.contacts() && contacts.containsKey(peer);
              }

              @Override
              public List<InetSocketAddress> find(NodeId provider) {
                return Optional.ofNullable(contacts.get(provider)).stream().toList();
              }
            },
            Optional.empty());
    fresh.onChange(news::release);
    return fresh;
  }

  private List<String> obey(List<String> words)
      throws IOException, InterruptedException, ExecutionException {
    return switch (words.getFirst()) {
      case "id" ->
          List.of("id", identity.id().toString(), bind.getHostAddress() + ":" + engine.port());
      case "know" -> {
        contacts.put(NodeId.parse(words.get(1)), address(words.get(2)));
        yield List.of("known");
      }
      case "give" -> give(words);
      case "give-each" -> giveEach(Path.of(words.get(1)));
      case "fetch" -> {
        Share share =
            engine.fetch(
                Content.parse(Path.of(words.get(1))), FetchPlan.into(Path.of(words.get(2))));
        words.subList(3, words.size()).forEach(peer -> share.addPeer(address(peer)));
        yield complete(share);
      }
      case "fetch-private" ->
          complete(
              engine.fetch(PrivateLink.parse(words.get(1)), FetchPlan.into(Path.of(words.get(2)))));
      case "forget" -> {
        for (Share share : engine.shares()) {
          engine.remove(share, true);
        }
        yield List.of("forgotten");
      }
      case "first-byte" -> firstByte(PrivateLink.parse(words.get(1)), Path.of(words.get(2)));
      default -> List.of("failed", "not a command: " + words);
    };
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  private List<String> give(List<String> words) throws InterruptedException, ExecutionException {
    Audience audience = words.get(3).equals("contacts") ? Audience.CONTACTS : Audience.EVERYONE;
    Share share =
        engine.share(Path.of(words.get(1)), Format.valueOf(words.get(2)), audience).result().get();
    awaitState(share);
    return List.of("given", share.link());
  }

  private List<String> giveEach(Path of)
      throws IOException, InterruptedException, ExecutionException {
    List<Share> given = new ArrayList<>();
    try (Stream<Path> files = Files.list(of)) {
      for (Path file : files.toList()) {
        given.add(engine.share(file, Format.HYBRID, Audience.EVERYONE).result().get());
      }
    }
    for (Share share : given) {
      awaitState(share);
    }
    return List.of("given-each", Integer.toString(given.size()));
  }

  private List<String> complete(Share share) throws InterruptedException {
    awaitState(share);
    return List.of("complete", Long.toString(share.status().hereBytes()));
  }

  private void awaitState(Share share) throws InterruptedException {
    while (share.status().state() != ShareStatus.State.COMPLETE) {
      // Pieces arrive without news.
      boolean _ = news.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      int _ = news.drainPermits();
    }
  }

  /** By an engine that begins just before, and has never spoken with the other one. */
  private List<String> firstByte(PrivateLink link, Path into)
      throws IOException, InterruptedException {
    try (ContentEngine fresh = start(into.resolve("engine"))) {
      long begun = System.nanoTime();
      Share share = fresh.fetch(link, FetchPlan.into(into.resolve("content")));
      ContentReader reader = open(share);
      try (reader) {
        int _ = reader.read(0, ByteBuffer.allocate(1));
        return List.of("first-byte", Long.toString(System.nanoTime() - begun));
      }
    }
  }

  private ContentReader open(Share share) throws IOException, InterruptedException {
    while (share.info().isEmpty() || share.status().state() == ShareStatus.State.DESCRIPTION) {
      boolean _ = news.tryAcquire(1, TimeUnit.MILLISECONDS);
    }
    while (true) {
      try {
        return share.open(0);
      } catch (IOException e) {
        ShareStatus now = share.status();
        if (now.state() == ShareStatus.State.TROUBLE) {
          throw new IOException(now.trouble(), e);
        }
        boolean _ = news.tryAcquire(1, TimeUnit.MILLISECONDS);
      }
    }
  }
}
