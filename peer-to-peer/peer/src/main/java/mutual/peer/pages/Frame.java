package mutual.peer.pages;

import gg.jte.Content;
import java.util.Optional;
import mutual.middleware.web.ErrorPages;
import mutual.pages.Accent;
import mutual.pages.Components;
import mutual.pages.Page;
import mutual.pages.Site;
import mutual.peer.templates.JtestrangerGenerated;

/** The peer's name and navigation around every page. */
final class Frame {
  static final String ASSETS_PATH = "/peer-assets/";

  private final Site stranger = Site.of("Mutual", Accent.PEER);
  private final Site site;

  Frame(String peerName) {
    site =
        Site.of(
            peerName,
            Accent.PEER,
            new Site.Link("Files", "/"),
            new Site.Link("Contacts", "/contacts"),
            new Site.Link("Check-up", "/doctor"));
  }

  /**
   * A page for somebody with a session.
   *
   * @param livePath where the view's live parts are streamed
   */
  String page(Session session, View view, String livePath) {
    Optional<Session.Notice> notice = session.takeNotice();
    Content content =
        output -> {
          output.writeContent("<div class=\"stack\">");
          view.whole().writeTo(output);
          output.writeContent("</div>");
          notice.ifPresent(told -> Components.toast(told.tone(), told.text()).writeTo(output));
        };
    Page page = styled(Page.of(site, view.title(), view.section(), content));
    return (view.isLive() ? page.live(livePath) : page).script(ASSETS_PATH + "peer.js").html();
  }

  /** The page for a browser that has shown no token. */
  String strangersPage() {
    return styled(
            Page.of(
                stranger,
                "Open the dashboard",
                "",
                output -> JtestrangerGenerated.render(Components.html(output), null)))
        .html();
  }

  ErrorPages errorPages() {
    return (status, message) ->
        styled(
                Page.of(
                    stranger,
                    "Error " + status,
                    "",
                    Components.error(
                        status,
                        message,
                        status >= 500
                            ? "What was shared and fetched goes on. Try again; if it fails again,"
                                + " the log says more."
                            : "Nothing was changed.",
                        "/")))
            .html();
  }

  private static Page styled(Page page) {
    return page.style(ASSETS_PATH + "peer.css");
  }
}
