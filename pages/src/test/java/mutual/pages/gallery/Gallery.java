package mutual.pages.gallery;

import static mutual.pages.Components.badge;
import static mutual.pages.Components.bar;
import static mutual.pages.Components.card;
import static mutual.pages.Components.empty;
import static mutual.pages.Components.field;
import static mutual.pages.Components.key;
import static mutual.pages.Components.money;
import static mutual.pages.Components.notice;
import static mutual.pages.Components.pager;
import static mutual.pages.Components.progress;
import static mutual.pages.Components.signedMoney;
import static mutual.pages.Components.skeleton;
import static mutual.pages.Components.stat;
import static mutual.pages.Components.text;
import static mutual.pages.Components.time;

import gg.jte.Content;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import mutual.pages.Accent;
import mutual.pages.Components;
import mutual.pages.Field;
import mutual.pages.Icon;
import mutual.pages.Page;
import mutual.pages.Site;
import mutual.pages.Tone;

/** The page that shows every component. */
final class Gallery {
  private Gallery() {}

  static Page page(Accent accent) {
    Site site =
        Site.of(
            "Gallery",
            accent,
            new Site.Link("Components", "/"),
            new Site.Link("Second", "/second"));
    return Page.of(site, "Components", "/", content()).live("/live");
  }

  /** The part that the event stream replaces. */
  static Content counter(int value) {
    return output -> {
      output.writeContent("<div id=\"counter\"><p>Value <b id=\"value\">" + value + "</b></p>");
      output.writeContent("<button class=\"button\" id=\"press\">Press</button></div>");
    };
  }

  private static Content content() {
    Content table =
        output ->
            output.writeContent(
                """
                <div class="table-frame"><table class="table"><caption>Movements</caption>
                <thead><tr><th>What</th><th>When</th><th class="end">Amount</th></tr></thead><tbody>
                <tr><th scope="row">Cash at south-1</th><td data-label="When">today</td>
                <td class="end" data-label="Amount">−20.00</td></tr>
                <tr><th scope="row">Salary</th><td data-label="When">yesterday</td>
                <td class="end" data-label="Amount">+2 400.00</td></tr></tbody></table></div>
                """);
    List<Content> parts =
        List.of(
            stat("Cash in machines", money(12_345_678, "EUR"), text("at 2 machines")),
            card("Badges", all(Stream.of(Tone.values()).map(t -> badge(t, "Tone " + t)).toList())),
            card(
                "Numbers",
                all(
                    List.of(
                        signedMoney(120_000, "EUR"),
                        signedMoney(-2_050, "EUR"),
                        time(Instant.now().minusSeconds(300)),
                        key(
                            "k7q2-9xhd…",
                            "k7q29xhd0000000000000000000000000000000000000000000001")))),
            card("Bars", all(bars())),
            table,
            card(
                "Form",
                form(
                    field(Field.text("name", "Name").hint("As on the passport")),
                    field(Field.amount("amount", "Amount").value("12,5").error("Write 12.50")),
                    field(
                        Field.choice(
                            "kind",
                            "Kind",
                            List.of(
                                new Field.Option("a", "Giro"),
                                new Field.Option("b", "Savings")))))),
            notice(Tone.GOOD, "All books balance."),
            notice(Tone.WARN, "Southbank has not answered for 3 minutes. Nothing is lost."),
            notice(Tone.BAD, "The journal could not be written."),
            notice(Tone.ACCENT, "A new machine has reported."),
            card("Nothing", empty(Icon.EMPTY, "No exchanges yet", "Take cash at a machine.")),
            card("Loading", skeleton(3)),
            card("Live", counter(0)),
            pager("/?page=1", "/?page=3"),
            Components.toast(Tone.GOOD, "Card issued."));
    return output -> {
      output.writeContent("<div class=\"stack\"><h1>Components</h1>");
      parts.forEach(part -> part.writeTo(output));
      output.writeContent("</div>");
    };
  }

  private static List<Content> bars() {
    return List.of(
        bar("20 EUR notes: 900 of 1000", 900, 1000, Tone.ACCENT),
        bar("10 EUR notes: 150 of 1000", 150, 1000, Tone.WARN),
        bar("5 EUR notes: 20 of 1000", 20, 1000, Tone.BAD),
        progress("Copying", 30, 100, "3.1 MiB/s, 5 s left"));
  }

  private static Content form(Content... fields) {
    return output -> {
      output.writeContent("<form class=\"form\" method=\"post\" data-confirm=\"Really?\">");
      all(List.of(fields)).writeTo(output);
      output.writeContent("<button class=\"button button-main\">Open account</button></form>");
    };
  }

  private static Content all(List<Content> contents) {
    return output -> contents.forEach(content -> content.writeTo(output));
  }
}
