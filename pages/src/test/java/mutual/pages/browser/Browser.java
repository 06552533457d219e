package mutual.pages.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Debian's Chromium, driven by Playwright. One per test class; not safe for several threads.
 *
 * <pre>{@code
 * try (Browser browser = Browser.open(); Visit visit = browser.visit(Look.DARK_PHONE)) {
 *   visit.go(url);
 *   visit.examine();
 * }
 * }</pre>
 */
public final class Browser implements AutoCloseable {
  private static final List<Path> EXECUTABLES =
      List.of(
          Path.of("/usr/bin/chromium"),
          Path.of("/usr/bin/chromium-browser"),
          Path.of("/usr/bin/google-chrome"));

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;

  private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
    this.playwright = playwright;
    this.chromium = chromium;
  }

  public static Browser open() {
    Path executable =
        EXECUTABLES.stream()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no Chromium at " + EXECUTABLES + ": apt-get install chromium"));
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Browser(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync"))));
  }

  /** A fresh profile (no cookies) with one tab of this look. */
  public Visit visit(Look look) {
    BrowserContext context =
        chromium.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setColorScheme(look.scheme)
                .setViewportSize(look.width, look.height)
                .setIgnoreHTTPSErrors(true));
    return new Visit(context, look);
  }

  /** One visit in each look, in turn. */
  public void eachLook(java.util.function.Consumer<Visit> scene) {
    List<AssertionError> failures = new ArrayList<>();
    Stream.of(Look.values())
        .forEach(
            look -> {
              try (Visit visit = visit(look)) {
                scene.accept(visit);
              } catch (AssertionError failure) {
                failures.add(new AssertionError(look + ": " + failure.getMessage(), failure));
              }
            });
    if (!failures.isEmpty()) {
      AssertionError first = failures.getFirst();
      failures.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }
}
