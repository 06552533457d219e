package mutual.bankserver.pages;

import gg.jte.Content;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import mutual.bank.ExchangeView;
import mutual.bankserver.templates.JteexchangeGenerated;
import mutual.bankserver.templates.JteexchangesGenerated;
import mutual.bankserver.templates.JteresolveGenerated;
import mutual.middleware.web.WebException;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import mutual.pages.Components;
import org.jspecify.annotations.Nullable;

/** Exchanges: all of them, one with its history, and a person's decision on it. */
final class ExchangePages {
  private static final int PAGE_ROWS = 50;

  private final Guard guard;
  private final Desk desk;

  private ExchangePages(Guard guard, Desk desk) {
    this.guard = guard;
    this.desk = desk;
  }

  static void addTo(Guard guard, Desk desk) {
    ExchangePages pages = new ExchangePages(guard, desk);
    guard.page("/exchanges", pages::list);
    guard.page("/exchanges/{id}", request -> pages.one(id(request), Form.empty()));
    guard.post("/exchanges/{id}/resolve", pages::resolve);
  }

  private View list(WebRequest request) {
    boolean openOnly = request.query("show").filter("open"::equals).isPresent();
    UUID before = request.query("before").map(FormId::parse).orElse(null);
    List<ExchangeView> rows = desk.books().exchanges(before, PAGE_ROWS, openOnly);
    String show = openOnly ? "show=open" : "show=all";
    String next =
        rows.size() < PAGE_ROWS ? null : "/exchanges?" + show + "&before=" + rows.getLast().id();
    String first = before == null ? null : "/exchanges?" + show;
    return new View(
        "Exchanges",
        "/exchanges",
        output ->
            JteexchangesGenerated.render(
                Components.html(output), null, rows, openOnly, first, next));
  }

  private View one(UUID id, Form form) {
    ExchangeView exchange =
        desk.books().exchange(id).orElseThrow(() -> new WebException(404, NOT_REMEMBERED));
    Instant now = desk.clock().instant();
    return new View(
        "Exchange",
        "/exchanges",
        output -> JteexchangeGenerated.render(Components.html(output), null, exchange),
        resolveForm(exchange, form, now));
  }

  private static final String NOT_REMEMBERED =
      "There is no such exchange, or it is finished and no longer remembered.";

  private static @Nullable Content resolveForm(ExchangeView exchange, Form form, Instant now) {
    boolean waits = Attention.waitsForPerson(exchange, now);
    return switch (exchange.state()) {
      case DISPUTED, APPROVED, HELD ->
          output ->
              JteresolveGenerated.render(
                  Components.html(output),
                  null,
                  exchange,
                  form,
                  Decision.about(exchange, waits),
                  waits);
      case REQUESTED, CONFIRMING, REVERSING, OFFERED, DECLINED, COMPLETED, REVERSED -> null;
    };
  }

  private WebResponse resolve(WebRequest request, Session session) {
    UUID id = id(request);
    Form form = desk.allowAmount(Form.of(request), "dispensed");
    if (form.value("dispensed").isEmpty()) {
      form = form.error("dispensed", "Write an amount; 0 is one, too.");
    }
    long dispensed = desk.amount(form, "dispensed");
    return Desk.submit(
        session,
        form,
        () -> desk.office().resolveExchange(id, dispensed),
        "Decided.",
        _ -> "/exchanges/" + id,
        wrong -> guard.again(session, one(id, wrong)));
  }

  private static UUID id(WebRequest request) {
    try {
      return UUID.fromString(request.param("id"));
    } catch (IllegalArgumentException malformed) {
      throw WebException.notFound();
    }
  }
}
