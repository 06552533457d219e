package mutual.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import mutual.bankserver.DemoSeed;
import mutual.pages.browser.Browser;
import mutual.pages.browser.Look;
import mutual.pages.browser.Visit;
import mutual.peer.PeerNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person does with the demo, in a real browser: from the town page to a machine, cash at
 * both banks' machines, then the same exchange in both banks' books; and a file from peer to peer.
 */
final class DemoBrowserTest {
  private static final int HEARD_MILLIS_MAX = 2_000;
  private static final int PEERS_SECONDS_MAX = 60;
  private static final int FETCHED_MILLIS_MAX = 60_000;

  @TempDir private static Path folder;
  private static DemoTown town;
  private static Browser browser;

  @BeforeAll
  static void open() {
    town = DemoTown.start(DemoPlan.forRehearsal(folder));
    browser = Browser.open();
  }

  @AfterAll
  static void close() {
    browser.close();
    town.close();
  }

  @Test
  void cashAtBothMachinesAndBothBanksBooksAgree() {
    DemoSeed.DemoCard anna = town.north().cards().getFirst();
    DemoSeed.DemoCard david = town.south().cards().getLast();
    try (Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      Page page = visit.page();
      visit.go(town.address().toString());
      String machine = town.northMachine().kioskUri().toString();
      assertThat(page.locator("a[href='" + machine + "']").count()).isPositive();
      assertThat(page.locator("a[href='" + town.southMachine().kioskUri() + "']").count())
          .isPositive();

      visit.go(machine);
      withdraw(page, anna, "100", false);
      visit.go(town.southMachine().kioskUri().toString());
      withdraw(page, david, "100", false);
      visit.go(machine);
      withdraw(page, david, "100", true);

      String here = readExchange(visit, town.north().server().peoplePort());
      String there = readExchange(visit, town.south().server().peoplePort());
      assertThat(here).contains("100.00").contains("2.50");
      assertThat(there).contains("100.00").contains("2.50");
      visit.requireNoComplaints();
    }
    assertThat(town.northMachine().contents().taken().total()).isEqualTo(200_00);
    assertThat(town.southMachine().contents().taken().total()).isEqualTo(100_00);
    TourChecks checks = new TourChecks(town);
    checks.audit();
    assertThat(checks.findings()).isEmpty();
  }

  @Test
  void aPeerFetchesWhatAContactSharesAndTheTownPageLeadsToItsDashboard() throws Exception {
    List<PeerNode> peers = town.peers().await(PEERS_SECONDS_MAX);
    PeerNode ada = peers.getFirst();
    PeerNode cleo = peers.getLast();
    ada.engine().limits(0, 0);
    try (Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      Page page = visit.go(town.address().toString()).page();
      page.waitForSelector("[data-live-state=online]");
      page.getByText("Cleo fetches Ada's album", new Page.GetByTextOptions().setExact(true))
          .click();
      page.locator(".message-way", new Page.LocatorOptions().setHasText("Ada → Cleo"))
          .first()
          .waitFor(new Locator.WaitForOptions().setTimeout(FETCHED_MILLIS_MAX));
      page.locator("#town-peers a.member", new Page.LocatorOptions().setHasText("Has Harbour"))
          .waitFor();
      for (String file : List.of("Read me.txt", "4 Night.png")) {
        assertThat(cleo.config().downloads().resolve("Harbour").resolve(file))
            .hasSameBinaryContentAs(ada.config().folder().resolve("Harbour").resolve(file));
      }
      page.locator("#town-peers a.member").last().click();
      page.waitForURL("http://127.0.0.1:" + cleo.config().dashboardPort() + "/");
      assertThat(page.textContent("main")).contains("Harbour");
      visit.requireNoComplaints();
    }
  }

  private static void withdraw(Page page, DemoSeed.DemoCard card, String amount, boolean foreign) {
    page.locator("button.demo-card[value='" + card.number() + "']").click();
    screen(page, "PIN");
    for (int digit = 0; digit < card.pin().length(); digit++) {
      typeUntilHeard(page, card.pin().substring(digit, digit + 1), digit + 1);
    }
    page.locator(".pad-enter").click();
    screen(page, "MENU");
    side(page, "Withdraw cash");
    side(page, "€" + amount + "$");
    side(page, "Few notes");
    if (foreign) {
      page.locator(".display", new Page.LocatorOptions().setHasText("€2.50")).waitFor();
      side(page, "Yes, I accept");
    }
    screen(page, "TAKE_CASH");
    page.locator(".slot-cash button").click();
    screen(page, "RESULT");
    side(page, "Take card");
    screen(page, "TAKE_CARD");
    page.locator(".slot-card button").click();
    screen(page, "IDLE");
  }

  /** By the computer's keyboard; a key that comes before the machine listens is pressed again. */
  private static void typeUntilHeard(Page page, String key, int dots) {
    Locator typed =
        page.locator(".entry-value", new Page.LocatorOptions().setHasText("•".repeat(dots)));
    page.keyboard().press(key);
    try {
      typed.waitFor(new Locator.WaitForOptions().setTimeout(HEARD_MILLIS_MAX));
    } catch (TimeoutError notHeard) {
      page.keyboard().press(key);
      typed.waitFor();
    }
  }

  private static void screen(Page page, String kind) {
    page.locator(".machine[data-kind='" + kind + "']").waitFor();
  }

  private static void side(Page page, String label) {
    page.locator(
            "button.side",
            new Page.LocatorOptions()
                .setHas(
                    page.locator(
                        ".side-label",
                        new Page.LocatorOptions().setHasText(Pattern.compile("^" + label)))))
        .first()
        .click();
  }

  /** Logs in as the demo's operator and opens the newest exchange. */
  private static String readExchange(Visit visit, int port) {
    Page page = visit.page();
    String home = "http://127.0.0.1:" + port;
    visit.go(home + "/exchanges");
    if (page.locator("input[name='password']").count() > 0) {
      page.locator("input[name='name']").fill(DemoTown.OPERATOR);
      page.locator("input[name='password']").fill(DemoTown.OPERATOR_PASSWORD);
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in")).click();
      page.waitForURL("**/exchanges*");
    }
    page.locator("main table tbody tr th a").first().click();
    page.waitForURL("**/exchanges/*");
    return page.locator("main").textContent();
  }
}
