package mutual.files.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import mutual.files.Await;
import mutual.files.Opened;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.TorrentMaker.Format;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that do not come to shake hands keep nobody out who does. */
@Timeout(60)
final class EngineDoorTest {
  /** Longer than any test may take: nobody gets in because others' time is over. */
  private static final Patience ENDLESS = Patience.USUAL.withHello(Duration.ofMinutes(10));

  private static final int TLS_FIRST_BYTE = 0x16;

  @TempDir Path folder;
  private final Random random = new Random(3);
  private final Opened opened = new Opened();

  @AfterEach
  void stop() throws Exception {
    opened.close();
    Await.until(() -> Threads.named(folder, "files-hello") == 0);
  }

  private TestPeer peer(String name, Patience patience) throws IOException {
    return opened.add(new TestPeer(folder.resolve(name), patience));
  }

  private RawPeer call(TestPeer whom) throws IOException {
    return opened.add(new RawPeer(whom.address()));
  }

  /** A stranger fetches what is public, and a contact what is not. */
  private void assertServes(TestPeer ann) throws Exception {
    TestPeer ben = peer("ben", Patience.USUAL);
    ann.knows(ben);
    ben.knows(ann);
    Path music = TestPeer.content(folder.resolve("music"), 1, 600_000);
    Path photos = TestPeer.content(folder.resolve("photos"), 2, 600_000);
    Share shown = ann.share(music, Format.V1, Audience.EVERYONE);
    Share meant = ann.share(photos, Format.HYBRID, Audience.CONTACTS);
    FetchPlan plan = FetchPlan.into(ben.downloads());
    Share stranger = ben.engine.fetch(Magnet.parse(shown.link()), plan);
    stranger.addPeer(ann.address());
    Share contact = ben.engine.fetch(PrivateLink.parse(meant.link()), plan);
    ben.awaitComplete(stranger);
    ben.awaitComplete(contact);
    ContentEngineTest.assertSame(music, ben.downloads().resolve("music"));
    ContentEngineTest.assertSame(photos, ben.downloads().resolve("photos"));
  }

  @Test
  void whoSaysNothingKeepsNobodyOut() throws Exception {
    TestPeer ann = peer("ann", ENDLESS);
    Path source = TestPeer.content(folder.resolve("words"), 3, 1_000);
    Share given = ann.share(source, Format.V1, Audience.EVERYONE);
    List<RawPeer> silent = new ArrayList<>();
    for (int i = 0; i < 2 * WaitingRoom.CALLERS_MAX; i++) {
      silent.add(call(ann));
    }
    assertThat(call(ann).shake(given.hashes().wire().getFirst(), random)).isTrue();
    // Those that were silent longest have made room for the others.
    silent.subList(0, WaitingRoom.CALLERS_MAX).forEach(EngineDoorTest::awaitClosed);
    assertServes(ann);
  }

  private static void awaitClosed(RawPeer peer) {
    try {
      peer.awaitClosed();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFloodOfGarbageKeepsNobodyOut() throws Exception {
    TestPeer ann = peer("ann", ENDLESS);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger calls = new AtomicInteger();
    List<Thread> flooders = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Random own = new Random(i);
      flooders.add(Thread.ofVirtual().start(() -> flood(ann, own, over, calls)));
    }
    try {
      Await.until(() -> calls.get() > 4 * WaitingRoom.CALLERS_MAX);
      assertServes(ann);
    } finally {
      over.set(true);
      for (Thread each : flooders) {
        each.join();
      }
    }
  }

  private static void flood(TestPeer whom, Random own, AtomicBoolean over, AtomicInteger calls) {
    Deque<RawPeer> held = new ArrayDeque<>();
    try {
      while (!over.get()) {
        byte[] noise = new byte[1 + own.nextInt(100)];
        own.nextBytes(noise);
        // Some begin as a handshake does, and so have to be waited for.
        noise[0] = List.of(noise[0], (byte) 19, (byte) TLS_FIRST_BYTE).get(own.nextInt(3));
        RawPeer flooder = new RawPeer(whom.address());
        held.add(flooder);
        calls.incrementAndGet();
        try {
          flooder.write(noise);
        } catch (IOException e) {
          // Sent away before it has said all.
        }
        if (held.size() > WaitingRoom.CALLERS_MAX) {
          held.remove().close();
        }
      }
      for (RawPeer each : held) {
        each.close();
      }
    } catch (IOException e) {
      throw new AssertionError("The door does not open", e);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHandshakeThatTricklesIsNotWaitedFor(boolean secured) throws Exception {
    TestPeer ann = peer("ann", Patience.USUAL.withHello(Duration.ofMillis(300)));
    Path source = TestPeer.content(folder.resolve("words"), 3, 1_000);
    Share given = ann.share(source, Format.V1, Audience.EVERYONE);
    byte[] hello = RawPeer.hello(given.hashes().wire().getFirst(), random);
    if (secured) {
      // A record of TLS that is longer than what comes of it.
      Arrays.fill(hello, (byte) 0);
      System.arraycopy(
          new byte[] {TLS_FIRST_BYTE, 3, 1, 2, 0, 1, 0, 1, (byte) 252}, 0, hello, 0, 9);
    }
    RawPeer slow = call(ann);
    slow.channel.socket().setSoTimeout(50);
    int said = 0;
    while (said < hello.length && isOpen(slow)) {
      slow.write(hello[said++]);
    }
    // All of it would take ten times as long as it may.
    assertThat(said).isBetween(1, hello.length - 1);
    call(ann).awaitClosed();
    assertThat(call(ann).shake(given.hashes().wire().getFirst(), random)).isTrue();
  }

  /** Hears for a moment whether the engine has closed. */
  private static boolean isOpen(RawPeer peer) throws IOException {
    try {
      return peer.channel.socket().getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (java.net.SocketException e) {
      return false;
    }
  }
}
