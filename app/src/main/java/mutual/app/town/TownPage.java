package mutual.app.town;

import gg.jte.Content;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import mutual.app.templates.JtetownGenerated;
import mutual.app.templates.JtetownMapGenerated;
import mutual.app.templates.JtetownMessagesGenerated;
import mutual.bankserver.BankChange;
import mutual.bankserver.BankServer;
import mutual.bankserver.ChangeFeed;
import mutual.middleware.NodeId;
import mutual.middleware.web.EventStream;
import mutual.middleware.web.WebException;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import mutual.middleware.web.WebRoutes;
import mutual.pages.Accent;
import mutual.pages.Components;
import mutual.pages.Format;
import mutual.pages.Page;
import mutual.pages.Site;

/**
 * The demo's first page. Lines light when a message passes: {@link #watch} a bank for what it
 * receives, or report by {@link #passed}; what peers exchange is asked for while somebody looks.
 *
 * <pre>{@code
 * TownPage page = new TownPage(town, peers);
 * page.watch(northbank);
 * page.watch(southbank);
 * NodeServer.builder(identity).people(port, page.routes())...
 * }</pre>
 */
public final class TownPage implements AutoCloseable {
  /** Pages that may be open at once. */
  static final int STREAMS_MAX = 100;

  /** As many as can be told apart on a line for a second: content flows, a message only passes. */
  private static final int FLOW_SPARKS = 4;

  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final String ASSETS_FOLDER = "mutual/app/assets";
  private static final Site SITE = Site.of("Mutual demo", Accent.NONE);

  /** Calls by which nodes only say that they live: they light no line's list entry. */
  private static final Set<String> BEATS = Set.of("ReportStatus", "Describe", "Check", "Watch");

  private final Town town;
  private final Peers peers;
  private final Transfers transfers = new Transfers();
  private final Messages messages = new Messages();
  private final List<EventStream> streams = new CopyOnWriteArrayList<>();
  private final List<ChangeFeed.Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread painter;

  public TownPage(Town town, Peers peers) {
    this.town = town;
    this.peers = peers;
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
    light(from, to, beat ? 0 : 1, status.equals("OK"));
  }

  private void light(NodeId from, NodeId to, int sparks, boolean ok) {
    String data =
        "{\"from\":\"%s\",\"to\":\"%s\",\"sparks\":%d,\"ok\":%b}"
            .formatted(from.shortText(), to.shortText(), sparks, ok);
    streams.forEach(stream -> stream.send("traffic", data));
  }

  /** Shows what has passed between peers since the last time. */
  private void flow() {
    List<Peers.Flow> flows = peers.flows();
    flows.forEach(flow -> light(flow.from(), flow.to(), FLOW_SPARKS, true));
    for (Peers.Flow ended : transfers.add(flows)) {
      messages.add(
          new Messages.Message(
              Instant.now(),
              name(ended.from()),
              name(ended.to()),
              Format.bytes(ended.bytes()) + " of content",
              "OK"));
    }
  }

  public WebRoutes routes() {
    return new WebRoutes()
        .get("/", request -> WebResponse.html(page()))
        .get("/peers/{n}", this::dashboard)
        .post("/deeds/{n}", this::start)
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
            output ->
                JtetownGenerated.render(
                    Components.html(output),
                    null,
                    town,
                    peers,
                    serversPicture(),
                    peersPicture(),
                    latestMessages()))
        .live("/live", "traffic")
        .style("/town-assets/town.css")
        .script("/town-assets/town.js")
        .html();
  }

  /** A peer's dashboard lets in who has a token, and each token works once. */
  private WebResponse dashboard(WebRequest request) {
    URI address =
        chosen(request, peers.members())
            .flatMap(peers::dashboard)
            .orElseThrow(() -> new WebException(503, "This peer does not run yet."));
    return WebResponse.redirect(address.toString());
  }

  private WebResponse start(WebRequest request) {
    int deed =
        chosen(request, peers.deeds())
            .orElseThrow(() -> new WebException(404, "There is no such button."));
    if (!peers.deeds().get(deed).start().getAsBoolean()) {
      throw new WebException(503, "The peers do not run yet. Try again in a moment.");
    }
    return WebResponse.redirect("/");
  }

  private static Optional<Integer> chosen(WebRequest request, List<?> things) {
    String number = request.param("n");
    return Optional.of(number)
        .filter(text -> text.matches("[0-9]{1,3}"))
        .map(Integer::valueOf)
        .filter(n -> n < things.size());
  }

  private Content live() {
    List<Content> parts = List.of(serversPicture(), peersPicture(), latestMessages());
    return output -> parts.forEach(part -> part.writeTo(output));
  }

  private Content serversPicture() {
    TownMap map = TownMap.ofServers(town);
    return output ->
        JtetownMapGenerated.render(
            Components.html(output),
            null,
            map,
            "servers",
            "Servers: they hold the books",
            "Clients: they ask their bank");
  }

  private Content peersPicture() {
    TownMap map = TownMap.ofPeers(peers.members());
    return output ->
        JtetownMapGenerated.render(Components.html(output), null, map, "peers", "", "");
  }

  private Content latestMessages() {
    List<Messages.Message> latest = messages.latest();
    return output -> JtetownMessagesGenerated.render(Components.html(output), null, latest);
  }

  private void open(EventStream stream) {
    if (streams.size() >= STREAMS_MAX) {
      throw new WebException(503, "Too many pages are open.");
    }
    if (streams.isEmpty()) {
      // What passed while nobody looked is no news; what passes from now on is, however fast.
      List<Peers.Flow> _ = peers.flows();
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
        flow();
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
    return Stream.concat(town.members().stream(), peers.members().stream())
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
