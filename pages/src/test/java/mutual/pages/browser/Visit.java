package mutual.pages.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One person with one tab, and everything that went wrong in it. */
public final class Visit implements AutoCloseable {
  private static final int TAB_STOPS_MAX = 400;
  private static final double WAIT_MILLIS_MAX = 10_000;

  private final BrowserContext context;
  private final Look look;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  /** Where {@link #examine} leaves pictures, if anywhere: the property mutual.screenshots. */
  private final @Nullable String pictures = System.getProperty("mutual.screenshots");

  Visit(BrowserContext context, Look look) {
    this.context = context;
    this.look = look;
    page = context.newPage();
    page.setDefaultTimeout(WAIT_MILLIS_MAX);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.text().contains("Content Security")) {
            complaints.add("console: " + message.text() + " at " + message.location());
          }
        });
    page.onPageError(error -> complaints.add("script: " + error));
    page.onRequest(
        request -> {
          String host = URI.create(request.url()).getHost();
          if (host != null && !host.equals("127.0.0.1") && !host.equals("localhost")) {
            complaints.add("third party: " + request.url());
          }
        });
  }

  /** The tab, for everything this class does not do. */
  public Page page() {
    return page;
  }

  public Look look() {
    return look;
  }

  public Visit go(String url) {
    page.navigate(url);
    return this;
  }

  /** Requires everything below, as far as the look is for it, and leaves a picture. */
  public void examine(String name) {
    if (pictures != null) {
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(Path.of(pictures, name + "-" + look + ".png")));
    }
    if (look.axe) {
      requireAccessible();
    }
    requireNoSidewaysScrolling();
    requireNoComplaints();
  }

  /** Requires that axe finds nothing against WCAG 2.2 A and AA and its best practices. */
  public void requireAccessible() {
    StringBuilder found = new StringBuilder();
    for (Rule rule : new AxeBuilder(page).setLegacyMode(true).analyze().getViolations()) {
      found.append("\n  ").append(rule.getId()).append(": ").append(rule.getHelp());
      for (CheckedNode node : rule.getNodes()) {
        found.append("\n    ").append(node.getHtml()).append("\n      ");
        found.append(node.getFailureSummary().replace("\n", "\n      "));
      }
    }
    require(found.isEmpty(), "axe on " + page.url() + found);
  }

  public void requireNoSidewaysScrolling() {
    int beyond =
        ((Number)
                page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
            .intValue();
    require(beyond <= 0, page.url() + " is " + beyond + " px wider than the window");
  }

  /** Requires that nothing was refused by the policy, failed, or was fetched from elsewhere. */
  public void requireNoComplaints() {
    require(complaints.isEmpty(), page.url() + ": " + complaints);
  }

  /** What was complained of so far; clears it, for scenes that mean to break something. */
  public List<String> takeComplaints() {
    List<String> taken = List.copyOf(complaints);
    complaints.clear();
    return taken;
  }

  /** Requires that the tab key comes to every control that can be seen, and back out. */
  public void requireReachableByKeyboard() {
    page.evaluate("document.activeElement && document.activeElement.blur()");
    String mark =
        "(window.tabStops = [...document.querySelectorAll('a[href], button, input, select,"
            + " textarea, summary')].filter(e => !e.disabled && e.tabIndex >= 0 &&"
            // Within a group of radio buttons the arrow keys move, and the tab key leaves.
            + " !(e.type === 'radio' && !e.checked) && e.checkVisibility())).length";
    int controls = ((Number) page.evaluate(mark)).intValue();
    Set<Integer> reached = new LinkedHashSet<>();
    for (int i = 0; i < Math.min(controls * 2 + 2, TAB_STOPS_MAX); i++) {
      page.keyboard().press("Tab");
      int stop =
          ((Number) page.evaluate("window.tabStops.indexOf(document.activeElement)")).intValue();
      if (stop >= 0) {
        reached.add(stop);
      }
    }
    require(
        reached.size() >= Math.min(controls, TAB_STOPS_MAX),
        page.url() + ": the tab key reaches " + reached.size() + " of " + controls + " controls");
  }

  private static void require(boolean met, String otherwise) {
    if (!met) {
      throw new AssertionError(otherwise);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
