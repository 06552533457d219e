package mutual.files.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mutual.files.Await;
import mutual.files.torrent.InfoHashes;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.Metainfo;
import mutual.files.torrent.TorrentMaker.Format;
import mutual.files.wire.MetadataMessage;
import mutual.files.wire.PeerMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that lie, stall, flood, and break off: content comes from the honest all the same. */
@Timeout(60)
final class EngineFaultsTest {
  @TempDir Path folder;
  private final Random random = new Random(11);
  private final List<RawPeer> raw = new ArrayList<>();
  private TestPeer honest;
  private TestPeer we;
  private Path source;
  private Share given;

  @BeforeEach
  void start() throws Exception {
    honest = new TestPeer(folder.resolve("honest"));
    we = new TestPeer(folder.resolve("we"));
    source = TestPeer.content(folder.resolve("music"), 8, 1_300_000, 50_001, 0, 1);
    given = honest.share(source, Format.HYBRID, Audience.EVERYONE);
  }

  @AfterEach
  void stop() throws Exception {
    for (RawPeer each : raw) {
      each.close();
    }
    Await.until(() -> we.engine.shares().stream().allMatch(s -> s.status().peers() == 0));
    we.close();
    honest.close();
    Await.until(
        () -> Threads.named(folder, "peer-read", "peer-write", "files-hello", "share-") == 0);
  }

  private RawPeer call(TestPeer whom) throws IOException {
    RawPeer fresh = new RawPeer(whom.address());
    raw.add(fresh);
    return fresh;
  }

  private byte[] hash() {
    return given.hashes().wire().getFirst();
  }

  private RawPeer member(TestPeer whom) throws IOException {
    RawPeer fresh = call(whom);
    assertThat(fresh.shake(hash(), random)).isTrue();
    return fresh;
  }

  private Metainfo torrent() throws Exception {
    return Metainfo.parse(given.torrent().orElseThrow());
  }

  private Share fetch() throws Exception {
    Share share = we.engine.fetch(torrent(), FetchPlan.into(we.downloads()));
    Await.until(() -> share.status().state() == ShareStatus.State.FETCHING);
    return share;
  }

  private void completeFromHonest(Share share) throws Exception {
    share.addPeer(honest.address());
    we.awaitComplete(share);
    ContentEngineTest.assertSame(source, we.downloads().resolve("music"));
  }

  // ---- at the door
  // ---------------------------------------------------------------------------------

  @Test
  void noiseAndHalfHandshakesAreSentAway() throws Exception {
    Share share = fetch();
    byte[] hello = RawPeer.hello(hash(), random);
    for (int length = 1; length < hello.length; length += 3) {
      RawPeer half = call(we);
      half.write(java.util.Arrays.copyOf(hello, length));
      half.channel.shutdownOutput();
      half.awaitClosed();
      byte[] noise = new byte[200];
      random.nextBytes(noise);
      RawPeer noisy = call(we);
      noisy.write(noise);
      noisy.channel.shutdownOutput();
      noisy.awaitClosed();
    }
    completeFromHonest(share);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, -1, 300_000})
  void aMessageThatIsTooLongEndsTheConnection(int length) throws Exception {
    Share share = fetch();
    RawPeer liar = member(we);
    liar.write(ByteBuffer.allocate(4).putInt(length).array());
    liar.awaitClosed();
    completeFromHonest(share);
  }

  // ---- about pieces
  // --------------------------------------------------------------------------------

  @Test
  void aBitfieldOfAnotherLengthEndsTheConnection() throws Exception {
    Share share = fetch();
    RawPeer liar = member(we);
    liar.say(new PeerMessage.Bitfield(ByteBuffer.allocate(3)));
    liar.awaitClosed();
    completeFromHonest(share);
  }

  @Test
  void whoSendsWrongBlocksIsBannedAndTheContentComesFromOthers() throws Exception {
    Share share = fetch();
    RawPeer liar = member(we);
    AtomicInteger asked = new AtomicInteger();
    liar.serve(
        (self, said) -> {
          if (said instanceof PeerMessage.Request(int piece, int begin, int length)) {
            asked.incrementAndGet();
            self.say(new PeerMessage.Piece(piece, begin, ByteBuffer.allocate(length)));
          }
        });
    liar.say(new PeerMessage.HaveAll(), new PeerMessage.Unchoke());
    Await.until(liar.over::get);
    assertThat(asked.get()).isPositive();
    assertThat(share.status().hereBytes()).isZero();
    completeFromHonest(share);
  }

  @Test
  void blocksThatNobodyAskedForChangeNothing() throws Exception {
    Share share = fetch();
    RawPeer liar = member(we).serve((_, _) -> {});
    liar.say(new PeerMessage.HaveNone());
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                for (int i = 0; i < 200; i++) {
                  liar.say(new PeerMessage.Piece(i % 20, 0, ByteBuffer.allocate(16 << 10)));
                }
              } catch (IOException e) {
                // Wrong blocks of pieces that were being gathered have been found out.
              }
            });
    completeFromHonest(share);
  }

  @Test
  void whoPromisesAllAndGivesNothingHoldsNothingUp() throws Exception {
    Share share = fetch();
    AtomicInteger asked = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      RawPeer staller = member(we);
      staller.serve((_, said) -> asked.addAndGet(said instanceof PeerMessage.Request ? 1 : 0));
      staller.say(new PeerMessage.HaveAll(), new PeerMessage.Unchoke());
    }
    Await.until(() -> asked.get() > 0);
    completeFromHonest(share);
  }

  @Test
  void whoTricklesBlocksHoldsNothingUp() throws Exception {
    Share share = fetch();
    AtomicInteger trickled = new AtomicInteger();
    try (ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor()) {
      for (int i = 0; i < 3; i++) {
        Trickler slow = new Trickler(member(we), new RawSeed(source, torrent().info()), trickled);
        var _ = pace.scheduleAtFixedRate(slow, 0, 10, TimeUnit.MILLISECONDS);
      }
      Await.until(() -> trickled.get() > 1_000);
      completeFromHonest(share);
      assertThat(share.status().receivedBytes()).isGreaterThan(trickled.get());
      pace.shutdownNow();
    }
  }

  /** Gives the right blocks, but each run only a few bytes more. */
  private static final class Trickler implements Runnable {
    private static final int BYTES_EACH = 50;

    private final RawPeer peer;
    private final Queue<PeerMessage> asked = new ConcurrentLinkedQueue<>();
    private final RawSeed content;
    private final AtomicInteger trickled;
    private ByteBuffer rest = ByteBuffer.allocate(0);

    Trickler(RawPeer peer, RawSeed content, AtomicInteger trickled) throws IOException {
      this.peer = peer;
      this.content = content;
      this.trickled = trickled;
      peer.serve(
          (_, said) -> {
            if (said instanceof PeerMessage.Request) {
              asked.add(said);
            }
          });
      peer.say(new PeerMessage.HaveAll(), new PeerMessage.Unchoke());
    }

    @Override
    public void run() {
      PeerMessage next = rest.hasRemaining() ? null : asked.poll();
      if (next instanceof PeerMessage.Request request) {
        rest = ByteBuffer.wrap(RawPeer.bytes(content.block(request)));
      }
      byte[] part = new byte[Math.min(BYTES_EACH, rest.remaining())];
      rest.get(part);
      try {
        peer.write(part);
        trickled.addAndGet(part.length);
      } catch (IOException e) {
        // The engine has left, or is told to.
        rest = ByteBuffer.allocate(0);
      }
    }
  }

  @Test
  void floodsHoldNothingUp() throws Exception {
    Share share = fetch();
    for (int i = 0; i < 3; i++) {
      RawPeer flooder = member(we);
      flooder.serve((_, _) -> {});
      Thread.ofVirtual().start(() -> flood(flooder));
    }
    completeFromHonest(share);
  }

  private void flood(RawPeer flooder) {
    try {
      Random own = new Random(4);
      while (!flooder.over.get()) {
        flooder.say(
            new PeerMessage.Interested(),
            new PeerMessage.Have(own.nextInt(given.info().orElseThrow().pieces().pieceCount())),
            new PeerMessage.Request(own.nextInt(5), 0, 16 << 10),
            new PeerMessage.NotInterested(),
            new PeerMessage.Unchoke(),
            new PeerMessage.Choke(),
            new PeerMessage.Suggest(own.nextInt(5)));
      }
    } catch (IOException e) {
      // The engine, or the end of the test, has closed it.
    }
  }

  @Test
  void whoReadsNothingIsNotWaitedFor() throws Exception {
    // Asks the honest seed for more than the system holds, and takes none of it.
    RawPeer deaf = member(honest);
    deaf.say(new PeerMessage.HaveNone(), new PeerMessage.Interested());
    for (int i = 0; i < 250; i++) {
      deaf.say(new PeerMessage.Request(i % 20, 0, 16 << 10));
    }
    completeFromHonest(fetch());
  }

  @Test
  void breakingOffAtAnyPointHurtsNothing() throws Exception {
    Share share = fetch();
    List<byte[]> talk =
        List.of(
            RawPeer.hello(hash(), random),
            RawPeer.bytes(RawPeer.describes(OptionalInt.of(1234))),
            RawPeer.bytes(new PeerMessage.HaveAll()),
            RawPeer.bytes(new PeerMessage.Unchoke()),
            RawPeer.bytes(new PeerMessage.Interested()),
            RawPeer.bytes(new PeerMessage.Piece(0, 0, ByteBuffer.allocate(500))));
    int all = talk.stream().mapToInt(part -> part.length).sum();
    ByteBuffer whole = ByteBuffer.allocate(all);
    talk.forEach(whole::put);
    for (int cut = 1; cut < all; cut += 1 + random.nextInt(12)) {
      try (RawPeer broken = new RawPeer(we.address())) {
        broken.write(java.util.Arrays.copyOf(whole.array(), cut));
      }
    }
    Await.until(() -> share.status().peers() == 0);
    completeFromHonest(share);
  }

  // ---- about descriptions and hashes
  // ---------------------------------------------------------------

  private Share fetchByLink() throws Exception {
    return we.engine.fetch(Magnet.parse(given.link()), FetchPlan.into(we.downloads()));
  }

  @Test
  void liesAboutTheDescriptionsLengthDoNotKeepTheTrueOneAway() throws Exception {
    Share share = fetchByLink();
    AtomicInteger asked = new AtomicInteger();
    for (int i = 1; i <= 3; i++) {
      RawPeer liar = member(we);
      // Says a length, and never gives anything.
      liar.serve((_, said) -> asked.addAndGet(RawPeer.ask(said) != null ? 1 : 0));
      liar.say(RawPeer.describes(OptionalInt.of(i * 16_000_000)));
    }
    Await.until(() -> asked.get() > 0);
    completeFromHonest(share);
  }

  @Test
  void aDescriptionOfOtherContentIsNotTaken() throws Exception {
    Share share = fetchByLink();
    int length = torrent().info().bytes().remaining();
    AtomicInteger lies = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      RawPeer liar = member(we);
      liar.serve(
          (self, said) -> {
            MetadataMessage.Ask ask = RawPeer.ask(said);
            if (ask != null) {
              lies.incrementAndGet();
              int part = Math.min(16 << 10, length - ask.part() * (16 << 10));
              self.say(
                  new MetadataMessage.Give(ask.part(), length, ByteBuffer.allocate(part))
                      .message(1));
            }
          });
      liar.say(RawPeer.describes(OptionalInt.of(length)));
    }
    Await.until(() -> lies.get() > 0);
    assertThat(share.status().state()).isEqualTo(ShareStatus.State.DESCRIPTION);
    completeFromHonest(share);
  }

  @Test
  void hashesThatLeadNowhereEndTheConnection() throws Exception {
    Metainfo torrent = torrent();
    RawSeed content = new RawSeed(source, torrent.info());
    // By version 2 alone, the hashes of pieces have to be asked for.
    Share share =
        we.engine.fetch(
            Magnet.parse("magnet:?xt=urn:btmh:1220" + torrent.hashes().v2().orElseThrow().hex()),
            FetchPlan.into(we.downloads()));
    RawPeer liar = call(we);
    assertThat(
            liar.shake(
                InfoHashes.of(torrent.hashes().v2().orElseThrow()).wire().getFirst(), random))
        .isTrue();
    AtomicInteger lies = new AtomicInteger();
    liar.serve(
        (self, said) -> {
          if (RawPeer.ask(said) != null) {
            content.to(self, said);
          } else if (said instanceof PeerMessage.HashRequest(var range)) {
            lies.incrementAndGet();
            self.say(
                new PeerMessage.Hashes(
                    range, ByteBuffer.allocate((range.length() + range.proofLayers()) * 32)));
          }
        });
    liar.say(content.describes(), new PeerMessage.HaveAll());
    Await.until(liar.over::get);
    assertThat(lies.get()).isPositive();
    completeFromHonest(share);
  }

  @Test
  void aHybridComesByVersion1FromWhoKnowsNoOther() throws Exception {
    try (TestPeer hasty =
        new TestPeer(
            folder.resolve("hasty"), Patience.USUAL.withHybridHashes(Duration.ofMillis(50)))) {
      Share share =
          hasty.engine.fetch(Magnet.parse(given.link()), FetchPlan.into(hasty.downloads()));
      assertThat(share.hashes().hybrid()).isTrue();
      RawPeer old = call(hasty);
      assertThat(old.shakeAsOld(given.hashes().v1().orElseThrow().wire(), random)).isTrue();
      AtomicInteger askedForHashes = new AtomicInteger();
      RawSeed content = new RawSeed(source, torrent().info());
      old.serve(
          (self, said) -> {
            askedForHashes.addAndGet(said instanceof PeerMessage.HashRequest ? 1 : 0);
            content.to(self, said);
          });
      old.say(content.describes(), new PeerMessage.HaveAll(), new PeerMessage.Unchoke());
      hasty.awaitComplete(share);
      ContentEngineTest.assertSame(source, hasty.downloads().resolve("music"));
      assertThat(askedForHashes.get()).isZero();
    }
  }

  @Test
  void theSameContentSharedTwiceIsOneShare() throws Exception {
    Share again = honest.share(source, Format.HYBRID, Audience.CONTACTS);
    assertThat(again).isSameAs(given);
    assertThat(again.audience()).isEqualTo(Audience.EVERYONE.and(Audience.CONTACTS));
    assertThat(Files.exists(source)).isTrue();
  }
}
