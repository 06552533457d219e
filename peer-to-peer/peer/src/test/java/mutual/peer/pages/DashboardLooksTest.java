package mutual.peer.pages;

import java.nio.file.Path;
import java.util.List;
import mutual.pages.browser.Browser;
import mutual.pages.browser.Look;
import mutual.pages.browser.Visit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every page in every look, over peers in the states that matter. */
final class DashboardLooksTest {
  @TempDir private static Path folder;
  private static Browser browser;

  @BeforeAll
  static void open() {
    browser = Browser.open();
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  private static void examine(
      String state, HandMadeSource source, List<String> paths, boolean stranger) {
    try (Running running = new Running(source)) {
      browser.eachLook(
          visit -> {
            if (stranger) {
              visit.go(running.url("/"));
              // The refusal itself is what the console complains of.
              var _ = visit.takeComplaints();
              visit.examine("stranger");
            }
            visit.go(running.link());
            for (String path : paths) {
              visit.go(running.url(path));
              if (visit.page().locator("main[data-live]").count() > 0) {
                visit.page().waitForSelector("[data-live-state=online]");
              }
              visit.examine(state + path.replaceAll("[0-9a-f]{64}|/", "-"));
            }
          });
    }
  }

  @Test
  void aPeerOnItsFirstDay() {
    examine("empty", Scenes.empty(folder), List.of("/", "/contacts", "/doctor"), true);
  }

  @Test
  void aBusyPeer() {
    HandMadeSource source = Scenes.busy(folder);
    String film = "/shares/" + source.shares.getFirst().id.hex();
    String unknown = "/shares/" + source.shares.get(1).id.hex() + "?unknown";
    String holiday = "/shares/" + source.shares.get(3).id.hex() + "?own";
    examine(
        "busy",
        source,
        List.of(
            "/",
            film,
            unknown,
            holiday,
            film + "/play/0?cannot-be-played",
            film + "/play/1",
            "/shares/" + source.shares.getLast().id.hex() + "/play/0",
            "/contacts",
            "/contacts/" + source.contacts.getFirst().id() + "?reachable",
            "/contacts/" + source.contacts.get(2).id() + "?unreachable",
            "/doctor"),
        false);
  }

  @Test
  void aPeerForWhichNothingWorks() {
    HandMadeSource source = Scenes.failing(folder);
    String full = "/shares/" + source.shares.getFirst().id.hex() + "?full";
    String checking = "/shares/" + source.shares.get(1).id.hex() + "?checking";
    examine("failing", source, List.of("/", full, checking, "/contacts", "/doctor"), false);
  }

  @Test
  void everyControlIsReachedByKeyboard() {
    HandMadeSource source = Scenes.busy(folder);
    try (Running running = new Running(source);
        Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      visit.go(running.link());
      for (String path :
          List.of("/", "/shares/" + source.shares.getFirst().id.hex(), "/contacts")) {
        visit.go(running.url(path));
        visit.requireReachableByKeyboard();
      }
    }
  }
}
