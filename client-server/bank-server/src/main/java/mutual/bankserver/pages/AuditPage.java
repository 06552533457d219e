package mutual.bankserver.pages;

import mutual.bankserver.templates.JteauditGenerated;
import mutual.middleware.web.WebResponse;
import mutual.pages.Components;
import mutual.pages.Tone;

/** Do the books balance? */
final class AuditPage {
  private AuditPage() {}

  static void addTo(Guard guard, AuditDesk audits) {
    guard.page(
        "/audit",
        _ ->
            new View(
                "Audit",
                "/audit",
                output -> JteauditGenerated.render(Components.html(output), null, audits.last())));
    guard.post(
        "/audit",
        (_, session) -> {
          boolean balanced = audits.run().balanced();
          session.tell(
              balanced ? Tone.GOOD : Tone.BAD,
              balanced ? "The books balance." : "The books do not agree.");
          return WebResponse.redirect("/audit");
        });
  }
}
