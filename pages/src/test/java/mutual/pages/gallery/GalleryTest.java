package mutual.pages.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import mutual.pages.Accent;
import mutual.pages.browser.Browser;
import mutual.pages.browser.Look;
import mutual.pages.browser.Visit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every component in a real browser: how it looks, and that live parts keep their promises. */
class GalleryTest {
  private static Browser browser;

  @BeforeAll
  static void open() {
    browser = Browser.open();
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  @Test
  void everyComponentIsAccessibleInEveryLookAndAccent() throws IOException {
    try (GalleryServer server = new GalleryServer(0)) {
      for (Accent accent : Accent.values()) {
        browser.eachLook(
            visit -> {
              visit.go(server.url() + accent);
              visit.examine("gallery-" + accent);
            });
      }
    }
  }

  @Test
  void everyControlIsReachedByKeyboard() throws IOException {
    try (GalleryServer server = new GalleryServer(0);
        Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      visit.go(server.url());
      visit.requireReachableByKeyboard();
    }
  }

  @Test
  void fragmentsChangeInPlaceAndLeaveTheFocusAlone() throws IOException {
    try (GalleryServer server = new GalleryServer(0);
        Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      Page page = visit.go(server.url()).page();
      page.waitForSelector("[data-live-state=online]");
      page.focus("#press");
      page.evaluate("window.pressed = document.querySelector('#press')");
      server.push(42);
      page.waitForSelector("#value:text-is('42')");
      assertThat(page.evaluate("document.activeElement === window.pressed")).isEqualTo(true);
      visit.requireNoComplaints();
    }
  }

  @Test
  void aLostConnectionIsShownAndFoundAgain() throws IOException {
    GalleryServer server = new GalleryServer(0);
    int port = server.port();
    try (Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      Page page = visit.go(server.url()).page();
      page.waitForSelector("[data-live-state=online]");
      server.close();
      page.waitForSelector("[data-live-state=offline]");
      assertThat(page.textContent("#live-status")).contains("Reconnecting");
      try (GalleryServer again = new GalleryServer(port)) {
        page.waitForSelector("[data-live-state=online]");
        assertThat(page.textContent("#live-status")).isEmpty();
        again.push(7);
        page.waitForSelector("#value:text-is('7')");
      }
    }
  }

  @Test
  void aFormThatAsksFirstIsSentOnlyAfterYes() throws IOException {
    try (GalleryServer server = new GalleryServer(0);
        Visit visit = browser.visit(Look.LIGHT_WIDE)) {
      Page page = visit.go(server.url()).page();
      page.fill("#field-name", "Ada");
      page.click("text=Open account");
      assertThat(page.isVisible("#confirm")).isTrue();
      visit.requireAccessible();
      page.keyboard().press("Escape");
      assertThat(page.isVisible("#confirm")).isFalse();
      page.click("text=Open account");
      page.waitForRequest(
          request -> request.method().equals("POST"),
          () -> page.click("#confirm button[value=yes]"));
    }
  }
}
