package mutual.bankserver.pages;

import gg.jte.Content;
import mutual.bankserver.templates.JtebodyGenerated;
import mutual.bankserver.templates.JtelogoutGenerated;
import mutual.middleware.web.ErrorPages;
import mutual.pages.Accent;
import mutual.pages.Components;
import mutual.pages.Page;
import mutual.pages.Site;
import org.jspecify.annotations.Nullable;

/** The bank's name, navigation and logout around every page. */
final class Frame {
  private final Site stranger;
  private final Site site;

  Frame(String bankName) {
    stranger = Site.of(bankName, Accent.BANK);
    site =
        Site.of(
            bankName,
            Accent.BANK,
            new Site.Link("Overview", "/"),
            new Site.Link("Accounts", "/accounts"),
            new Site.Link("Machines", "/machines"),
            new Site.Link("Exchanges", "/exchanges"),
            new Site.Link("Partners", "/partners"),
            new Site.Link("Audit", "/audit"));
  }

  String page(Session session, View view, @Nullable String livePath) {
    Session.Notice notice = session.takeNotice();
    Content toast = notice == null ? null : Components.toast(notice.tone(), notice.text());
    Page page =
        Page.of(
            site.withTools(
                output ->
                    JtelogoutGenerated.render(Components.html(output), null, session.operator())),
            view.title(),
            view.section(),
            output ->
                JtebodyGenerated.render(
                    Components.html(output), null, livePart(view.live()), view.still(), toast));
    return (livePath == null ? page : page.live(livePath)).style("/bank-assets/bank.css").html();
  }

  /** The element that a page's stream replaces. */
  static Content livePart(Content content) {
    return output -> {
      output.writeContent("<div id=\"live\" class=\"stack\">");
      content.writeTo(output);
      output.writeContent("</div>");
    };
  }

  /** A page for somebody who is not logged in. */
  String strangersPage(String title, Content content) {
    return Page.of(stranger, title, "", content).style("/bank-assets/bank.css").html();
  }

  ErrorPages errorPages() {
    return (status, message) ->
        strangersPage(
            "Error " + status,
            Components.error(status, message, lost(status), status == 401 ? "/login" : "/"));
  }

  private static String lost(int status) {
    return status >= 500
        ? "What was already answered is kept. If you sent a form, look whether it was done before"
            + " sending it again."
        : "Nothing was changed.";
  }
}
