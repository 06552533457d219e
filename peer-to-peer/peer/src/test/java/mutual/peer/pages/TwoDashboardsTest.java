package mutual.peer.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import mutual.files.engine.Share;
import mutual.files.engine.ShareStatus.State;
import mutual.pages.browser.Browser;
import mutual.pages.browser.Look;
import mutual.pages.browser.Visit;
import mutual.peer.Await;
import mutual.peer.PeerNode;
import mutual.peer.TestPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people at the dashboards of two peers that run: from dropping a sound to removing it. */
final class TwoDashboardsTest {
  private static final int SECONDS = 60;

  /** About twice what playing takes; all would take half a minute. */
  private static final String UP_LIMIT_KIB = "160";

  /** Where the player goes, far beyond what has arrived. */
  private static final int SOUGHT_SECONDS = 35;

  private static final String DROP =
      """
      ([name, base64]) => {
        const files = new DataTransfer();
        files.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], name));
        for (const event of ["dragenter", "dragover", "drop"])
          document.body.dispatchEvent(
            new DragEvent(event, { bubbles: true, cancelable: true, dataTransfer: files }));
      }
      """;

  @TempDir private Path folder;
  private byte[] sound = {};

  @Test
  void whatOneDropsTheOtherFetchesAndHearsWhileItArrives() throws Exception {
    sound = Scenes.tone(SECONDS);
    try (PeerNode ann = start("Ann");
        PeerNode bob = start("Bob");
        Browser browser = Browser.open();
        Visit anns = browser.visit(Look.LIGHT_WIDE);
        Visit bobs = browser.visit(Look.LIGHT_WIDE)) {
      TestPeer.introduce(ann, bob);
      Page given = anns.go(ann.dashboard().toString()).page();
      Page got = bobs.go(bob.dashboard().toString()).page();

      String link = drop(given);
      fetch(got, link);
      Share share = bob.engine().shares().getFirst();
      pauseAndGoOn(got, share);
      playAndSeek(got, share);
      goOnAfterAPause(got, share);
      bobs.requireNoSidewaysScrolling();
      // That the sound broke off when it was paused.
      var _ = bobs.takeComplaints();

      limit(given, "");
      got.click(".breadcrumb >> text=tone.wav");
      got.waitForSelector(".badge:text-is('Complete')");
      Path fetched = bob.config().downloads().resolve("tone.wav");
      assertThat(fetched).hasBinaryContent(sound);

      got.click("text=Remove and delete the files");
      assertThat(fetched).exists();
      got.click("#confirm [value=yes]");
      got.waitForSelector("text=Offered by contacts");
      assertThat(fetched).doesNotExist();
      given.click("text=Stop sharing it");
      given.click("#confirm [value=yes]");
      given.waitForSelector("text=Nothing is shared or fetched yet");
      assertThat(ann.config().downloads().resolve("Shared/tone.wav")).hasBinaryContent(sound);
      anns.requireNoComplaints();
      bobs.requireNoComplaints();
    }
  }

  private PeerNode start(String name) throws Exception {
    DashboardKeys keys = new DashboardKeys();
    return PeerNode.start(
        TestPeer.config(folder.resolve(name), name),
        node -> Dashboard.routes(node, keys),
        keys::token);
  }

  /** Drops it for all contacts, and slows it down; the page stays at the share. */
  private String drop(Page page) {
    Object _ = page.evaluate(DROP, List.of("tone.wav", Base64.getEncoder().encodeToString(sound)));
    page.check("#drop-dialog [value=CONTACTS]");
    page.click("[data-drop-go]");
    page.waitForSelector("tr:has-text('tone.wav') .badge:text-is('All contacts')");
    page.click("a:text-is('tone.wav')");
    limit(page, UP_LIMIT_KIB);
    return page.textContent(".link-line code");
  }

  private static void limit(Page page, String upKib) {
    page.click("summary:has-text('Limits of speed')");
    page.fill("#field-up", upKib);
    page.click("text=Set limits");
    page.waitForSelector(".toast");
  }

  private static void fetch(Page page, String link) {
    page.fill("#field-link", link);
    page.click("form[action='/fetch'] .button-main");
    page.waitForSelector("h1:text-is('tone.wav')");
    page.waitForSelector("text=Only who Ann lets may fetch it with this link.");
    page.waitForSelector(".big:text-matches('^[1-9]')");
  }

  private static void pauseAndGoOn(Page page, Share share) {
    page.click("text=Pause");
    page.waitForSelector(".badge:text-is('Paused')");
    long here = share.status().hereBytes();
    assertThat(here).isPositive().isLessThan(share.status().contentBytes());
    page.click("nav >> text=Files");
    page.waitForSelector(".paused:has-text('tone.wav') >> text=nothing is fetched or given");
    assertThat(share.status().hereBytes()).isEqualTo(here);
    page.click("a:text-is('tone.wav')");
    page.click("text=Go on");
    page.waitForSelector(".badge:text-is('Fetching')");
    Await.until(() -> share.status().hereBytes() > here);
  }

  private static void playAndSeek(Page page, Share share) {
    page.click("a:text-is('Play')");
    awaitPlaying(page, 0);
    assertThat(share.status().state()).isEqualTo(State.FETCHING);
    Object _ =
        page.evaluate("s => document.querySelector('audio').currentTime = s", SOUGHT_SECONDS);
    awaitPlaying(page, SOUGHT_SECONDS);
    assertThat(share.status().hereBytes()).isLessThan(share.status().contentBytes() * 3 / 4);
  }

  private static void goOnAfterAPause(Page page, Share share) {
    share.pause();
    page.waitForSelector("text=It cannot be read now.");
    page.waitForSelector("text=Paused: nothing is fetched or given.");
    share.resume();
    page.waitForSelector("text=It plays as it arrives");
    awaitPlaying(page, SOUGHT_SECONDS);
    assertThat(share.status().state()).isEqualTo(State.FETCHING);
  }

  /** Waits until it is playing beyond a place. */
  private static void awaitPlaying(Page page, int seconds) {
    Object _ =
        page.waitForFunction(
            """
            from => {
              const audio = document.querySelector("audio");
              return !audio.paused && audio.readyState >= 3 && audio.currentTime > from + 0.2;
            }
            """,
            seconds);
  }
}
