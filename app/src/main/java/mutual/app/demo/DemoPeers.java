package mutual.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import mutual.app.town.Member;
import mutual.app.town.Peers;
import mutual.app.town.Standing;
import mutual.files.engine.Audience;
import mutual.files.engine.FetchPlan;
import mutual.files.engine.PrivateLink;
import mutual.files.engine.Share;
import mutual.files.engine.ShareStatus;
import mutual.files.torrent.InfoHash;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.MalformedTorrentException;
import mutual.middleware.Identity;
import mutual.middleware.NodeId;
import mutual.peer.PeerNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three people's peers. They start once the banks' half is up and take their time: the page shows
 * them before they run. At the first start they become contacts by invitations, and get something
 * to share.
 */
final class DemoPeers implements Peers, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DemoPeers.class);
  private static final List<String> NAMES = List.of("Ada", "Bob", "Cleo");
  private static final int ADA = 0;
  private static final int BOB = 1;
  private static final int CLEO = 2;

  /** Written when the first start has come to its end; what a visitor changes then stays so. */
  private static final String SETTLED_FILE = "peers-settled";

  /** So that somebody can watch some megabytes pass. */
  private static final long UP_BYTES_PER_SECOND = 600_000;

  private static final int PATIENCE_SECONDS = 10;

  private final DemoPlan plan;
  private final List<NodeId> ids = new ArrayList<>();
  private final PeerTraffic traffic = new PeerTraffic();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile CompletableFuture<Void> started =
      CompletableFuture.failedFuture(new IllegalStateException("not started yet"));

  /** In the order of their names; all of them, or none before they run. */
  private volatile List<PeerNode> nodes = List.of();

  private volatile String trouble = "";

  /** Knows who they are; none of them runs yet. */
  DemoPeers(DemoPlan plan) {
    this.plan = plan;
    for (String name : NAMES) {
      ids.add(Identity.loadOrCreate(folder(name)).id());
    }
  }

  /** Begins to start them, and returns at once. */
  void start() {
    started =
        CompletableFuture.runAsync(
            this::open, task -> Thread.ofVirtual().name("demo-peers").start(task));
  }

  private Path folder(String name) {
    return plan.folder().resolve(name.toLowerCase(Locale.ROOT));
  }

  private void open() {
    List<PeerNode> opened = new ArrayList<>();
    try {
      boolean settled = Files.exists(plan.folder().resolve(SETTLED_FILE));
      for (int i = 0; i < NAMES.size() && !closed.get(); i++) {
        opened.add(DemoPeer.start(folder(NAMES.get(i)), NAMES.get(i), plan.peerPort(i)));
      }
      if (closed.get()) {
        opened.forEach(PeerNode::close);
        return;
      }
      nodes = List.copyOf(opened);
      introduce(settled);
      if (!settled) {
        supply();
        Files.createFile(plan.folder().resolve(SETTLED_FILE));
      }
    } catch (IOException | RuntimeException e) {
      trouble = "Not at work: see demo.log";
      LOG.error("The peers could not be started", e);
      if (nodes.isEmpty()) {
        opened.forEach(PeerNode::close);
      }
      throw e instanceof RuntimeException bug ? bug : new UncheckedIOException((IOException) e);
    }
  }

  /** At the first start everybody with everybody; later who still know each other, by new ports. */
  private void introduce(boolean settled) {
    for (int i = 0; i < nodes.size(); i++) {
      for (PeerNode guest : nodes.subList(i + 1, nodes.size())) {
        PeerNode inviter = nodes.get(i);
        boolean known = DemoPeer.knows(inviter, guest.id()) && DemoPeer.knows(guest, inviter.id());
        if (known || !settled) {
          DemoPeer.befriend(inviter, guest);
        }
      }
    }
  }

  private void supply() throws IOException {
    for (PeerNode node : nodes) {
      node.engine().limits(UP_BYTES_PER_SECOND, 0);
    }
    Share _ = album();
    Share _ = bells();
  }

  private Share album() throws IOException {
    PeerNode ada = nodes.get(ADA);
    return DemoPeer.share(ada, DemoContent.album(ada.config().folder()), Audience.CONTACTS);
  }

  private Share bells() throws IOException {
    PeerNode bob = nodes.get(BOB);
    return DemoPeer.share(bob, DemoContent.bells(bob.config().folder()), Audience.EVERYONE);
  }

  // ---- what the page shows
  // ---------------------------------------------------------------------------------------

  @Override
  public List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      int member = i;
      members.add(
          new Member(
              NAMES.get(i),
              Member.Role.PEER,
              ids.get(i),
              "/peers/" + i,
              "",
              () -> standing(member)));
    }
    return members;
  }

  private Standing standing(int member) {
    List<PeerNode> running = nodes;
    return closed.get() || running.isEmpty() || !trouble.isEmpty()
        ? new Standing(false, "", trouble.isEmpty() ? "Starting …" : trouble)
        : Standing.ofPeer(running.get(member));
  }

  @Override
  public Optional<URI> dashboard(int member) {
    List<PeerNode> running = nodes;
    return running.isEmpty() ? Optional.empty() : Optional.of(running.get(member).dashboard());
  }

  @Override
  public List<Flow> flows() {
    return traffic.since(nodes);
  }

  // ---- what a visitor can have them do
  // ---------------------------------------------------------------------------------------

  @Override
  public List<Deed> deeds() {
    return List.of(
        new Deed("Cleo fetches Ada's album", () -> begin(this::fetchAlbum)),
        new Deed("Ada and Cleo fetch Bob's bells", () -> begin(this::fetchBells)));
  }

  private interface Fetching {
    void start() throws IOException;
  }

  private boolean begin(Fetching fetching) {
    if (closed.get()) {
      return false;
    }
    try {
      // Who presses a button in the first seconds waits for them.
      var _ = started.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      fetching.start();
      return true;
    } catch (ExecutionException | TimeoutException notRunning) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From a contact, by both keys. */
  private synchronized void fetchAlbum() throws IOException {
    PeerNode cleo = nodes.get(CLEO);
    PrivateLink link = PrivateLink.parse(album().link());
    if (forget(cleo, link.hash())) {
      Share _ = cleo.engine().fetch(link, FetchPlan.into(cleo.config().downloads()));
    }
  }

  /** As any BitTorrent programs would, and what one has already the other gets from it too. */
  private synchronized void fetchBells() throws IOException {
    Magnet magnet = magnet(bells());
    List<PeerNode> fetchers = List.of(nodes.get(ADA), nodes.get(CLEO));
    for (PeerNode fetcher : fetchers) {
      if (forget(fetcher, magnet.hashes().best())) {
        Share share = fetcher.engine().fetch(magnet, FetchPlan.into(fetcher.config().downloads()));
        for (PeerNode other : nodes) {
          if (!other.equals(fetcher)) {
            share.addPeer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), other.engine().port()));
          }
        }
      }
    }
  }

  private static Magnet magnet(Share share) {
    try {
      return Magnet.parse(share.link());
    } catch (MalformedTorrentException e) {
      throw new IllegalStateException("a public share has no magnet link", e);
    }
  }

  /** Removes what was fetched before, so that it can be fetched again; false while it comes in. */
  private static boolean forget(PeerNode peer, InfoHash hash) throws IOException {
    Optional<Share> known = peer.engine().find(hash);
    if (known.isEmpty()) {
      return true;
    }
    if (known.get().own() || known.get().status().state() != ShareStatus.State.COMPLETE) {
      return false;
    }
    peer.engine().remove(known.get(), true);
    return true;
  }

  /** Waits until all run and have something to share. */
  List<PeerNode> await(long secondsMax) {
    try {
      var _ = started.get(secondsMax, TimeUnit.SECONDS);
      return nodes;
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The peers did not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whatever is fetched goes on at the next start. */
  @Override
  public void close() {
    closed.set(true);
    var _ = started.exceptionally(_ -> null).join();
    try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
      nodes.forEach(node -> closing.execute(node::close));
    }
  }
}
