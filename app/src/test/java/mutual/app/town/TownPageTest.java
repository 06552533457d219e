package mutual.app.town;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import mutual.middleware.Identity;
import mutual.middleware.NodeId;
import mutual.middleware.NodeServer;
import mutual.pages.browser.Browser;
import mutual.pages.browser.Look;
import mutual.pages.browser.Visit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The town page in a real browser. */
final class TownPageTest {
  private static final String COUNT_SPARKS =
      "window.sparks = 0; new MutationObserver(() => window.sparks++)"
          + ".observe(document.getElementById('sparks-%s'), {childList: true})";

  @TempDir private Path folder;
  private final AtomicReference<Standing> southStanding =
      new AtomicReference<>(new Standing(true, "Owes nothing", "Partners in reach"));
  private final HandMadePeers peers = new HandMadePeers();
  private NodeId north;
  private NodeId south;
  private NodeId northMachine;
  private NodeId southMachine;
  private TownPage town;
  private NodeServer server;
  private Browser browser;

  @BeforeEach
  void open() {
    north = Identity.loadOrCreate(folder.resolve("north")).id();
    south = Identity.loadOrCreate(folder.resolve("south")).id();
    northMachine = Identity.loadOrCreate(folder.resolve("north-1")).id();
    southMachine = Identity.loadOrCreate(folder.resolve("south-1")).id();
    for (String name : List.of("Ada", "Bob", "Cleo")) {
      peers.add(name, Identity.loadOrCreate(folder.resolve(name)).id());
    }
    town =
        new TownPage(
            new Town(
                List.of(
                    bank("Northbank", north, new AtomicReference<>(southStanding.get())),
                    bank("Southbank", south, southStanding),
                    machine("north-1", northMachine, "12\u202f340.00\u00a0EUR"),
                    machine("south-1", southMachine, "9\u202f875.00\u00a0EUR")),
                List.of(
                    new Town.Link(north, south),
                    new Town.Link(northMachine, north),
                    new Town.Link(southMachine, south)),
                List.of(
                    new Town.DemoCard(
                        "Anna", "Northbank", "9990010000000010", "4826", "XM67NORT0000000001"),
                    new Town.DemoCard(
                        "Ben", "Southbank", "9990020000000018", "7391", "XM63SOUT0000000001")),
                new Town.Login("operator", "the demo's password")),
            peers);
    server =
        NodeServer.builder(Identity.loadOrCreate(folder.resolve("town")))
            .people(0, town.routes())
            .start();
    browser = Browser.open();
  }

  @AfterEach
  void close() {
    browser.close();
    town.close();
    server.close();
  }

  private static Member bank(String name, NodeId id, AtomicReference<Standing> standing) {
    return new Member(
        name,
        Member.Role.BANK,
        id,
        "http://127.0.0.1:1/",
        "http://127.0.0.1:1/docs/",
        standing::get);
  }

  private static Member machine(String name, NodeId id, String cash) {
    return new Member(
        name,
        Member.Role.MACHINE,
        id,
        "http://127.0.0.1:2/",
        "",
        () -> new Standing(true, cash, "In service"));
  }

  private String url() {
    return "http://127.0.0.1:" + server.peoplePort().orElseThrow() + "/";
  }

  @Test
  void itIsAccessibleInEveryLookAndByKeyboard() {
    town.passed(northMachine, north, "mutual.bank.v1.CashMachine/AuthoriseWithdrawal", "OK");
    town.passed(north, south, "mutual.interbank.v1.Interbank/Authorise", "UNAVAILABLE");
    browser.eachLook(
        visit -> {
          visit.go(url());
          visit.page().waitForSelector("[data-live-state=online]");
          visit.examine("town");
          visit.requireReachableByKeyboard();
        });
  }

  @Test
  void aPassingMessageIsListedAndSendsASparkAlongItsLine() {
    try (Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      Page page = visit.go(url()).page();
      page.waitForSelector("[data-live-state=online]");
      page.evaluate(COUNT_SPARKS.formatted("servers"));
      town.passed(northMachine, north, "mutual.bank.v1.CashMachine/ReadBalance", "OK");
      page.waitForSelector("#town-messages code:text-is('ReadBalance')");
      assertThat(page.textContent("#town-messages")).contains("north-1 → Northbank");
      assertThat(((Number) page.evaluate("window.sparks")).intValue()).isPositive();
      visit.requireNoComplaints();
    }
  }

  @Test
  void beatsAreNotListed() {
    town.passed(northMachine, north, "mutual.bank.v1.CashMachine/ReportStatus", "OK");
    try (Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      assertThat(visit.go(url()).page().textContent("#town-messages")).contains("Nothing yet");
    }
  }

  @Test
  void aMemberThatGoesDownIsShown() {
    try (Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      Page page = visit.go(url()).page();
      page.waitForSelector("[data-live-state=online]");
      assertThat(page.querySelectorAll(".line-broken")).isEmpty();
      southStanding.set(new Standing(false, "", "Not at work"));
      page.waitForSelector("text=Not at work");
      assertThat(page.querySelectorAll(".line-broken")).hasSize(2);
    }
  }

  @Test
  void contentThatFlowsBetweenPeersIsShownWhereItGoesAndListedOnceItEnds() {
    NodeId ada = peers.members().getFirst().id();
    NodeId cleo = peers.members().getLast().id();
    try (Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      Page page = visit.go(url()).page();
      page.waitForSelector("[data-live-state=online]");
      assertThat(page.querySelectorAll("#town-peers .line")).as("each with each").hasSize(3);
      page.evaluate(COUNT_SPARKS.formatted("peers"));
      peers.flow(new Peers.Flow(ada, cleo, 3 << 20));
      page.waitForSelector("#town-messages code:text-is('3.00 MiB of content')");
      assertThat(page.textContent("#town-messages")).contains("Ada → Cleo");
      assertThat(((Number) page.evaluate("window.sparks")).intValue()).isPositive();
      page.click(".deeds button >> nth=0");
      page.waitForCondition(() -> peers.pressed() == 1);
      visit.requireNoComplaints();
    }
  }

  @Test
  void aPeersBoxLeadsToItsDashboardWithATokenOfItsOwnEachTime() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest ask = HttpRequest.newBuilder(URI.create(url() + "peers/2")).build();
      HttpResponse<Void> first = client.send(ask, HttpResponse.BodyHandlers.discarding());
      HttpResponse<Void> second = client.send(ask, HttpResponse.BodyHandlers.discarding());
      assertThat(first.statusCode()).isEqualTo(303);
      assertThat(first.headers().firstValue("location"))
          .hasValue("http://127.0.0.1:3/?token=Cleo-1");
      assertThat(second.headers().firstValue("location"))
          .hasValue("http://127.0.0.1:3/?token=Cleo-2");
      HttpResponse<Void> nobody =
          client.send(
              HttpRequest.newBuilder(URI.create(url() + "peers/3")).build(),
              HttpResponse.BodyHandlers.discarding());
      assertThat(nobody.statusCode()).isEqualTo(503);
    }
  }
}
