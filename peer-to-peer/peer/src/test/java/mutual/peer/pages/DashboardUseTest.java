package mutual.peer.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mutual.files.engine.Audience;
import mutual.files.engine.ShareStatus.State;
import mutual.files.torrent.InfoHash;
import mutual.files.torrent.InfoHashes;
import mutual.files.torrent.Magnet;
import mutual.overlay.Invitation;
import mutual.pages.browser.Browser;
import mutual.pages.browser.Look;
import mutual.pages.browser.Visit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an owner does with the dashboard, done in a browser. */
final class DashboardUseTest {
  private static Browser browser;

  @TempDir private Path folder;
  private HandMadeSource source;
  private Running running;
  private Visit visit;
  private Page page;

  @BeforeAll
  static void open() {
    browser = Browser.open();
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  @BeforeEach
  void start() {
    source = Scenes.busy(folder);
    running = new Running(source);
    visit = browser.visit(Look.LIGHT_WIDE);
    page = visit.go(running.link()).page();
  }

  @AfterEach
  void stop() {
    visit.close();
    running.close();
  }

  private static String magnet() {
    return Magnet.of(InfoHashes.of(InfoHash.v2(new byte[32]))).toString() + "&dn=A+song";
  }

  @Test
  void aMagnetLinkIsFetched() {
    page.fill("#field-link", magnet());
    page.check("[name=paused]");
    page.click("form[action='/fetch'] .button-main");
    page.waitForURL(url -> url.contains("/shares/"));
    assertThat(page.textContent("h1")).isEqualTo("A song");
    assertThat(page.textContent(".toast")).contains("It is being fetched.");
    assertThat(source.asked).containsExactly("fetch magnet A song paused");
  }

  @Test
  void aLinkThatIsNoneIsShownWithWhatIsWrong() {
    for (String link : List.of("https://example.com/x", "magnet:?xt=nonsense", "mutual:share?k=")) {
      page.fill("#field-link", link);
      page.check("[name=sequential]");
      page.click("form[action='/fetch'] .button-main");
      page.waitForSelector("#field-link-error");
      assertThat(page.inputValue("#field-link")).isEqualTo(link);
      assertThat(page.isChecked("[name=sequential]")).isTrue();
      // That the answer is a 422 is what the console complains of.
      var _ = visit.takeComplaints();
    }
    visit.examine("link-wrong");
    assertThat(source.asked).isEmpty();
  }

  @Test
  void anInvitationPastedForALinkIsReadyToBeAccepted() {
    Invitation invitation =
        source.invite(
            java.util.Optional.empty(), new java.util.TreeSet<>(), java.time.Duration.ofDays(1));
    page.fill("#field-link", invitation.link());
    page.click("form[action='/fetch'] .button-main");
    page.waitForSelector("#accept-title");
    assertThat(page.inputValue("#field-link")).isEqualTo(invitation.link());
    page.fill("#accept-name", "Zoe");
    page.click("form[action='/invitations/accept'] .button-main");
    page.waitForSelector("h1:text-is('Zoe')");
  }

  @Test
  void whatAContactOffersIsFetchedByAButton() {
    page.waitForSelector("button[aria-label='Fetch Recipes of grandmother']");
    page.click("button[aria-label='Fetch Recipes of grandmother']");
    page.waitForURL(url -> url.contains("/shares/"));
    assertThat(source.asked).hasSize(1).first().asString().startsWith("fetch private");
  }

  @Test
  void aPathIsSharedWithThoseThatAreChosen() throws IOException {
    Path file = Files.writeString(folder.resolve("plan.txt"), "plan");
    page.click("text=Share a path on this computer");
    page.fill("#field-path", folder.resolve("missing").toString());
    page.click("form[action='/share'] .button-main");
    page.waitForSelector("#field-path-error");
    var _ = visit.takeComplaints();

    page.fill("#field-path", file.toString());
    page.check("form[action='/share'] [value=SOME]");
    page.click("form[action='/share'] .button-main");
    page.waitForSelector("#path-audience-error");
    assertThat(page.inputValue("#field-path")).isEqualTo(file.toString());
    var _ = visit.takeComplaints();
    visit.examine("share-wrong");

    page.check("form[action='/share'] [name=group][value=family]");
    page.click("form[action='/share'] .button-main");
    page.waitForSelector("tr:has-text('plan.txt') .badge:text-is('family')");
    assertThat(source.asked).containsExactly("share " + file + " with group:family");
  }

  @Test
  void whyAPathCouldNotBeSharedStaysUntilItIsDismissed() throws IOException {
    source.sharingFails = java.util.Optional.of(new IOException("The folder is empty"));
    Path file = Files.createDirectory(folder.resolve("nothing"));
    page.click("text=Share a path on this computer");
    page.fill("#field-path", file.toString());
    page.click("form[action='/share'] .button-main");
    page.waitForSelector(".failure:has-text('The folder is empty.')");
    page.click(".failure button");
    page.waitForCondition(() -> page.locator(".failure").count() == 0);
  }

  @Test
  void chosenFilesAreCopiedAndShared() throws IOException {
    page.setInputFiles(
        "#pick-files",
        new FilePayload[] {
          new FilePayload("one.txt", "text/plain", "one".getBytes(UTF_8)),
          new FilePayload("zwei ü.bin", "application/octet-stream", new byte[300_000])
        });
    page.waitForSelector("#drop-dialog[open]");
    assertThat(page.textContent("[data-drop-summary]")).contains("one.txt", "zwei ü.bin");
    visit.examine("drop-dialog");
    page.check("#drop-dialog [value=SOME]");
    page.click("[data-drop-go]");
    page.waitForSelector("[data-drop-error]:has-text('Choose at least one')");
    var _ = visit.takeComplaints();

    page.check("#drop-dialog [value=CONTACTS]");
    page.click("[data-drop-go]");
    page.waitForSelector("tr:has-text('one.txt') .badge:text-is('All contacts')");
    page.waitForSelector(".toast");
    Path shared = folder.resolve("Shared");
    assertThat(shared.resolve("one.txt")).hasContent("one");
    assertThat(shared.resolve("zwei ü.bin")).hasSize(300_000);
    assertThat(source.asked)
        .containsExactlyInAnyOrder(
            "share " + shared.resolve("one.txt") + " with contacts",
            "share " + shared.resolve("zwei ü.bin") + " with contacts");
    visit.requireNoComplaints();
  }

  @Test
  void aFolderThatIsChosenKeepsItsStructure() throws IOException {
    Path trip = folder.resolve("src/Trip");
    Files.createDirectories(trip.resolve("day 1"));
    Files.writeString(trip.resolve("a.txt"), "a");
    Files.writeString(trip.resolve("day 1/b.txt"), "b");
    page.setInputFiles("#pick-folder", trip);
    page.waitForSelector("#drop-dialog[open]");
    page.click("[data-drop-go]");
    page.waitForSelector("tr:has-text('Trip')");
    assertThat(folder.resolve("Shared/Trip/day 1/b.txt")).hasContent("b");
    assertThat(source.asked)
        .containsExactly("share " + folder.resolve("Shared/Trip") + " with nobody");
  }

  @Test
  void aFileThatIsDroppedOnThePageIsAskedAbout() {
    page.evaluate(
        """
        const files = new DataTransfer();
        files.items.add(new File(["hello"], "dropped.txt"));
        const fire = (name) => document.body.dispatchEvent(
          new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: files }));
        fire("dragenter");
        window.over = document.getElementById("drop-over").hidden;
        fire("dragover");
        fire("drop");
        """);
    page.waitForSelector("#drop-dialog[open] >> text=dropped.txt");
    assertThat(page.evaluate("window.over")).isEqualTo(false);
    assertThat(page.isVisible("#drop-over")).isFalse();
    page.click("#drop-dialog >> text=Cancel");
    assertThat(page.isVisible("#drop-dialog")).isFalse();
  }

  @Test
  void aTorrentFileThatIsNoneIsRefusedAtTheField() {
    page.setInputFiles(
        "#pick-torrent",
        new FilePayload("x.torrent", "application/x-bittorrent", "nonsense".getBytes(UTF_8)));
    page.waitForCondition(
        () ->
            page.evaluate(
                    "document.getElementById('field-link').validationMessage.includes('no torrent"
                        + " file')")
                .equals(true));
    assertThat(source.asked).isEmpty();
  }

  @Test
  void aShareIsPausedAndGoesOn() {
    page.click("a:text-is('Sintel (open film)')");
    page.click("text=Pause");
    page.waitForSelector(".badge:text-is('Paused')");
    page.click("text=Go on");
    page.waitForSelector(".badge:text-is('Fetching')");
  }

  @Test
  void filesAreChosen() {
    HandMadeShare film = source.shares.getFirst();
    page.click("a:text-is('Sintel (open film)')");
    page.uncheck("[aria-label='Want Poster.png']");
    page.click("text=Fetch the ticked files only");
    page.waitForSelector(".toast");
    assertThat(film.selected.stream().toArray()).containsExactly(0, 2, 3);
    assertThat(page.isChecked("[aria-label='Want Poster.png']")).isFalse();
  }

  @Test
  void anAudienceIsTakenBackAtOnce() {
    HandMadeShare holiday = source.shares.get(3);
    page.click("a:text-is('Holiday 2026')");
    page.check("form[action$='/audience'] [value=NOBODY]");
    page.click("form[action$='/audience'] .button-main");
    page.waitForSelector(".badge:text-is('For nobody yet')");
    assertThat(holiday.audience).isEqualTo(Audience.NOBODY);
  }

  @Test
  void thatSomeProgramsReadNoVersion2IsSaid() {
    page.click("a:text-is('Sintel (open film)')");
    page.waitForSelector("text=For aria2, and Transmission before 4, share it again");
  }

  @Test
  void limitsThatAreNoNumbersAreShownAsWrong() {
    page.click("summary:has-text('Limits of speed')");
    page.fill("#field-down", "fast");
    page.click("text=Set limits");
    page.waitForSelector("#field-down-error");
    assertThat(page.inputValue("#field-down")).isEqualTo("fast");
    var _ = visit.takeComplaints();
    page.fill("#field-down", "500");
    page.click("text=Set limits");
    page.waitForSelector(".toast");
    assertThat(source.limits).isEqualTo(new DashboardSource.Limits(0, 500 * 1024));
  }

  @Test
  void removingAsksFirst() {
    page.click("a:text-is('Sintel (open film)')");
    page.click("text=Remove and delete the files");
    assertThat(page.textContent("#confirm-text")).contains("cannot be undone");
    // Who presses Enter too fast has lost nothing.
    assertThat(page.evaluate("document.activeElement.value")).isEqualTo("no");
    assertThat(page.locator("#confirm .button-danger").count()).isOne();
    page.click("#confirm >> text=Cancel");
    assertThat(source.asked).isEmpty();
    page.click("text=Remove and delete the files");
    page.click("#confirm [value=yes]");
    page.waitForURL(running.url("/"));
    assertThat(source.asked).containsExactly("remove with content");
  }

  @Test
  void aPageWhoseShareIsRemovedLeaves() {
    page.click("a:text-is('Sintel (open film)')");
    page.waitForSelector("[data-live-state=online]");
    source.shares.removeFirst();
    page.waitForURL(running.url("/"));
  }

  @Test
  void somebodyIsInvited() {
    page.click("nav >> text=Contacts");
    page.fill("#invite-name", "bea");
    page.click("text=Write an invitation");
    page.waitForSelector("#invite-name-error");
    assertThat(page.inputValue("#invite-name")).isEqualTo("bea");
    var _ = visit.takeComplaints();
    page.fill("#invite-name", "Fay");
    page.fill("#invite-groups", "family, work");
    page.selectOption("#field-days", "1");
    page.click("text=Write an invitation");
    page.waitForSelector(".qr");
    visit.examine("invitation");
    assertThat(page.textContent("code")).startsWith("mutual:invite?");
    assertThat(source.asked).containsExactly("invite Fay into [family, work] for PT24H");
  }

  @Test
  void anInvitationThatCannotBeAcceptedStaysInItsField() {
    page.click("nav >> text=Contacts");
    page.fill("#field-link", "mutual:invite?k=ABC&s=x&e=1");
    page.fill("#accept-name", "Gus");
    page.click("form[action='/invitations/accept'] .button-main");
    page.waitForSelector("#field-link-error");
    assertThat(page.inputValue("#field-link")).isEqualTo("mutual:invite?k=ABC&s=x&e=1");
    assertThat(page.inputValue("#accept-name")).isEqualTo("Gus");
    var _ = visit.takeComplaints();
    visit.examine("accept-wrong");
  }

  @Test
  void aContactIsRenamedGroupedAndRemoved() {
    page.click("nav >> text=Contacts");
    page.click("a:text-is('Dora')");
    page.fill("#field-name", "Bea");
    page.click("text=Save");
    page.waitForSelector("#field-name-error");
    var _ = visit.takeComplaints();
    page.fill("#field-name", "Dora B");
    page.fill("#field-groups", "chess, family");
    page.click("text=Save");
    page.waitForSelector("h1:text-is('Dora B')");
    assertThat(page.inputValue("#field-groups")).isEqualTo("chess, family");
    page.click("text=Remove this contact");
    page.click("#confirm [value=yes]");
    page.waitForURL(running.url("/contacts"));
    assertThat(source.contacts).noneMatch(contact -> contact.name().startsWith("Dora"));
  }

  @Test
  void ratesChangeWithoutAReload() {
    page.waitForSelector("[data-live-state=online]");
    page.fill("#field-link", "half-typed");
    HandMadeShare film = source.shares.getFirst();
    film.here = 0.77;
    page.waitForSelector(".fetching-percent:has-text('77')");
    assertThat(page.inputValue("#field-link")).isEqualTo("half-typed");
    film.here = 1;
    film.state = State.COMPLETE;
    page.waitForSelector("tr:has-text('Sintel (open film)')");
  }

  @Test
  void hugeListsOfHugeNamesStayLive() {
    String name = "\u65e5<".repeat(600);
    for (int i = 0; i < 3 * Overview.ROWS_MAX; i++) {
      HandMadeShare share =
          source.add(
              new HandMadeShare(20 + i, name + i, i % 2 == 0 ? State.FETCHING : State.COMPLETE));
      share.here = i % 2 == 0 ? 0.5 : 1;
      for (int file = 0; file < FileList.ROWS_MAX + 1; file++) {
        share.file("folder/" + name + file + ".mp4", 1_000, 0.5);
      }
    }
    page.reload();
    page.waitForSelector("[data-live-state=online]");
    source.shares.getFirst().here = 0.835;
    page.waitForSelector(".fetching-percent:has-text('83')");

    HandMadeShare large = source.shares.getLast();
    page.navigate(running.url("/shares/" + large.id.hex() + "?from=1"));
    page.waitForSelector("[data-live-state=online]");
    large.state = State.PAUSED;
    page.waitForSelector(".badge:text-is('Paused')");
    assertThat(page.locator("tr[id^=file-]").count()).isEqualTo(FileList.ROWS_MAX);
  }
}
