package mutual.cashmachine.kiosk;

import gg.jte.Content;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import mutual.cashmachine.Key;
import mutual.cashmachine.Notes;
import mutual.cashmachine.devices.CutPoint;
import mutual.cashmachine.devices.Fault;
import mutual.cashmachine.node.CashMachineNode;
import mutual.cashmachine.templates.JteattendantGenerated;
import mutual.cashmachine.templates.JtefrontGenerated;
import mutual.cashmachine.templates.JtekioskGenerated;
import mutual.middleware.web.EventStream;
import mutual.middleware.web.WebException;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import mutual.middleware.web.WebRoutes;
import mutual.pages.Accent;
import mutual.pages.Components;
import mutual.pages.Page;
import mutual.pages.Site;

/**
 * The machine's front and its inside, as pages. Who can reach them stands at the machine, so they
 * are served on the loopback address only. Every tab shows the same machine.
 */
public final class Kiosk {
  private static final String ASSETS = "mutual/cashmachine/kiosk/assets";
  private static final int NOTES_OF_A_KIND_MAX = 2_000;

  private final CashMachineNode node;
  private final Site site;

  private Kiosk(CashMachineNode node) {
    this.node = node;
    this.site =
        Site.of(
            node.profile().bankName() + " " + node.profile().name(),
            Accent.MACHINE,
            new Site.Link("Front", "/"),
            new Site.Link("Inside", "/attendant"));
  }

  public static WebRoutes routes(CashMachineNode node) {
    Kiosk kiosk = new Kiosk(node);
    return new WebRoutes()
        .get("/", _ -> WebResponse.html(kiosk.frontPage()))
        .events("/live", (_, stream) -> kiosk.follow(stream))
        .post("/key", kiosk::key)
        .post("/card", kiosk::card)
        .post("/take-card", _ -> back(node.takeCard()))
        .post("/take-cash", _ -> back(node.takeCash()))
        .post("/insert", request -> back(node.insertNotes(notes(request))))
        .post(
            "/take-receipt",
            _ -> {
              node.takeReceipt();
              return back(true);
            })
        .get("/attendant", request -> kiosk.attendant(request))
        .post("/attendant/load", kiosk::load)
        .post("/attendant/bins", _ -> kiosk.bins())
        .post("/attendant/count", _ -> kiosk.count())
        .post("/attendant/clear", kiosk::clear)
        .post("/attendant/fault", kiosk::fault)
        .post("/attendant/power", _ -> kiosk.power())
        .post("/attendant/cut", kiosk::cut)
        .post("/attendant/cards", _ -> kiosk.cards())
        .resources("/assets/", Page.ASSETS_FOLDER)
        .resources("/kiosk/", ASSETS);
  }

  private String frontPage() {
    FrontView view = FrontView.of(node);
    Content content = output -> JtekioskGenerated.render(Components.html(output), null, view);
    return Page.kiosk(site, "Cash machine", content)
        .live("/live")
        .style("/kiosk/kiosk.css")
        .script("/kiosk/kiosk.js")
        .html();
  }

  /** Sends the front again whenever it has changed, the newest state only. */
  private void follow(EventStream stream) {
    Painter painter = new Painter(stream);
    AutoCloseable watch = node.watch(painter::wake);
    stream.onClose(
        () -> {
          try {
            watch.close();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    painter.wake();
  }

  private final class Painter {
    private final EventStream stream;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final ReentrantLock painting = new ReentrantLock();
    private String last = "";

    Painter(EventStream stream) {
      this.stream = stream;
    }

    void wake() {
      if (wanted.compareAndSet(false, true)) {
        Thread.ofVirtual().name("kiosk-paint").start(this::paint);
      }
    }

    private void paint() {
      painting.lock();
      try {
        wanted.set(false);
        FrontView view = FrontView.of(node);
        String html =
            Page.render(output -> JtefrontGenerated.render(Components.html(output), null, view));
        if (!html.equals(last)) {
          last = html;
          stream.send("fragments", html);
        }
      } finally {
        painting.unlock();
      }
    }
  }

  private static WebResponse back(boolean done) {
    return WebResponse.redirect(done ? "/" : "/?not-now");
  }

  private WebResponse key(WebRequest request) {
    String name = request.requiredForm("key");
    node.press(parse(name));
    return back(true);
  }

  private static Key parse(String name) {
    if (name.length() == 1) {
      char value = Character.toUpperCase(name.charAt(0));
      if ((value >= '0' && value <= '9') || (value >= 'A' && value <= 'Z')) {
        return new Key.Typed(value);
      }
    }
    try {
      return name.startsWith("SIDE_")
          ? Key.Side.valueOf(name.substring("SIDE_".length()))
          : Key.Function.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new WebException(400, "There is no such key.");
    }
  }

  private WebResponse card(WebRequest request) {
    String number = request.requiredForm("number").replaceAll("[\\s-]", "");
    if (!number.matches("[0-9]{8,19}")) {
      throw new WebException(400, "A card number has 8 to 19 digits.");
    }
    return back(node.insertCard(number));
  }

  /** Fields named n and a denomination, such as {@code n5000}. */
  private static Notes notes(WebRequest request) {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (Map.Entry<String, List<String>> field : request.formFields().entrySet()) {
      if (field.getKey().matches("n[0-9]{1,7}")) {
        String value = field.getValue().getFirst().strip();
        if (!value.matches("[0-9]{0,5}")) {
          throw new WebException(400, "A number of notes is a whole number.");
        }
        int count = value.isEmpty() ? 0 : Integer.parseInt(value);
        if (count > NOTES_OF_A_KIND_MAX) {
          throw new WebException(
              400, "At most " + NOTES_OF_A_KIND_MAX + " notes of one kind at a time.");
        }
        counts.put(Integer.parseInt(field.getKey().substring(1)), count);
      }
    }
    return Notes.of(counts);
  }

  private WebResponse attendant(WebRequest request) {
    AttendantView view = AttendantView.of(node, request.query("done").orElse(null));
    Content content = output -> JteattendantGenerated.render(Components.html(output), null, view);
    return WebResponse.html(
        Page.of(site, "Inside", "/attendant", content).style("/kiosk/kiosk.css").html());
  }

  private static WebResponse inside(String done) {
    return WebResponse.redirect(
        "/attendant?done=" + URLEncoder.encode(done, StandardCharsets.UTF_8));
  }

  /** What the attendant may not do now is told as a page, not as a fault of the server. */
  private static <T> T allowed(Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalStateException e) {
      throw new WebException(409, "Not now: " + e.getMessage() + ".");
    }
  }

  private WebResponse load(WebRequest request) {
    Notes loaded = allowed(() -> node.loadCash(notes(request)));
    return inside("Loaded: " + loaded + ".");
  }

  private WebResponse bins() {
    return inside("Taken out: " + allowed(node::emptyBins) + ".");
  }

  private WebResponse count() {
    return inside("Counted: " + allowed(node::countAndResolve).everything() + ".");
  }

  private WebResponse clear(WebRequest request) {
    UUID id;
    try {
      id = UUID.fromString(request.requiredForm("id"));
    } catch (IllegalArgumentException e) {
      throw new WebException(400, "That is no id.");
    }
    node.clearAttention(id);
    return inside("Noted.");
  }

  private WebResponse fault(WebRequest request) {
    Fault fault;
    try {
      fault = Fault.valueOf(request.requiredForm("fault"));
    } catch (IllegalArgumentException e) {
      throw new WebException(400, "There is no such fault.");
    }
    boolean on = !node.faults().contains(fault);
    node.setFault(fault, on);
    return inside((on ? "Broken: " : "Repaired: ") + fault.title().toLowerCase(Locale.ROOT) + ".");
  }

  private WebResponse power() {
    node.cutPower();
    return inside("The power is cut; it comes back by itself.");
  }

  private WebResponse cut(WebRequest request) {
    String point = request.form("point").orElse("");
    try {
      node.cutPowerAt(point.isEmpty() ? null : CutPoint.valueOf(point));
    } catch (IllegalArgumentException e) {
      throw new WebException(400, "There is no such point.");
    }
    return inside(point.isEmpty() ? "The power stays on." : "Set.");
  }

  private WebResponse cards() {
    return inside(allowed(node::takeRetainedCards).size() + " cards taken out.");
  }
}
