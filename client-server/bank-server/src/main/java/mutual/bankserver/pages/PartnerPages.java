package mutual.bankserver.pages;

import java.util.Arrays;
import java.util.List;
import mutual.bankserver.PartnerEntry;
import mutual.bankserver.templates.JtepartnerFormGenerated;
import mutual.bankserver.templates.JtepartnerGenerated;
import mutual.bankserver.templates.JtepartnerNewGenerated;
import mutual.bankserver.templates.JtepartnersGenerated;
import mutual.middleware.NodeId;
import mutual.middleware.web.WebException;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import mutual.pages.Components;
import mutual.pages.Format;

/** Partner banks, what each owes, and how much it may. */
final class PartnerPages {
  private final Guard guard;
  private final Desk desk;

  private PartnerPages(Guard guard, Desk desk) {
    this.guard = guard;
    this.desk = desk;
  }

  static void addTo(Guard guard, Desk desk) {
    PartnerPages pages = new PartnerPages(guard, desk);
    guard.page("/partners", _ -> pages.list());
    guard.page("/partners/new", _ -> pages.newPartner(Form.empty()));
    guard.post("/partners/new", pages::add);
    guard.page("/partners/{code}", pages::show);
    guard.post("/partners/{code}", pages::update);
  }

  private View list() {
    List<PartnerEntry> partners = desk.books().partners();
    return new View(
        "Partners",
        "/partners",
        output ->
            JtepartnersGenerated.render(Components.html(output), null, partners, desk.currency()));
  }

  private View show(WebRequest request) {
    PartnerEntry partner = partner(request);
    return one(
        partner,
        Form.empty()
            .with("cap", Format.amount(partner.partner().netDebitCap(), desk.currency()))
            .with("addresses", String.join(" ", partner.addresses())));
  }

  private View one(PartnerEntry partner, Form form) {
    return new View(
        partner.name(),
        "/partners",
        output ->
            JtepartnerGenerated.render(Components.html(output), null, partner, desk.currency()),
        output -> JtepartnerFormGenerated.render(Components.html(output), null, partner, form));
  }

  private WebResponse update(WebRequest request, Session session) {
    PartnerEntry partner = partner(request);
    String code = partner.partner().bankCode();
    boolean suspended =
        switch (request.form("action").orElse("save")) {
          case "suspend" -> true;
          case "resume" -> false;
          default -> partner.partner().suspended();
        };
    Form form = desk.requireAmount(Form.of(request), "cap");
    return Desk.submit(
        session,
        form,
        () ->
            desk.office()
                .updatePartner(
                    code, desk.amount(form, "cap"), suspended, addresses(form.value("addresses"))),
        suspended == partner.partner().suspended()
            ? "Saved."
            : suspended ? "Suspended." : "No longer suspended.",
        _ -> "/partners/" + code,
        wrong -> guard.again(session, one(partner, wrong)));
  }

  private View newPartner(Form form) {
    return new View(
        "Add a partner bank",
        "/partners",
        _ -> {},
        output -> JtepartnerNewGenerated.render(Components.html(output), null, form));
  }

  private WebResponse add(WebRequest request, Session session) {
    Form form = desk.requireAmount(Form.of(request), "cap");
    return Desk.submit(
        session,
        form,
        () ->
            desk.office()
                .addPartner(
                    form.value("code"),
                    form.value("name"),
                    NodeId.parse(form.value("node")),
                    form.value("prefix"),
                    desk.amount(form, "cap"),
                    addresses(form.value("addresses"))),
        "Partner added.",
        partner -> "/partners/" + partner.partner().bankCode(),
        wrong -> guard.again(session, newPartner(wrong)));
  }

  private PartnerEntry partner(WebRequest request) {
    return desk.books().partner(request.param("code")).orElseThrow(WebException::notFound);
  }

  private static List<String> addresses(String text) {
    return Arrays.stream(text.split("[\\s,]+")).filter(part -> !part.isEmpty()).toList();
  }
}
