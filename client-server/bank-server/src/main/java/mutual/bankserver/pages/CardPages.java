package mutual.bankserver.pages;

import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import mutual.bankserver.AccountEntry;
import mutual.bankserver.CardEntry;
import mutual.bankserver.templates.JtecardFormsGenerated;
import mutual.bankserver.templates.JtecardNewGenerated;
import mutual.bankserver.templates.JtecardPageGenerated;
import mutual.middleware.web.WebException;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import mutual.pages.Components;

/** Cards: issuing one, its PIN, blocking and unblocking it. */
final class CardPages {
  private static final int YEARS_VALID = 4;
  private static final int COUNT_MAX = 1000;

  private final Guard guard;
  private final Desk desk;

  private CardPages(Guard guard, Desk desk) {
    this.guard = guard;
    this.desk = desk;
  }

  static void addTo(Guard guard, Desk desk) {
    CardPages pages = new CardPages(guard, desk);
    guard.page("/accounts/{number}/cards/new", request -> pages.newCard(request, pages.blank()));
    guard.post("/accounts/{number}/cards/new", pages::issue);
    guard.page("/cards/{number}", request -> pages.one(pages.card(request), Form.empty()));
    guard.post("/cards/{number}/pin", pages::setPin);
    guard.post("/cards/{number}/block", pages::block);
    guard.post("/cards/{number}/unblock", pages::unblock);
  }

  private Form blank() {
    YearMonth month = YearMonth.now(desk.clock().instant().atZone(ZoneOffset.UTC).getZone());
    return desk.newForm().with("expires", month.plusYears(YEARS_VALID).toString());
  }

  private View newCard(WebRequest request, Form form) {
    AccountEntry account =
        desk.books().account(request.param("number")).orElseThrow(WebException::notFound);
    return new View(
        "New card",
        "/accounts",
        _ -> {},
        output ->
            JtecardNewGenerated.render(
                Components.html(output), null, account, form, desk.bank().cardLimits()));
  }

  private WebResponse issue(WebRequest request, Session session) {
    Form form = desk.allowAmount(Form.of(request), "limit");
    YearMonth expires = month(form.value("expires"));
    String count = form.value("count");
    if (expires.getYear() == 0) {
      form = form.error("expires", "Write a year and a month such as 2030-11.");
    }
    if (!count.matches("[0-9]{0,4}") || (!count.isEmpty() && Integer.parseInt(count) > COUNT_MAX)) {
      form = form.error("count", "Write a number up to " + COUNT_MAX + ".");
    }
    Form read = form;
    return Desk.submit(
        session,
        read,
        () ->
            desk.office()
                .issueCard(
                    Desk.id(read),
                    request.param("number"),
                    expires,
                    Math.max(0, desk.amount(read, "limit")),
                    count.isEmpty() ? 0 : Integer.parseInt(count)),
        "Card issued. It needs a PIN before it can be used.",
        card -> "/cards/" + card.card().number(),
        wrong -> guard.again(session, newCard(request, wrong)));
  }

  /** Year 0 if it is none. */
  private static YearMonth month(String text) {
    try {
      return YearMonth.parse(text);
    } catch (DateTimeParseException malformed) {
      return YearMonth.of(0, 1);
    }
  }

  private View one(CardEntry card, Form form) {
    return new View(
        "Card",
        "/accounts",
        output -> JtecardPageGenerated.render(Components.html(output), null, card, desk.currency()),
        output -> JtecardFormsGenerated.render(Components.html(output), null, card, form));
  }

  private WebResponse setPin(WebRequest request, Session session) {
    CardEntry card = card(request);
    String pin = request.form("pin").orElse("");
    Form form = Form.empty();
    if (!pin.equals(request.form("again").orElse(""))) {
      form = form.error("again", "The two PINs differ.");
    }
    return Desk.submit(
        session,
        form,
        () -> desk.office().setPin(card.card().number(), pin),
        "PIN set.",
        _ -> "/cards/" + card.card().number(),
        wrong -> guard.again(session, one(card, wrong)));
  }

  private WebResponse block(WebRequest request, Session session) {
    CardEntry card = card(request);
    return Desk.submit(
        session,
        Form.empty(),
        () -> desk.office().blockCard(card.card().number()),
        "Card blocked.",
        _ -> "/cards/" + card.card().number(),
        wrong -> guard.again(session, one(card, wrong)));
  }

  private WebResponse unblock(WebRequest request, Session session) {
    CardEntry card = card(request);
    return Desk.submit(
        session,
        Form.empty(),
        () -> desk.office().unblockCard(card.card().number()),
        "Card unblocked.",
        _ -> "/cards/" + card.card().number(),
        wrong -> guard.again(session, one(card, wrong)));
  }

  private CardEntry card(WebRequest request) {
    return desk.books().card(request.param("number")).orElseThrow(WebException::notFound);
  }
}
