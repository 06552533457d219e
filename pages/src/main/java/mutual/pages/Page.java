package mutual.pages;

import gg.jte.Content;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.ArrayList;
import java.util.List;
import mutual.pages.templates.JteframeGenerated;
import mutual.pages.templates.JtekioskGenerated;
import org.jspecify.annotations.Nullable;

/**
 * A whole HTML page: a site's frame around one content.
 *
 * @param path the navigation's entry that this page belongs to
 * @param livePath where its event stream is, if it has live parts
 * @param liveEvents events of that stream, beside fragments, that a script of the page listens to
 * @param styles further style sheets, after the shared ones
 * @param scripts further script modules
 * @param kiosk whether the page fills the screen without navigation
 */
public record Page(
    Site site,
    String title,
    String path,
    @Nullable String livePath,
    List<String> liveEvents,
    List<String> styles,
    List<String> scripts,
    boolean kiosk,
    Content content) {
  /** Class path folder of the shared style sheets and scripts. */
  public static final String ASSETS_FOLDER = "mutual/pages/assets";

  /** Where every server of pages serves {@link #ASSETS_FOLDER}. */
  public static final String ASSETS_PATH = "/assets";

  /** The policy every page is sent with: nothing inline, nothing from elsewhere. */
  public static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  public Page {
    liveEvents = List.copyOf(liveEvents);
    styles = List.copyOf(styles);
    scripts = List.copyOf(scripts);
  }

  public static Page of(Site site, String title, String path, Content content) {
    return new Page(
        site, title, path, null, List.of(), List.of(), List.of(), /* kiosk= */ false, content);
  }

  /** A page without navigation that fills the screen; the content is in a {@code main}. */
  public static Page kiosk(Site site, String title, Content content) {
    return new Page(
        site, title, "", null, List.of(), List.of(), List.of(), /* kiosk= */ true, content);
  }

  public Page live(String livePath, String... events) {
    return new Page(site, title, path, livePath, List.of(events), styles, scripts, kiosk, content);
  }

  public Page style(String href) {
    return new Page(
        site, title, path, livePath, liveEvents, with(styles, href), scripts, kiosk, content);
  }

  public Page script(String href) {
    return new Page(
        site, title, path, livePath, liveEvents, styles, with(scripts, href), kiosk, content);
  }

  public String html() {
    return render(
        output -> {
          var html = Components.html(output);
          if (kiosk) {
            JtekioskGenerated.render(html, null, this);
          } else {
            JteframeGenerated.render(html, null, this);
          }
        });
  }

  /** A content as text, for instance a fragment for an event stream. */
  public static String render(Content content) {
    StringOutput text = new StringOutput();
    content.writeTo(new OwaspHtmlTemplateOutput(text));
    return text.toString();
  }

  private static List<String> with(List<String> list, String more) {
    List<String> longer = new ArrayList<>(list);
    longer.add(more);
    return longer;
  }
}
