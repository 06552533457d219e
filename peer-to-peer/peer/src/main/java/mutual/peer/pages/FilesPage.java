package mutual.peer.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import mutual.files.engine.Audience;
import mutual.files.engine.FetchPlan;
import mutual.files.engine.PrivateLink;
import mutual.files.torrent.InfoHash;
import mutual.files.torrent.Magnet;
import mutual.files.torrent.MalformedTorrentException;
import mutual.middleware.NodeId;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import mutual.overlay.Contact;
import mutual.overlay.LinkState;
import mutual.pages.Components;
import mutual.pages.Tone;
import mutual.peer.templates.JtelimitsGenerated;
import mutual.peer.templates.JteoverviewFormsGenerated;
import mutual.peer.templates.JteoverviewHeadGenerated;
import mutual.peer.templates.JteoverviewThingsGenerated;

/** The first page: what is fetched, shared and offered, and the ways to begin. */
final class FilesPage {
  private final Guard guard;
  private final DashboardSource source;
  private final OfferBoard offers;
  private final Failures failures;
  private final ContactPages contactPages;

  private FilesPage(
      Guard guard, DashboardSource source, Failures failures, ContactPages contactPages) {
    this.guard = guard;
    this.source = source;
    this.failures = failures;
    this.contactPages = contactPages;
    offers = new OfferBoard(source::offers);
  }

  static void addTo(
      Guard guard, DashboardSource source, Failures failures, ContactPages contactPages) {
    FilesPage page = new FilesPage(guard, source, failures, contactPages);
    guard.page("/", _ -> page.view(Form.NONE));
    guard.post("/fetch", page::fetch);
    guard.post("/share", page::share);
    guard.post("/making/stop", page::stopMaking);
    guard.post("/failures/{number}/dismiss", page::dismiss);
    guard.post("/limits", page::limits);
  }

  private View view(Form form) {
    List<Contact> contacts = source.contacts();
    Form share = form.named("share");
    Overview overview =
        new Overview(
            source.name(),
            source.id(),
            source.reach(),
            source.shares().stream().map(ShareSource::view).toList(),
            source.making(),
            failures.all(),
            newOffers(),
            byId(contacts),
            (int)
                contacts.stream()
                    .map(contact -> source.link(contact.id()))
                    .filter(link -> link.orElse(null) instanceof LinkState.Reachable)
                    .count(),
            source.downloads().resolve(DropRoutes.FOLDER));
    return View.of("Files", "/")
        .live(
            "head",
            output -> JteoverviewHeadGenerated.render(Components.html(output), null, overview))
        .still(
            output ->
                JteoverviewFormsGenerated.render(
                    Components.html(output),
                    null,
                    overview,
                    form.named("fetch"),
                    share,
                    share.sent()
                        ? AudienceForm.of("path", share, contacts)
                        : AudienceForm.of("path", Audience.NOBODY, contacts),
                    AudienceForm.of("drop", Audience.NOBODY, contacts)))
        .live(
            "things",
            output -> JteoverviewThingsGenerated.render(Components.html(output), null, overview))
        .still(
            output ->
                JtelimitsGenerated.render(
                    Components.html(output),
                    null,
                    form.named("limits"),
                    source.limits(),
                    "/limits",
                    "Limits of speed:"));
  }

  /** What contacts offer and is not here yet. */
  private List<mutual.peer.ContactOffer> newOffers() {
    return offers.look().stream()
        .filter(offer -> source.share(offer.link().hash()).isEmpty())
        .limit(Overview.ROWS_MAX)
        .toList();
  }

  private WebResponse fetch(WebRequest request, Session session) {
    Form form = Form.of("fetch", request);
    String link = form.value("link");
    if (link.startsWith("mutual:invite?")) {
      return contactPages.accepting(session, link);
    }
    FetchPlan plan =
        new FetchPlan(
            source.downloads(),
            List.of(),
            form.value("sequential").equals("on"),
            form.value("paused").equals("on"));
    try {
      InfoHash id;
      if (link.startsWith(PrivateLink.PREFIX)) {
        id = source.fetch(PrivateLink.parse(link), plan);
      } else if (link.startsWith("magnet:")) {
        id = source.fetch(Magnet.parse(link), plan);
      } else {
        return again(
            session,
            form.error(
                "link",
                link.isEmpty()
                    ? "Paste a link first."
                    : "A link begins with magnet:, mutual:share? or mutual:invite?. This is none of"
                        + " them."));
      }
      session.tell(Tone.GOOD, "It is being fetched.");
      return WebResponse.redirect("/shares/" + id.hex());
    } catch (IOException | MalformedTorrentException | IllegalArgumentException wrong) {
      return again(session, form.error("link", sentence(wrong)));
    }
  }

  private WebResponse share(WebRequest request, Session session) {
    Form form = AudienceForm.check(Form.of("share", request));
    Path path = null;
    try {
      path = Path.of(form.value("path"));
    } catch (InvalidPathException wrong) {
      form = form.error("path", "No path on this computer looks like that.");
    }
    if (path != null) {
      if (!path.isAbsolute()) {
        form = form.error("path", "Write the whole path, from the top folder down.");
      } else if (!Files.exists(path)) {
        form = form.error("path", "There is no such file or folder.");
      } else if (!Files.isReadable(path)) {
        form = form.error("path", "This program may not read it.");
      }
    }
    if (form.wrong() || path == null) {
      return again(session, form);
    }
    Audience audience = AudienceForm.of("path", form, source.contacts()).audience();
    begin(path.normalize(), audience, source, failures);
    session.tell(Tone.GOOD, "It is being read, and shared then.");
    return WebResponse.redirect("/");
  }

  /** Begins to share something, and remembers for the first page if that fails. */
  static void begin(Path path, Audience audience, DashboardSource source, Failures failures) {
    var _ =
        source
            .share(path, audience)
            .handle(
                (_, failure) -> {
                  if (failure != null) {
                    remember(path, failure, failures);
                  }
                  return "";
                });
  }

  private static void remember(Path path, Throwable failure, Failures failures) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (!(cause instanceof CancellationException)) {
      failures.add(path + " is not shared: " + sentence(cause));
    }
  }

  private WebResponse stopMaking(WebRequest request, Session session) {
    source.stopMaking(Path.of(request.requiredForm("source")));
    session.tell(Tone.GOOD, "Stopped. It is not shared.");
    return WebResponse.redirect("/");
  }

  private WebResponse dismiss(WebRequest request, Session session) {
    String number = request.param("number");
    if (number.matches("[0-9]{1,18}")) {
      failures.dismiss(Long.parseLong(number));
    }
    return WebResponse.redirect("/");
  }

  private WebResponse limits(WebRequest request, Session session) {
    LimitsForm limits = LimitsForm.read(Form.of("limits", request));
    if (limits.form().wrong()) {
      return again(session, limits.form());
    }
    source.limits(limits.limits());
    session.tell(Tone.GOOD, "The limits are set.");
    return WebResponse.redirect("/");
  }

  private WebResponse again(Session session, Form form) {
    return guard.again(session, view(form), "/");
  }

  static Map<NodeId, Contact> byId(List<Contact> contacts) {
    return contacts.stream().collect(Collectors.toMap(Contact::id, Function.identity()));
  }

  /** What an exception says to a person. */
  static String sentence(Throwable failure) {
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      return "It did not work, and nothing more is known.";
    }
    String text = message.strip();
    return text.endsWith(".") ? text : text + ".";
  }
}
