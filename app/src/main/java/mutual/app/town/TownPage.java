package mutual.app.town;

import gg.jte.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import mutual.app.templates.JtetownGenerated;
import mutual.app.templates.JtetownLiveGenerated;
import mutual.bankserver.BankChange;
import mutual.bankserver.BankServer;
import mutual.bankserver.ChangeFeed;
import mutual.middleware.NodeId;
import mutual.middleware.web.EventStream;
import mutual.middleware.web.WebException;
import mutual.middleware.web.WebResponse;
import mutual.middleware.web.WebRoutes;
import mutual.pages.Accent;
import mutual.pages.Components;
import mutual.pages.Page;
import mutual.pages.Site;

/**
 * The demo's first page. Lines light when a message passes: {@link #watch} a bank for what it
 * receives, or report by {@link #passed}.
 *
 * <pre>{@code
 * TownPage page = new TownPage(town);
 * page.watch(northbank);
 * page.watch(southbank);
 * NodeServer.builder(identity).people(port, page.routes())...
 * }</pre>
 */
public final class TownPage implements AutoCloseable {
  /** Pages that may be open at once. */
  static final int STREAMS_MAX = 100;

  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final String ASSETS_FOLDER = "mutual/app/assets";
  private static final Site SITE = Site.of("Mutual demo", Accent.NONE);

  /** Calls by which nodes only say that they live: they light no line's list entry. */
  private static final Set<String> BEATS = Set.of("ReportStatus", "Describe", "Check", "Watch");

  private final Town town;
  private final Messages messages = new Messages();
  private final List<EventStream> streams = new CopyOnWriteArrayList<>();
  private final List<ChangeFeed.Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread painter;

  public TownPage(Town town) {
    this.town = town;
    painter = Thread.ofVirtual().name("town-page").start(this::paint);
  }

  /** Shows every message that this bank receives. */
  public void watch(BankServer bank) {
    subscriptions.add(
        bank.changes()
            .subscribe(
                change -> {
                  // What it sends is seen where it is received.
                  if (change
                          instanceof
                          BankChange.MessagePassed(
                              NodeId from,
                              NodeId to,
                              String method,
                              String status)
                      && to.equals(bank.nodeId())) {
                    passed(from, to, method, status);
                  }
                }));
  }

  /** Shows one message, once its call has ended. Never blocks. */
  public void passed(NodeId from, NodeId to, String method, String status) {
    String what = method.substring(method.lastIndexOf('/') + 1);
    boolean beat = BEATS.contains(what);
    if (!beat) {
      messages.add(new Messages.Message(Instant.now(), name(from), name(to), what, status));
    }
    String data =
        "{\"from\":\"%s\",\"to\":\"%s\",\"beat\":%b,\"ok\":%b}"
            .formatted(from.shortText(), to.shortText(), beat, status.equals("OK"));
    streams.forEach(stream -> stream.send("traffic", data));
  }

  public WebRoutes routes() {
    return new WebRoutes()
        .get("/", request -> WebResponse.html(page()))
        .events("/live", (request, stream) -> open(stream))
        .resources(Page.ASSETS_PATH + "/", Page.ASSETS_FOLDER)
        .resources("/town-assets/", ASSETS_FOLDER)
        .errorPages(
            (status, message) ->
                Page.of(
                        SITE,
                        "Error " + status,
                        "",
                        Components.error(status, message, "Nothing was changed.", "/"))
                    .html());
  }

  private String page() {
    return Page.of(
            SITE,
            "A small town",
            "/",
            output -> JtetownGenerated.render(Components.html(output), null, town, live()))
        .live("/live", "traffic")
        .style("/town-assets/town.css")
        .script("/town-assets/town.js")
        .html();
  }

  private Content live() {
    TownMap map = TownMap.of(town);
    List<Messages.Message> latest = messages.latest();
    return output -> JtetownLiveGenerated.render(Components.html(output), null, map, latest);
  }

  private void open(EventStream stream) {
    if (streams.size() >= STREAMS_MAX) {
      throw new WebException(503, "Too many pages are open.");
    }
    streams.add(stream);
    stream.onClose(() -> streams.remove(stream));
    stream.send("fragments", Page.render(live()));
  }

  /** Draws the live part again once a second while somebody looks, and sends it if it differs. */
  private void paint() {
    String sent = "";
    try {
      while (!closed.get()) {
        TimeUnit.MILLISECONDS.sleep(PERIOD.toMillis());
        if (streams.isEmpty()) {
          continue;
        }
        String html = Page.render(live());
        if (!html.equals(sent)) {
          streams.forEach(stream -> stream.send("fragments", html));
          sent = html;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private String name(NodeId id) {
    return town.members().stream()
        .filter(member -> member.id().equals(id))
        .map(Member::name)
        .findFirst()
        .orElse(id.shortText());
  }

  @Override
  public void close() {
    closed.set(true);
    painter.interrupt();
    subscriptions.forEach(ChangeFeed.Subscription::close);
    streams.forEach(EventStream::close);
  }
}
