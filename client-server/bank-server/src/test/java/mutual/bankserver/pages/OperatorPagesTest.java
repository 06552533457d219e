package mutual.bankserver.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import mutual.bank.ExchangeView;
import mutual.bankserver.BankServer;
import mutual.bankserver.BankServerConfig;
import mutual.bankserver.DemoSeed;
import mutual.middleware.Identity;
import mutual.middleware.NodeId;
import mutual.middleware.RequestIds;
import mutual.pages.browser.Browser;
import mutual.pages.browser.Look;
import mutual.pages.browser.Visit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real bank's pages in a real browser. */
final class OperatorPagesTest {
  private static final String PASSWORD = "correct horse battery";

  @TempDir private static Path folder;
  private static Browser browser;
  private static BankServer bank;
  private static String card;
  private static String account;

  @BeforeAll
  static void open() {
    browser = Browser.open();
    BankServerConfig config =
        BankServerConfig.of(folder.resolve("north"), "NORT", "Northbank", "999001")
            .withPorts("127.0.0.1", 0, 0);
    bank = BankServer.start(config);
    bank.operators().put("olga", PASSWORD);
    List<DemoSeed.DemoCard> cards = DemoSeed.seed(bank);
    card = cards.getFirst().number();
    account = cards.getFirst().account();
    NodeId machine = Identity.loadOrCreate(folder.resolve("machine")).id();
    NodeId south = Identity.loadOrCreate(folder.resolve("south")).id();
    var _ = bank.office().addMachine("north-1", machine, "Market square").orThrow();
    DemoSeed.stockMachine(bank, "north-1", 12_345_00);
    var _ =
        bank.office()
            .addPartner("SOUT", "Southbank", south, "999002", 5_000_00, List.of("127.0.0.1:1"))
            .orThrow();
    // Southbank is not there: the exchange stays open.
    var _ =
        bank.office()
            .transfer(RequestIds.next(), account, "XM63SOUT0000000001", 20_00, "EUR", "Rent")
            .orThrow();
  }

  @AfterAll
  static void close() {
    bank.close();
    browser.close();
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + bank.peoplePort() + path;
  }

  private static Visit logIn(Visit visit) {
    visit.go(url("/login"));
    visit.page().fill("#field-name", "olga");
    visit.page().fill("#field-password", PASSWORD);
    visit.page().click("main button");
    visit.page().waitForURL(url("/"));
    return visit;
  }

  @Test
  void everyPageIsAccessibleInEveryLook() {
    UUID exchange = bank.books().exchanges(null, 1, false).getFirst().id();
    UUID customer = bank.books().account(account).orElseThrow().account().customer();
    List<String> paths =
        List.of(
            "/",
            "/accounts",
            "/accounts?kind=all",
            "/accounts?q=nobody",
            "/accounts/" + account,
            "/accounts/new?customer=" + customer,
            "/accounts/" + account + "/cards/new",
            "/customers/new",
            "/cards/" + card,
            "/machines",
            "/machines/new",
            "/machines/north-1",
            "/exchanges",
            "/exchanges/" + exchange,
            "/partners",
            "/partners/new",
            "/partners/SOUT",
            "/audit");
    browser.eachLook(
        visit -> {
          visit.go(url("/login"));
          visit.examine("login");
          logIn(visit);
          for (String path : paths) {
            visit.go(url(path));
            visit.page().waitForSelector("[data-live-state=online]");
            visit.examine(
                path.replaceAll("[0-9a-f]{8}-[0-9a-f-]+|XM[0-9A-Z]+|[0-9]{16}", "x")
                    .replaceAll("\\W+", "-"));
          }
        });
  }

  @Test
  void everyControlIsReachedByKeyboard() {
    try (Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      logIn(visit);
      for (String path : List.of("/", "/accounts/" + account, "/partners/SOUT", "/machines")) {
        visit.go(url(path));
        visit.requireReachableByKeyboard();
      }
    }
  }

  @Test
  void withoutALoginThereIsOnlyTheLogin() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String path : List.of("/", "/accounts", "/audit", "/cards/" + card)) {
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(URI.create(url(path))).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(303);
        assertThat(answer.headers().firstValue("location").orElse("")).startsWith("/login?next=");
      }
      HttpResponse<String> post =
          client.send(
              HttpRequest.newBuilder(URI.create(url("/cards/" + card + "/block")))
                  .POST(HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(post.statusCode()).isEqualTo(303);
      assertThat(bank.books().card(card).orElseThrow().card().status().name()).isEqualTo("ACTIVE");
      HttpResponse<String> live =
          client.send(
              HttpRequest.newBuilder(URI.create(url("/live/accounts"))).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(live.body()).contains("event: leave").doesNotContain("Demo Customer");
      assertThat(
              client
                  .send(
                      HttpRequest.newBuilder(URI.create(url("/assets/live.js"))).build(),
                      HttpResponse.BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aWrongPasswordIsRefused() {
    try (Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      Page page = visit.page();
      visit.go(url("/login?next=/audit"));
      page.fill("#field-name", "olga");
      page.fill("#field-password", "wrong");
      page.click("main button");
      assertThat(page.textContent("[role=alert]")).contains("not right");
      assertThat(page.inputValue("#field-password")).isEmpty();
      visit.requireAccessible();
      page.fill("#field-password", PASSWORD);
      page.click("main button");
      page.waitForURL(url("/audit"));
    }
  }

  @Test
  void anOperatorOpensACustomerAnAccountAndACardInTheBrowser() {
    try (Visit visit = browser.visit(Look.DARK_PHONE)) {
      Page page = logIn(visit).page();
      page.navigate(url("/customers/new"));
      page.fill("#field-name", "Eva Example <b>");
      page.click("main button");
      page.waitForSelector("text=New account for Eva Example <b>");
      page.click("main button");
      page.waitForSelector(".toast");
      page.fill("#field-amount", "100,50");
      page.click("text=Pay in >> visible=true");
      page.click("main form:has(#field-amount) button");
      page.waitForSelector(".lead, .stat-value:has-text('100.50')");
      page.click("text=New card");
      page.click("main button");
      page.waitForSelector("text=No PIN yet");
      page.fill("#field-pin", "4826");
      page.fill("#field-again", "4827");
      page.click("text=Set >> nth=-1");
      page.waitForSelector("text=The two PINs differ.");
      visit.requireAccessible();
      page.fill("#field-pin", "4826");
      page.fill("#field-again", "4826");
      page.click("main form:has(#field-pin) button");
      page.waitForSelector(".badge:has-text('Active')");
    }
  }

  @Test
  void anOpenPageShowsWhatHappensElsewhere() {
    try (Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      Page page = logIn(visit).page();
      page.navigate(url("/partners"));
      page.waitForSelector("[data-live-state=online]");
      assertThat(page.isVisible("text=Suspended")).isFalse();
      var _ = bank.office().updatePartner("SOUT", 5_000_00, true, List.of("127.0.0.1:1"));
      page.waitForSelector("text=Suspended");
      var _ = bank.office().updatePartner("SOUT", 5_000_00, false, List.of("127.0.0.1:1"));
      page.waitForSelector("text=Not reachable");
    }
  }

  @Test
  void anExchangeThatWaitsIsShownWithItsHistory() {
    ExchangeView exchange = bank.books().exchanges(null, 1, false).getLast();
    try (Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      Page page = logIn(visit).page();
      page.navigate(url("/exchanges/" + exchange.id()));
      assertThat(page.textContent(".timeline")).containsIgnoringCase("offered");
      assertThat(page.textContent("main")).contains("20.00");
    }
  }

  @Test
  void theAuditIsRunAndShown() {
    try (Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      Page page = logIn(visit).page();
      page.navigate(url("/audit"));
      page.click("text=Audit now");
      page.waitForSelector("td .badge");
      assertThat(page.textContent(".stat-value")).contains("balance");
      visit.examine("audit-result");
    }
  }

  @Test
  void loggingOutEndsTheSession() {
    try (Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      Page page = logIn(visit).page();
      page.click("text=Log out");
      page.waitForURL(url("/login"));
      page.navigate(url("/accounts"));
      assertThat(page.url()).contains("/login?next=");
    }
  }
}
