package mutual.pages;

import static org.assertj.core.api.Assertions.assertThat;

import gg.jte.Content;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComponentsTest {
  private static final Site SITE =
      Site.of("Northbank", Accent.BANK, new Site.Link("Accounts", "/accounts"));

  @Test
  void whatPeopleTypedIsEscapedWhereverItStands() {
    String hostile = "\"><script>alert(1)</script>";
    List<Content> all =
        List.of(
            Components.text(hostile),
            Components.badge(Tone.GOOD, hostile),
            Components.key(hostile, hostile),
            Components.card(hostile, Components.text(hostile)),
            Components.bar(hostile, 1, 2, Tone.PLAIN),
            Components.notice(Tone.BAD, hostile),
            Components.toast(Tone.BAD, hostile),
            Components.field(Field.text("a", hostile).value(hostile).hint(hostile).error(hostile)),
            Components.error(500, hostile, hostile, "/"));
    for (Content content : all) {
      assertThat(Page.render(content)).doesNotContain("<script").doesNotContain("\"><script");
    }
  }

  @Test
  void aPageHasItsLandmarksAndMarksWhereItIs() {
    String html = Page.of(SITE, "Accounts", "/accounts", Components.text("x")).html();
    assertThat(html)
        .contains("<title>Accounts · Northbank</title>")
        .contains("<main id=\"main\" tabindex=\"-1\">")
        .contains("aria-current=\"page\"")
        .contains("href=\"#main\"")
        .doesNotContain("style=");
  }

  @Test
  void aLivePageNamesItsStream() {
    String html = Page.of(SITE, "Town", "/", Components.text("x")).live("/live", "traffic").html();
    assertThat(html).contains("data-live=\"/live\"").contains("data-live-events=\"traffic\"");
  }

  @Test
  void timesCarryTheirExactForm() {
    String html = Page.render(Components.time(Instant.parse("2026-11-23T10:00:00Z")));
    assertThat(html)
        .contains("datetime=\"2026-11-23T10:00:00Z\"")
        .contains("title=\"23 Nov 2026, 10:00:00 UTC\"")
        .contains(" data-relative");
  }

  @Test
  void barsStayWithinTheirFrame() {
    assertThat(Page.render(Components.bar("x", 5, 0, Tone.PLAIN))).contains("width=\"0.0%\"");
    assertThat(Page.render(Components.bar("x", 9, 3, Tone.PLAIN))).contains("width=\"100.0%\"");
    assertThat(Page.render(Components.bar("x", -9, 3, Tone.PLAIN))).contains("width=\"0.0%\"");
  }
}
